/*
 * Many maps. A program may use 64 maps (MAX_USED_MAPS of the kernel), of which the library has some, but
 * maps in a map of maps count as that one. Where a script has more, those of the same type, size of
 * keys and values, and number of entries share a map of maps.
 */
#include <string.h>

#include "emit/bpf.h"

/* Maps that a program uses by itself; the rest of 64 is the library's. */
#define MOST_MAPS 48

static bool is_alike(struct bpf *bpf, size_t a, size_t b)
{
	const struct plan_map *maps = bpf->plan->maps.items;

	return strcmp(bpf_map_shape(bpf->arena, &maps[a]), bpf_map_shape(bpf->arena, &maps[b])) ==
	       0;
}

/* Puts a map on a shelf, with all behind it that are like it, if there are any. */
static void find_shelf(struct bpf *bpf, size_t first, int *n_shelves)
{
	struct bpf_shelf *shelves = bpf->shelves;
	uint32_t n = 1;

	if (shelves[first].shelf >= 0 || bpf->plan->maps.items[first].abi.live_name)
		return;
	for (size_t i = first + 1; i < bpf->plan->maps.count; i++) {
		bool is_free = shelves[i].shelf < 0 && !bpf->plan->maps.items[i].abi.live_name;

		if (is_free && is_alike(bpf, first, i))
			shelves[i] = (struct bpf_shelf){ *n_shelves, n++ };
	}
	if (n > 1)
		shelves[first].shelf = (*n_shelves)++;
}

void bpf_find_shelves(struct bpf *bpf)
{
	size_t n = bpf->plan->maps.count;
	int n_shelves = 0;

	bpf->shelves = arena_alloc(bpf->arena, (n + 1) * sizeof(*bpf->shelves));
	for (size_t i = 0; i < n; i++)
		bpf->shelves[i] = (struct bpf_shelf){ -1, 0 };
	for (size_t i = 0; i < n && n > MOST_MAPS; i++)
		find_shelf(bpf, i, &n_shelves);
}

/* "m_a SEC(...), m_b SEC(...)" */
static const char *declarators(struct bpf *bpf, int shelf)
{
	struct strbuf out;

	strbuf_init(&out, bpf->arena);
	for (size_t i = 0; i < bpf->plan->maps.count; i++)
		if (bpf->shelves[i].shelf == shelf)
			strbuf_printf(&out, "%s%s SEC(\".maps\")",
				      bpf->shelves[i].place ? ", " : "",
				      bpf->plan->maps.items[i].abi.object_name);
	return strbuf_text(&out);
}

static void put_shelf(struct bpf *bpf, int shelf, size_t first)
{
	struct cwriter *w = &bpf->w;
	uint32_t n = 0;

	for (size_t i = first; i < bpf->plan->maps.count; i++)
		n += bpf->shelves[i].shelf == shelf;
	cw_open(w, "struct of_shelf_%d", shelf);
	bpf_map_members(bpf, &bpf->plan->maps.items[first]);
	cw_close_statement(w, "%s", declarators(bpf, shelf));
	cw_open(w, "struct");
	cw_statement(w, "__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS)");
	cw_statement(w, "__uint(max_entries, %u)", n);
	cw_statement(w, "__type(key, __u32)");
	cw_statement(w, "__array(values, struct of_shelf_%d)", shelf);
	cw_close_open(w, "shelf_%d SEC(\".maps\")", shelf);
	cw_open(w, ".values =");
	for (size_t i = first; i < bpf->plan->maps.count; i++)
		if (bpf->shelves[i].shelf == shelf)
			cw_element(w, "(void *)&%s", bpf->plan->maps.items[i].abi.object_name);
	cw_close_element(w);
	cw_close_type(w);
	cw_blank(w);
}

void bpf_shelves(struct bpf *bpf)
{
	for (size_t i = 0; i < bpf->plan->maps.count; i++)
		if (bpf->shelves[i].shelf >= 0 && bpf->shelves[i].place == 0)
			put_shelf(bpf, bpf->shelves[i].shelf, i);
}
