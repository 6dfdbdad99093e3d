/* All elements of a BPF map in memory, each reduced over the CPUs. */
#ifndef RUNTIME_STUB_MAP_READ_H
#define RUNTIME_STUB_MAP_READ_H

#include "map.h"

/* Key (as the BPF map has it; of a digest its key) at 0 and total at value_offset of each `stride` bytes. */
struct rt_entries {
	uint8_t *data;
	size_t n, capacity;
	size_t key_size, value_size; /* of the key; of the total */
	size_t value_offset, stride;
};

/* Elements are in the kernel's order. Release it whatever is returned. */
int rt_entries_read(struct rt *rt, uint32_t map, struct rt_entries *entries);
/* The one element with this key; none, if the map has none. */
int rt_entries_read_one(struct rt *rt, uint32_t map, const uint8_t *key,
			struct rt_entries *entries);
void rt_entries_release(struct rt_entries *entries);
const uint8_t *rt_entries_key(const struct rt_entries *entries, size_t i);
uint8_t *rt_entries_value(const struct rt_entries *entries, size_t i);

#endif
