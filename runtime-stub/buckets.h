/*
 * Maps whose BPF keys end in a bucket number: hist, lhist and tseries. Their
 * elements, gathered by the script's key.
 */
#ifndef RUNTIME_STUB_BUCKETS_H
#define RUNTIME_STUB_BUCKETS_H

#include "map_read.h"

/* The elements order[begin] to order[end - 1] have one key. */
struct rt_bucket_group {
	uint32_t begin, end;
	uint32_t first; /* the earliest of them in the kernel's order */
	uint64_t total; /* for the caller */
};

struct rt_buckets {
	struct rt_entries entries;
	uint32_t *order;
	struct rt_bucket_group *groups; /* in the kernel's order */
	size_t n_groups;
	uint64_t newest; /* for the caller */
};

/* Trouble is told. A scalar map in an array is one group, unused buckets included. Release it whatever is returned. */
int rt_buckets_read(struct rt *rt, uint32_t map, struct rt_buckets *buckets);
void rt_buckets_release(struct rt_buckets *buckets);

const uint8_t *rt_bucket_key(const struct rt_buckets *buckets, const struct rt_bucket_group *group);
uint64_t rt_bucket_number(const struct abi_map *map, const struct rt_buckets *buckets, uint32_t i);
const uint8_t *rt_bucket_value(const struct rt_buckets *buckets, uint32_t i);

/* width * part / whole, for part <= whole, without overflow. */
unsigned rt_bucket_scale(uint64_t part, uint64_t whole, unsigned width);

/* rt_value_ops.text and json of those kinds: they have no value outside of a map. */
void rt_bucket_no_value(struct rt *rt, const struct rt_value *value, struct rt_text *out);

/* What the kinds of buckets do with a group: its lines, and its JSON array. */
struct rt_bucket_printer {
	const char *json_type;
	/* Sets groups[].total, by which the groups are then sorted, and newest. */
	void (*prepare)(const struct abi_map *map, struct rt_buckets *buckets);
	void (*text)(struct rt *rt, const struct rt_map_query *query,
		     const struct rt_buckets *buckets, const struct rt_bucket_group *group,
		     struct rt_text *out);
	void (*json)(struct rt *rt, const struct rt_map_query *query,
		     const struct rt_buckets *buckets, const struct rt_bucket_group *group,
		     struct rt_text *out);
};

/* rt_map_ops.print of those kinds. */
int rt_buckets_print(struct rt *rt, const struct rt_map_query *query, const uint8_t *key,
		     const struct rt_bucket_printer *printer);

#endif
