/*
 * How types meet: the join of what is assigned to one name, promotion of operands, and which casts
 * exist (language.md 5.3). Pure functions over types; a NULL type is "not known yet" and joins with
 * everything, TYPE_ERROR is compatible with everything.
 */
#ifndef SEMA_TYPE_CONVERT_H
#define SEMA_TYPE_CONVERT_H

#include "front/ast.h"
#include "sema/type.h"

/* The least type that holds values of both, or NULL if there is none. a or b may be NULL (then the other). */
const struct type *type_join(struct arena *arena, const struct type *a, const struct type *b);

/* Whether join keeps every value: false where a uint64 and a signed integer end in int64. */
bool type_join_is_exact(const struct type *a, const struct type *b);

/* Without the flexible sign of literals, inside tuples too. */
const struct type *type_rigid(struct arena *arena, const struct type *type);

/* The integer that an operand counts as: itself, a bool's or enum's integer, a castable aggregation's; NULL if none. */
const struct type *type_as_integer(const struct type *type);

/* int64 or uint64 by the rule of binary operations. Both must be integers of type_as_integer. */
const struct type *type_promote(const struct type *a, const struct type *b);

/* Whether the value of an INT node can be held by the integer type. */
bool literal_fits(const struct node *literal, const struct type *type);

enum cast_verdict { CAST_OK, CAST_NEEDLESS, CAST_WRONG_SIZE, CAST_IMPOSSIBLE };
enum cast_verdict type_cast(const struct type *from, const struct type *to);

#endif
