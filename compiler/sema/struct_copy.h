/*
 * Copies of structs that the target lays out: structs and unions of the kernel, and those of C that have such
 * a one inside. A program cannot keep their bytes, for only the target knows what they are. A copy is a record
 * instead: every member has a place of its own in it, members of a union too, a bit field is a whole integer,
 * and what the target has goes there member by member. So a copy means the same on every kernel.
 *
 * Sizes of single members are the builder's: an integer that is smaller on the target is extended, an array
 * that is longer there is cut.
 */
#ifndef SEMA_STRUCT_COPY_H
#define SEMA_STRUCT_COPY_H

#include "sema/type.h"

/* Whether values of the type are such copies; others are the bytes that C has for them. */
bool struct_is_copied(const struct ctype *ctype);
/* Whether there is such a one in values of the type: their bytes mean nothing to C. */
bool type_holds_copy(const struct type *type);

/* Bytes of a value and their alignment, copied or not. */
struct struct_size {
	uint32_t size, align;
};
struct struct_size struct_value_size(const struct ctype *ctype);

/*
 * The members of a copied struct, those of anonymous ones among them, with their offset in the copy. Members
 * that are no values have size 0.
 */
const struct type_field *struct_copy_fields(struct arena *arena, const struct type *type,
					    size_t *n);

/* Where the member is in a copy; false for one that the builder does not know. */
bool struct_copy_find(const struct ctype *ctype, const char *name, uint32_t *offset);

#endif
