#include "map_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bpf_call.h"
#include "map_walk.h"

struct collector {
	struct rt_entries *entries;
	const struct abi_type *type;
	const struct rt_map_ops *ops;
	size_t element_size;
	int n_elements;
	int keys_fd; /* -1: keys are as they are */
};

static int put_key(const struct collector *collector, const uint8_t *key, uint8_t *entry)
{
	if (collector->keys_fd >= 0)
		return rt_bpf_lookup(collector->keys_fd, key, entry);
	memcpy(entry, key, collector->entries->key_size);
	return 0;
}

static int collect(void *context, const uint8_t *key, const uint8_t *elements)
{
	const struct collector *collector = context;
	struct rt_entries *entries = collector->entries;
	if (entries->n == entries->capacity) {
		size_t capacity = entries->capacity ? entries->capacity * 2 : 16;
		uint8_t *data = NULL;
		if (capacity <= UINT32_MAX)
			data = realloc(entries->data, capacity * entries->stride);
		if (!data)
			return -ENOMEM;
		entries->data = data;
		entries->capacity = capacity;
	}
	uint8_t *entry = entries->data + entries->n * entries->stride;
	memset(entry, 0, entries->stride);
	int err = put_key(collector, key, entry);
	if (err == -ENOENT)
		return 0; // made in this moment: its key is about to be put in again (map_keys.c)
	if (err)
		return err;
	entries->n++;
	uint8_t *total = entry + entries->value_offset;
	if (!collector->ops || !collector->ops->reduce) {
		memcpy(total, elements, entries->value_size);
		return 0;
	}
	for (int i = 0; i < collector->n_elements; i++)
		collector->ops->reduce(collector->type, total,
				       elements + (size_t)i * collector->element_size);
	return 0;
}

static void prepare(struct rt *rt, uint32_t index, struct rt_entries *entries,
		    struct collector *collector)
{
	const struct abi_map *map = &rt->tool->maps[index];
	*collector = (struct collector){
		.entries = entries,
		.type = map->value,
		.ops = map->value->ops->map,
		.element_size = rt_map_element_size(map),
		.n_elements = map->is_percpu ? rt->n_cpus : 1,
		.keys_fd = map->keys_name ? rt->keys_fds[index] : -1,
	};
	*entries = (struct rt_entries){ .value_size = map->value_size };
	entries->key_size = map->keys_name ? map->key->size : map->key_size;
	if (collector->ops && collector->ops->reduce)
		entries->value_size = collector->ops->total_size;
	entries->value_offset = (entries->key_size + 7) & ~(size_t)7;
	entries->stride = entries->value_offset + ((entries->value_size + 7) & ~(size_t)7);
}

static int told(struct rt *rt, const struct abi_map *map, int err)
{
	if (err)
		rt_error(rt, "cannot read map %s: %s", map->name, strerror(-err));
	return err;
}

int rt_entries_read(struct rt *rt, uint32_t index, struct rt_entries *entries)
{
	const struct abi_map *map = &rt->tool->maps[index];
	struct collector collector;
	prepare(rt, index, entries, &collector);
	return told(rt, map,
		    rt_map_walk(rt, map, rt->map_fds[index], RT_MAP_LOOK, collect, &collector));
}

int rt_entries_read_one(struct rt *rt, uint32_t index, const uint8_t *key,
			struct rt_entries *entries)
{
	const struct abi_map *map = &rt->tool->maps[index];
	struct collector collector;
	prepare(rt, index, entries, &collector);
	uint8_t *elements = calloc((size_t)collector.n_elements, collector.element_size);
	if (!elements)
		return told(rt, map, -ENOMEM);
	int err = rt_bpf_lookup(rt->map_fds[index], key, elements);
	if (!err)
		err = collect(&collector, key, elements);
	free(elements);
	return told(rt, map, err == -ENOENT ? 0 : err);
}

void rt_entries_release(struct rt_entries *entries)
{
	free(entries->data);
	*entries = (struct rt_entries){ 0 };
}

const uint8_t *rt_entries_key(const struct rt_entries *entries, size_t i)
{
	return entries->data + i * entries->stride;
}

uint8_t *rt_entries_value(const struct rt_entries *entries, size_t i)
{
	return entries->data + i * entries->stride + entries->value_offset;
}
