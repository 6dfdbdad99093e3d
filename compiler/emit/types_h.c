/*
 * Kernel types that a tool brings along, as C for the file of the tool's tables.
 */
#include <string.h>

#include "base/arena.h"
#include "emit/cwriter.h"
#include "emit/emit.h"

/* The first entry that has the bytes of this one. */
static uint32_t first_like(const struct abi_types *types, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (types[k].size == types[i].size &&
		    memcmp(types[k].bytes, types[i].bytes, types[i].size) == 0)
			return k;
	return i;
}

static const char *quoted(struct arena *arena, const char *text)
{
	struct strbuf out;

	strbuf_init(&out, arena);
	strbuf_put_c_escaped(&out, text, strlen(text));
	return strbuf_text(&out);
}

static void put_entry(struct cwriter *w, struct arena *arena, const struct abi_types *entry,
		      uint32_t bytes)
{
	cw_element(w, "{ \"%s\", \"%s\", types_%u, %u, %u }", quoted(arena, entry->release),
		   quoted(arena, entry->machine), bytes, entry->size, entry->full_size);
}

void emit_types_h(struct arena *arena, const char *own_name, const struct abi_types *types,
		  uint32_t n_types, struct strbuf *out)
{
	struct cwriter w;

	cw_init(&w, out, own_name, own_name);
	cw_comment(&w, "Types of kernels: what the tool needs of them.");
	for (uint32_t i = 0; i < n_types; i++) {
		if (first_like(types, i) != i)
			continue;
		cw_string_statement(&w, arena_printf(arena, "static const char types_%u[] =", i),
				    types[i].bytes, types[i].size);
		cw_blank(&w);
	}
	cw_open(&w, "static const struct abi_types tool_types[] =");
	for (uint32_t i = 0; i < n_types; i++)
		put_entry(&w, arena, &types[i], first_like(types, i));
	cw_close_type(&w);
}
