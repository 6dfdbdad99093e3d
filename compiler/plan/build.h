/*
 * Making the parts of a plan: expressions, statements, temporaries. Nothing here knows the language.
 * Expressions are immutable and may be shared; constants are folded on the way.
 */
#ifndef PLAN_BUILD_H
#define PLAN_BUILD_H

#include "plan/plan.h"

#define SCALAR_U8   ((struct plan_scalar){ 1, false, false })
#define SCALAR_U16  ((struct plan_scalar){ 2, false, false })
#define SCALAR_U32  ((struct plan_scalar){ 4, false, false })
#define SCALAR_S32  ((struct plan_scalar){ 4, true, false })
#define SCALAR_U64  ((struct plan_scalar){ 8, false, false })
#define SCALAR_S64  ((struct plan_scalar){ 8, true, false })
#define SCALAR_BOOL ((struct plan_scalar){ 1, false, true })

bool plan_scalar_equal(struct plan_scalar a, struct plan_scalar b);

/* The value, cut to the type's size and extended to 64 bits by its sign. */
uint64_t plan_scalar_wrap(struct plan_scalar type, uint64_t value);

const struct plan_expr *plan_const(struct arena *arena, struct plan_scalar type, uint64_t value);
const struct plan_expr *plan_temp_value(struct arena *arena, const struct plan_program *program,
					int temp);
const struct plan_expr *plan_load(struct arena *arena, struct plan_scalar type,
				  struct plan_place place);
const struct plan_expr *plan_address(struct arena *arena, struct plan_place place);
const struct plan_expr *plan_unary(struct arena *arena, enum plan_operator op,
				   const struct plan_expr *left);
/* The result has the operands' type, or is bool for comparisons and logical operators. */
const struct plan_expr *plan_binary(struct arena *arena, enum plan_operator op,
				    const struct plan_expr *left, const struct plan_expr *right);
const struct plan_expr *plan_select(struct arena *arena, const struct plan_expr *condition,
				    const struct plan_expr *left, const struct plan_expr *right);
/* The expression itself if it has the type already. */
const struct plan_expr *plan_cast(struct arena *arena, struct plan_scalar type,
				  const struct plan_expr *left);
const struct plan_expr *plan_constant_value(struct arena *arena, struct plan_scalar type,
					    uint32_t offset);
const struct plan_expr *plan_context(struct arena *arena);
/* ARGUMENT: as u64. */
const struct plan_expr *plan_indexed(struct arena *arena, enum plan_expr_kind kind, uint64_t index);
/* A slot of the program, as u64; the same slot is there once. may_point: plan_expr.may_point. */
const struct plan_expr *plan_slot(struct arena *arena, struct plan_program *program,
				  const struct abi_slot *slot, bool may_point);
const struct plan_expr *plan_register(struct arena *arena, const char *name);
/* FIELD_ADDRESS, FIELD_OFFSET, FIELD_SIZE, ELEMENTS, FIELD_EXISTS, TYPE_SIZE, TYPE_ID, TYPE_EXISTS, ENUM_EXISTS: base and path where they apply. */
const struct plan_expr *plan_relocated(struct arena *arena, enum plan_expr_kind kind,
				       const struct plan_ctype *root, const char *path,
				       const struct plan_expr *base);
const struct plan_expr *plan_enum_value(struct arena *arena, struct plan_scalar type,
					const struct plan_ctype *root, const char *name,
					uint64_t value);

/* A statement with its indices at -1, not in any block yet. */
struct plan_statement *plan_statement_new(struct arena *arena, enum plan_statement_kind kind,
					  uint32_t line);

/* Puts a statement before the one at index. */
void plan_block_insert(plan_block *block, size_t index, struct plan_statement *statement);

struct plan_place plan_part(struct plan_place place, uint32_t offset, uint32_t size);
bool plan_place_equal(struct plan_place a, struct plan_place b);

/* Whether the expression reads the temporary. */
bool plan_expr_reads(const struct plan_expr *expr, int temp);

/* Whether a statement of the block, from index on, or one inside of it, writes the temporary. */
bool plan_block_writes(const plan_block *block, size_t from, int temp);

/* Marks the scalars that a loop's body shares with what is around it (plan_temp.is_shared). */
void plan_mark_shared(struct plan_program *program);

#endif
