/*
 * Printing what is then cleared or zeroed. The map is there twice: the kernel gives
 * the other one to the programs, and waits until those that use this one have ended. Now nothing
 * changes it any more: what is printed is what is taken out, to the last update.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "bpf_call.h"
#include "map.h"
#include "map_walk.h"

/* From here on programs use the spare one. */
static int exchange(struct rt *rt, uint32_t index)
{
	uint32_t zero = 0;
	uint32_t spare = (uint32_t)rt->spare_fds[index];
	// An update of a map of maps returns when no program runs that has seen the old one.
	return rt_bpf_update(rt->live_fds[index], &zero, &spare, BPF_ANY);
}

struct moving {
	int fd; /* of the map in use */
	const uint8_t *zeros;
};

/* A key that the programs made anew meanwhile keeps its value. */
static int move_key(void *context, const uint8_t *key, const uint8_t *elements)
{
	const struct moving *moving = context;
	(void)elements;
	int err = rt_bpf_update(moving->fd, key, moving->zeros, BPF_NOEXIST);
	return err == -EEXIST || err == -E2BIG ? 0 : err;
}

/* zero() keeps the keys: they move to the map in use. */
static int move_keys(struct rt *rt, uint32_t index)
{
	const struct abi_map *map = &rt->tool->maps[index];
	size_t n_elements = map->is_percpu ? (size_t)rt->n_cpus : 1;
	uint8_t *zeros = calloc(n_elements, rt_map_element_size(map));
	if (!zeros)
		return -ENOMEM;
	struct moving moving = { rt->spare_fds[index], zeros };
	int err = rt_map_walk(rt, map, rt->map_fds[index], RT_MAP_LOOK, move_key, &moving);
	free(zeros);
	return err;
}

static void swap(int *a, int *b)
{
	int kept = *a;
	*a = *b;
	*b = kept;
}

static void empty_out(struct rt *rt, uint32_t index, enum abi_taking taking)
{
	const struct abi_map *map = &rt->tool->maps[index];
	if (taking == ABI_TAKE_ZERO && map->is_array) {
		rt_map_zero(rt, index);
		return;
	}
	int err = taking == ABI_TAKE_ZERO ? move_keys(rt, index) : 0;
	if (err)
		rt_error(rt, "cannot zero map %s: %s", map->name, strerror(-err));
	rt_map_empty(rt, index);
}

/* Nothing changes the map any more, so that it needs no other one. */
static int take_settled(struct rt *rt, const struct rt_map_query *query, enum abi_taking taking)
{
	int err = rt_map_print(rt, query);
	if (taking == ABI_TAKE_ZERO)
		rt_map_zero(rt, query->map);
	else
		rt_map_clear(rt, query->map);
	return err;
}

int rt_map_take(struct rt *rt, const struct rt_map_query *query, enum abi_taking taking)
{
	uint32_t index = query->map;
	if (rt->is_settled)
		return take_settled(rt, query, taking);
	int err = exchange(rt, index);
	if (err) {
		rt_error(rt, "cannot take from map %s: %s", rt->tool->maps[index].name,
			 strerror(-err));
		return rt_map_print(rt, query);
	}
	rt->is_settled = rt->is_detached;
	int output_err = rt_map_print(rt, query);
	empty_out(rt, index, taking);
	swap(&rt->map_fds[index], &rt->spare_fds[index]);
	rt_map_keys_prune(rt, index);
	return output_err;
}
