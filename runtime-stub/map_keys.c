#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "bpf_call.h"
#include "map.h"
#include "map_walk.h"

struct pruning {
	int map_fd, keys_fd;
	uint8_t *elements; /* room for those of one digest */
};

/*
 * A program that makes an element puts its key in before and after (skeleton/digest.bpf.h). If the element
 * comes before the second look, the key is put in here; if it comes later, the key has been taken out by then, and
 * the program puts it in again.
 */
static int prune_key(void *context, const uint8_t *digest, const uint8_t *key)
{
	const struct pruning *pruning = context;
	if (rt_bpf_lookup(pruning->map_fd, digest, pruning->elements) != -ENOENT)
		return 0;
	rt_bpf_delete(pruning->keys_fd, digest);
	if (!rt_bpf_lookup(pruning->map_fd, digest, pruning->elements))
		rt_bpf_update(pruning->keys_fd, digest, key, BPF_NOEXIST);
	return 0;
}

void rt_map_keys_prune(struct rt *rt, uint32_t index)
{
	const struct abi_map *map = &rt->tool->maps[index];
	if (!map->keys_name)
		return;
	const struct abi_map keys = {
		.name = map->name,
		.key_size = map->key_size,
		.value_size = map->key->size,
		.max_entries = 2 * map->max_entries,
	};
	struct pruning pruning = { .map_fd = rt->map_fds[index], .keys_fd = rt->keys_fds[index] };
	pruning.elements = calloc((size_t)rt->n_cpus, rt_map_element_size(map));
	int err = -ENOMEM;
	if (pruning.elements)
		err = rt_map_walk(rt, &keys, pruning.keys_fd, RT_MAP_LOOK, prune_key, &pruning);
	free(pruning.elements);
	if (err)
		rt_error(rt, "cannot take out the keys of map %s: %s", map->name, strerror(-err));
}
