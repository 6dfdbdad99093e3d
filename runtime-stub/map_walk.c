#include "map_walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bpf_call.h"
#include "feature.h"
#include "hash.h"

/* Bytes of elements that one batch brings, as far as its least number of elements allows. */
#define BATCH_BYTES (1u << 20)
#define BATCH_MIN   64
#define BATCH_MAX   8192

size_t rt_map_element_size(const struct abi_map *map)
{
	// The kernel rounds up the elements of per-CPU maps, and only those.
	return map->is_percpu ? (map->value_size + 7u) & ~(size_t)7 : map->value_size;
}

static size_t elements_size(const struct rt *rt, const struct abi_map *map)
{
	return rt_map_element_size(map) * (map->is_percpu ? (size_t)rt->n_cpus : 1);
}

struct batch {
	uint32_t room; /* elements */
	uint8_t *keys, *values;
	uint8_t *token, *next_token; /* where the kernel is in the map; as large as a key */
};

static void batch_release(struct batch *batch)
{
	free(batch->keys);
	free(batch->values);
	free(batch->token);
	free(batch->next_token);
}

static int batch_resize(struct batch *batch, uint32_t room, size_t key_size, size_t value_size)
{
	free(batch->keys);
	free(batch->values);
	batch->room = room;
	batch->keys = malloc(room * key_size);
	batch->values = malloc(room * value_size + 1);
	return batch->keys && batch->values ? 0 : -ENOMEM;
}

static int batch_init(struct batch *batch, size_t key_size, size_t value_size)
{
	size_t room = BATCH_BYTES / (key_size + value_size);
	if (room < BATCH_MIN)
		room = BATCH_MIN;
	if (room > BATCH_MAX)
		room = BATCH_MAX;
	*batch = (struct batch){ 0 };
	batch->token = calloc(1, key_size + sizeof(uint64_t));
	batch->next_token = calloc(1, key_size + sizeof(uint64_t));
	if (!batch->token || !batch->next_token)
		return -ENOMEM;
	return batch_resize(batch, (uint32_t)room, key_size, value_size);
}

/* The next elements; 0, -ENOENT with the last ones, or another negative errno. */
static int batch_next(struct batch *batch, int fd, bool deletes, bool is_first, uint32_t *count,
		      size_t key_size, size_t value_size)
{
	for (;;) {
		const void *token = is_first ? NULL : batch->token;
		*count = batch->room;
		int err =
			deletes ? rt_bpf_lookup_and_delete_batch(fd, token, batch->next_token,
								 batch->keys, batch->values, count)
				: rt_bpf_lookup_batch(fd, token, batch->next_token, batch->keys,
						      batch->values, count);
		if (err != -ENOSPC)
			return err;
		// A hash bucket is given whole or not at all.
		if (batch->room > UINT32_MAX / 2)
			return err;
		err = batch_resize(batch, batch->room * 2, key_size, value_size);
		if (err)
			return err;
	}
}

/*
 * Visits by batches. A hash map gives bucket by bucket, each under its lock, and a key stays in its
 * bucket: so no element comes twice. -EOPNOTSUPP: the kernel has no batches for this map.
 */
static int walk_batches(struct rt *rt, const struct abi_map *map, int fd, bool deletes,
			rt_map_visitor *visit, void *context)
{
	struct batch batch;
	size_t value_size = elements_size(rt, map);
	bool is_first = true;
	int err = batch_init(&batch, map->key_size, value_size);
	while (!err) {
		uint32_t count;
		err = batch_next(&batch, fd, deletes, is_first, &count, map->key_size, value_size);
		if (is_first && err && err != -ENOENT && err != -ENOMEM && err != -EPERM)
			err = -EOPNOTSUPP;
		if (err && err != -ENOENT)
			break;
		int stopped = 0;
		for (uint32_t i = 0; i < count && !stopped; i++)
			stopped = visit(context, batch.keys + i * map->key_size,
					batch.values + i * value_size);
		if (stopped)
			err = stopped;
		uint8_t *token = batch.token;
		batch.token = batch.next_token;
		batch.next_token = token;
		is_first = false;
	}
	batch_release(&batch);
	return err == -ENOENT ? 0 : err;
}

/* Keys that were visited: a table of open addressing over a list. */
struct seen {
	uint8_t *keys;
	uint32_t *slots; /* number of a key, from 1 */
	size_t key_size, n, n_slots;
};

static uint32_t *seen_slot(const struct seen *seen, const uint8_t *key)
{
	uint64_t hash = rt_hash(RT_HASH_START, key, seen->key_size);
	size_t at = (size_t)(hash ^ hash >> 32) & (seen->n_slots - 1);
	while (seen->slots[at] &&
	       memcmp(seen->keys + (seen->slots[at] - 1) * seen->key_size, key, seen->key_size))
		at = (at + 1) & (seen->n_slots - 1);
	return &seen->slots[at];
}

static int seen_grow(struct seen *seen)
{
	size_t n_slots = seen->n_slots ? seen->n_slots * 2 : 256;
	uint8_t *keys = realloc(seen->keys, n_slots / 2 * seen->key_size);
	if (!keys)
		return -ENOMEM;
	seen->keys = keys;
	uint32_t *slots = calloc(n_slots, sizeof(*slots));
	if (!slots)
		return -ENOMEM;
	free(seen->slots);
	seen->slots = slots;
	seen->n_slots = n_slots;
	for (size_t i = 0; i < seen->n; i++)
		*seen_slot(seen, seen->keys + i * seen->key_size) = (uint32_t)i + 1;
	return 0;
}

/* 1: the key is new and noted; 0: it was seen; or a negative errno. */
static int seen_add(struct seen *seen, const uint8_t *key)
{
	if (seen->n >= seen->n_slots / 2) {
		int err = seen_grow(seen);
		if (err)
			return err;
	}
	uint32_t *slot = seen_slot(seen, key);
	if (*slot)
		return 0;
	memcpy(seen->keys + seen->n * seen->key_size, key, seen->key_size);
	*slot = (uint32_t)++seen->n;
	return 1;
}

static int visit_key(int fd, const uint8_t *key, uint8_t *elements, rt_map_visitor *visit,
		     void *context)
{
	int err = rt_bpf_lookup(fd, key, elements);
	if (err)
		return err == -ENOENT ? 0 : err;
	return visit(context, key, elements);
}

/*
 * Visits key by key. When the key that the walk stands on is deleted the kernel starts again from
 * the first one; keys that were seen are then passed over, and the number of steps is bounded.
 */
static int walk_keys(struct rt *rt, const struct abi_map *map, int fd, bool deletes,
		     rt_map_visitor *visit, void *context)
{
	struct seen seen = { .key_size = map->key_size };
	uint64_t steps = 16ULL * map->max_entries + 1024;
	bool is_first = true;
	uint8_t *key = malloc(map->key_size);
	uint8_t *next = malloc(map->key_size);
	uint8_t *elements = malloc(elements_size(rt, map) + 1);
	int err = key && next && elements ? 0 : -ENOMEM;
	while (!err && steps--) {
		err = rt_bpf_next_key(fd, is_first ? NULL : key, next);
		if (err)
			break;
		err = seen_add(&seen, next);
		if (err > 0)
			err = visit_key(fd, next, elements, visit, context);
		memcpy(key, next, map->key_size);
		is_first = false;
	}
	// Not on the way, because the walk would start again at each.
	for (size_t i = 0; deletes && i < seen.n; i++)
		rt_bpf_delete(fd, seen.keys + i * seen.key_size);
	free(key);
	free(next);
	free(elements);
	free(seen.keys);
	free(seen.slots);
	return err == -ENOENT ? 0 : err;
}

int rt_map_walk(struct rt *rt, const struct abi_map *map, int fd, enum rt_map_walk how,
		rt_map_visitor *visit, void *context)
{
	bool deletes = how == RT_MAP_DELETE;
	int err = -EOPNOTSUPP;
	if (how != RT_MAP_LOOK_BY_KEY && rt_has(rt, FEATURE_BATCH))
		err = walk_batches(rt, map, fd, deletes, visit, context);
	if (err == -EOPNOTSUPP)
		err = walk_keys(rt, map, fd, deletes, visit, context);
	return err;
}
