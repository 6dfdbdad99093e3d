#include "hash.h"

uint64_t rt_hash(uint64_t before, const void *data, size_t size)
{
	const uint8_t *bytes = data;
	uint64_t hash = before;
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ bytes[i]) * 1099511628211ULL;
	return hash;
}
