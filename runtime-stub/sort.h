/* A stable sort of indices. */
#ifndef RUNTIME_STUB_SORT_H
#define RUNTIME_STUB_SORT_H

#include <stddef.h>
#include <stdint.h>

struct abi_type;

typedef int rt_compare(const void *context, uint32_t a, uint32_t b);

/* The numbers 0 to n - 1 in order, equal ones as they were. The caller frees it; NULL: no memory. */
uint32_t *rt_sort(size_t n, rt_compare *compare, const void *context);

/*
 * Order of two keys as language.md 4.4 has it: integers by signed value, strings by bytes, tuples field by
 * field; others are all equal.
 */
int rt_key_compare(const struct abi_type *type, const uint8_t *a, const uint8_t *b);

#endif
