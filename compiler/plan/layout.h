/*
 * Types of the language as the running side knows them: struct abi_type, one for equal ones.
 */
#ifndef PLAN_LAYOUT_H
#define PLAN_LAYOUT_H

#include "abi.h"
#include "base/vec.h"
#include "sema/type.h"

struct layout {
	struct arena *arena;
	VEC(struct abi_type *) types;
};

/* A value as it stands in memory, in a key or in a record. */
const struct abi_type *layout_type(struct layout *layout, const struct type *type);

/* A value of a map: integers take 8 bytes. */
const struct abi_type *layout_map_value(struct layout *layout, const struct type *type);

/* An integer without a type of the language. */
const struct abi_type *layout_int(struct layout *layout, uint32_t size, bool is_signed);

/* Buckets of hist and lhist, slots of tseries. */
uint32_t layout_buckets(const struct type *type);

#endif
