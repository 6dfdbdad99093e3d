#include "base/vec.h"

#include <stdint.h>

#include "base/diag.h"

void *vec_reserve_one(struct arena *arena, void *items, size_t count, size_t *capacity,
		      size_t element_size)
{
	size_t old_capacity = *capacity;

	if (arena == NULL)
		BUG("push to a vector without an arena");
	if (count < old_capacity)
		return items;
	if (old_capacity > SIZE_MAX / 4 / element_size)
		BUG("vector of %zu elements cannot grow", old_capacity);
	*capacity = old_capacity == 0 ? 4 : old_capacity * 2;
	return arena_grow(arena, items, old_capacity * element_size, *capacity * element_size);
}
