#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "bpf_call.h"
#include "cache.h"
#include "map.h"
#include "map_walk.h"

struct map_states {
	struct rt_cache head;
	bool *is_zeroed; /* by index of the map; NULL: none is */
};

static void release_states(struct rt_cache *cache)
{
	free(((struct map_states *)cache)->is_zeroed);
}

static const struct rt_cache_kind states_kind = { sizeof(struct map_states), release_states };

bool rt_map_is_zeroed(struct rt *rt, uint32_t index)
{
	struct map_states *states = (struct map_states *)rt_cache_get(rt, &states_kind);
	return states && states->is_zeroed && states->is_zeroed[index];
}

static int set_zeroed(struct rt *rt, uint32_t index, bool is_zeroed)
{
	struct map_states *states = (struct map_states *)rt_cache_get(rt, &states_kind);
	if (!states)
		return -ENOMEM;
	if (!states->is_zeroed && !is_zeroed)
		return 0;
	if (!states->is_zeroed)
		states->is_zeroed = calloc(rt->tool->n_maps, sizeof(bool));
	if (!states->is_zeroed)
		return -ENOMEM;
	states->is_zeroed[index] = is_zeroed;
	return 0;
}

struct zeroing {
	int fd;
	size_t elements_size;
	const uint8_t *zeros; /* elements_size bytes */
	bool found_value;     /* an element that is not all zero */
};

static int find_value(void *context, const uint8_t *key, const uint8_t *elements)
{
	struct zeroing *zeroing = context;
	(void)key;
	if (memcmp(elements, zeroing->zeros, zeroing->elements_size))
		zeroing->found_value = true;
	return 0;
}

static int zero_element(void *context, const uint8_t *key, const uint8_t *elements)
{
	const struct zeroing *zeroing = context;
	(void)elements;
	int err = rt_bpf_update(zeroing->fd, key, zeroing->zeros, BPF_EXIST);
	return err == -ENOENT ? 0 : err; // deleted meanwhile
}

static int forget(void *context, const uint8_t *key, const uint8_t *elements)
{
	(void)context;
	(void)key;
	(void)elements;
	return 0;
}

static int zero_array(struct rt *rt, uint32_t index, struct zeroing *zeroing)
{
	const struct abi_map *map = &rt->tool->maps[index];
	int err = rt_map_walk(rt, map, zeroing->fd, RT_MAP_LOOK, find_value, zeroing);
	if (err || !zeroing->found_value)
		return err;
	err = rt_map_walk(rt, map, zeroing->fd, RT_MAP_LOOK, zero_element, zeroing);
	return err ? err : set_zeroed(rt, index, true);
}

static int clear_array(struct rt *rt, uint32_t index, struct zeroing *zeroing)
{
	const struct abi_map *map = &rt->tool->maps[index];
	int err = rt_map_walk(rt, map, zeroing->fd, RT_MAP_LOOK, zero_element, zeroing);
	return err ? err : set_zeroed(rt, index, false);
}

static int empty_out(struct rt *rt, uint32_t index, bool keeps_keys)
{
	const struct abi_map *map = &rt->tool->maps[index];
	size_t n_elements = map->is_percpu ? (size_t)rt->n_cpus : 1;
	struct zeroing zeroing = {
		.fd = rt->map_fds[index],
		.elements_size = rt_map_element_size(map) * n_elements,
	};
	uint8_t *zeros = calloc(1, zeroing.elements_size);
	int err;
	if (!zeros)
		return -ENOMEM;
	zeroing.zeros = zeros;
	if (map->is_array)
		err = keeps_keys ? zero_array(rt, index, &zeroing)
				 : clear_array(rt, index, &zeroing);
	else if (keeps_keys)
		err = rt_map_walk(rt, map, zeroing.fd, RT_MAP_LOOK, zero_element, &zeroing);
	else
		err = rt_map_walk(rt, map, zeroing.fd, RT_MAP_DELETE, forget, NULL);
	free(zeros);
	return err;
}

int rt_map_empty(struct rt *rt, uint32_t index)
{
	int err = empty_out(rt, index, false);
	if (err)
		rt_error(rt, "cannot clear map %s: %s", rt->tool->maps[index].name, strerror(-err));
	return err;
}

int rt_map_clear(struct rt *rt, uint32_t index)
{
	if (!rt_map_empty(rt, index) && !rt->is_detached)
		rt_map_keys_prune(rt, index);
	return 0;
}

int rt_map_zero(struct rt *rt, uint32_t index)
{
	int err = empty_out(rt, index, true);
	if (err)
		rt_error(rt, "cannot zero map %s: %s", rt->tool->maps[index].name, strerror(-err));
	return 0;
}
