/*
 * Reading, reducing, sorting and printing BPF maps by their file descriptors
 * (rt->map_fds). How a map is treated follows from the kind of its value: the
 * rt_map_ops that rt_value_ops names.
 */
#ifndef RUNTIME_STUB_MAP_H
#define RUNTIME_STUB_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rt.h"

struct rt_map_query {
	uint32_t map;     /* index */
	uint64_t top;     /* keep the last `top` after sorting; 0: all */
	uint64_t divisor; /* 0: none */
	bool skips_empty; /* at exit: an empty scalar map is not printed */
};

struct rt_map_ops {
	const char *json_type; /* "map", "stats", "hist" ... */
	/*
	 * One value out of those of all CPUs: adds a CPU's element to the total, which begins as
	 * total_size zero bytes. NULL: the value is the element itself.
	 */
	size_t total_size;
	void (*reduce)(const struct abi_type *type, uint8_t *total, const uint8_t *element);
	/* Order of two values; NULL: the map is sorted by key. */
	int (*compare)(const struct abi_type *type, const uint8_t *a, const uint8_t *b);
	void (*divide)(const struct abi_type *type, uint8_t *total, uint64_t divisor);
	/* Prints the whole map, or with `key` (bytes of abi_map.key) that value alone. NULL: plainly. */
	int (*print)(struct rt *rt, const struct rt_map_query *query, const uint8_t *key);
};

/*
 * What an event asks for. Trouble with the map is told and gives 0; a negative errno comes from the
 * output alone.
 */
int rt_map_print(struct rt *rt, const struct rt_map_query *query);
int rt_map_print_key(struct rt *rt, const struct rt_map_query *query, const uint8_t *key);
int rt_map_clear(struct rt *rt, uint32_t index);
int rt_map_zero(struct rt *rt, uint32_t index);
/* What clear does, but for the keys of digests. Tells trouble and gives it, too. */
int rt_map_empty(struct rt *rt, uint32_t index);
/* print, then clear or zero of a map that is there twice: no update falls between them. */
int rt_map_take(struct rt *rt, const struct rt_map_query *query, enum abi_taking taking);

/* Whether zero() ran on a map after the last clear(): arrays cannot tell zero from empty. */
bool rt_map_is_zeroed(struct rt *rt, uint32_t index);

/* Text of a key, as it stands between the brackets. */
void rt_map_key_text(struct rt *rt, const struct abi_type *type, const uint8_t *key,
		     struct rt_text *out);

/* Of values that are integers (value_int.c). */
extern const struct rt_map_ops rt_map_integers;

/*
 * Of a map with digests from which elements were taken: takes the keys whose digests it has no more out of
 * the map of keys, while programs may add others. Does nothing for other maps; trouble is told.
 */
void rt_map_keys_prune(struct rt *rt, uint32_t index);

#endif
