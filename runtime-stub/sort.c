#include "sort.h"

#include <stdlib.h>
#include <string.h>

#include "value.h"

/* Merges the sorted runs from[begin, middle) and from[middle, end) into the same place of `to`. */
static void merge(const uint32_t *from, uint32_t *to, size_t begin, size_t middle, size_t end,
		  rt_compare *compare, const void *context)
{
	size_t left = begin;
	size_t right = middle;
	for (size_t i = begin; i < end; i++) {
		bool takes_left = left < middle;
		if (takes_left && right < end)
			takes_left = compare(context, from[left], from[right]) <= 0;
		to[i] = takes_left ? from[left++] : from[right++];
	}
}

uint32_t *rt_sort(size_t n, rt_compare *compare, const void *context)
{
	uint32_t *from = malloc((n + 1) * sizeof(*from));
	uint32_t *to = malloc((n + 1) * sizeof(*to));
	if (!from || !to) {
		free(from);
		free(to);
		return NULL;
	}
	for (size_t i = 0; i < n; i++)
		from[i] = (uint32_t)i;
	for (size_t width = 1; width < n; width *= 2) {
		for (size_t begin = 0; begin < n; begin += 2 * width) {
			size_t middle = begin + width < n ? begin + width : n;
			size_t end = middle + width < n ? middle + width : n;
			merge(from, to, begin, middle, end, compare, context);
		}
		uint32_t *swapped = from;
		from = to;
		to = swapped;
	}
	free(to);
	return from;
}

int rt_key_compare(const struct abi_type *type, const uint8_t *a, const uint8_t *b)
{
	if (type->kind == ABI_VALUE_INT || type->kind == ABI_VALUE_ENUM) {
		int64_t left = rt_load_signed(a, type->size);
		int64_t right = rt_load_signed(b, type->size);
		return (left > right) - (left < right);
	}
	if (type->kind == ABI_VALUE_STRING)
		return memcmp(a, b, type->size);
	if (type->kind != ABI_VALUE_TUPLE)
		return 0;
	for (uint32_t i = 0; i < type->count; i++) {
		const struct abi_field *field = &type->fields[i];
		int order = rt_key_compare(field->type, a + field->offset, b + field->offset);
		if (order)
			return order;
	}
	return 0;
}
