#include "plan/build.h"

#include <string.h>

#include "base/diag.h"

bool plan_scalar_equal(struct plan_scalar a, struct plan_scalar b)
{
	return a.size == b.size && a.is_signed == b.is_signed && a.is_bool == b.is_bool;
}

uint64_t plan_scalar_wrap(struct plan_scalar type, uint64_t value)
{
	if (type.is_bool)
		return value != 0;
	if (type.size >= 8)
		return value;
	unsigned bits = 8 * type.size;
	uint64_t mask = (UINT64_C(1) << bits) - 1;
	if (type.is_signed && value >> (bits - 1) & 1)
		return value | ~mask;
	return value & mask;
}

static struct plan_expr *expr_new(struct arena *arena, enum plan_expr_kind kind,
				  struct plan_scalar type)
{
	struct plan_expr *expr = arena_new_of(arena, struct plan_expr);
	expr->kind = kind;
	expr->type = type;
	expr->temp = -1;
	return expr;
}

const struct plan_expr *plan_const(struct arena *arena, struct plan_scalar type, uint64_t value)
{
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_CONST, type);
	expr->value = plan_scalar_wrap(type, value);
	return expr;
}

const struct plan_expr *plan_temp_value(struct arena *arena, const struct plan_program *program,
					int temp)
{
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_TEMP, program->temps.items[temp].scalar);
	expr->temp = temp;
	return expr;
}

const struct plan_expr *plan_load(struct arena *arena, struct plan_scalar type,
				  struct plan_place place)
{
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_LOAD, type);
	expr->place = place;
	return expr;
}

const struct plan_expr *plan_address(struct arena *arena, struct plan_place place)
{
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_ADDRESS, SCALAR_U64);
	expr->place = place;
	return expr;
}

static uint64_t fold_unary(enum plan_operator op, uint64_t value)
{
	if (op == PLAN_NEGATE)
		return -value;
	return op == PLAN_NOT ? !value : ~value;
}

const struct plan_expr *plan_unary(struct arena *arena, enum plan_operator op,
				   const struct plan_expr *left)
{
	struct plan_scalar type = op == PLAN_NOT ? SCALAR_BOOL : left->type;
	if (left->kind == PLAN_EXPR_CONST)
		return plan_const(arena, type, fold_unary(op, left->value));
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_UNARY, type);
	expr->op = op;
	expr->left = left;
	return expr;
}

static bool gives_bool(enum plan_operator op)
{
	return op >= PLAN_EQUAL && op <= PLAN_LOGICAL_OR;
}

const struct plan_expr *plan_binary(struct arena *arena, enum plan_operator op,
				    const struct plan_expr *left, const struct plan_expr *right)
{
	struct plan_expr *expr =
		expr_new(arena, PLAN_EXPR_BINARY, gives_bool(op) ? SCALAR_BOOL : left->type);
	expr->op = op;
	expr->left = left;
	expr->right = right;
	return expr;
}

const struct plan_expr *plan_select(struct arena *arena, const struct plan_expr *condition,
				    const struct plan_expr *left, const struct plan_expr *right)
{
	if (condition->kind == PLAN_EXPR_CONST)
		return condition->value ? left : right;
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_SELECT, left->type);
	expr->condition = condition;
	expr->left = left;
	expr->right = right;
	return expr;
}

const struct plan_expr *plan_cast(struct arena *arena, struct plan_scalar type,
				  const struct plan_expr *left)
{
	if (plan_scalar_equal(type, left->type))
		return left;
	if (left->kind == PLAN_EXPR_CONST)
		return plan_const(arena, type, left->value);
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_CAST, type);
	expr->left = left;
	return expr;
}

const struct plan_expr *plan_constant_value(struct arena *arena, struct plan_scalar type,
					    uint32_t offset)
{
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_CONSTANT, type);
	expr->offset = offset;
	return expr;
}

const struct plan_expr *plan_context(struct arena *arena)
{
	return expr_new(arena, PLAN_EXPR_CONTEXT, SCALAR_U64);
}

const struct plan_expr *plan_indexed(struct arena *arena, enum plan_expr_kind kind, uint64_t index)
{
	struct plan_expr *expr = expr_new(arena, kind, SCALAR_U64);
	expr->value = index;
	return expr;
}

static bool is_same_slot(const struct abi_slot *a, const struct abi_slot *b)
{
	if (a->kind != b->kind || a->gives != b->gives || a->index != b->index)
		return false;
	return a->name == b->name || (a->name && b->name && strcmp(a->name, b->name) == 0);
}

const struct plan_expr *plan_slot(struct arena *arena, struct plan_program *program,
				  const struct abi_slot *slot, bool may_point)
{
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_SLOT, SCALAR_U64);
	size_t i = 0;
	while (i < program->slots.count && !is_same_slot(&program->slots.items[i], slot))
		i++;
	if (i == program->slots.count)
		vec_push(&program->slots, *slot);
	if (program->slots.count > ABI_SLOTS_MAX)
		BUG("more than %d slots", ABI_SLOTS_MAX);
	expr->value = i;
	expr->may_point = may_point;
	return expr;
}

const struct plan_expr *plan_register(struct arena *arena, const char *name)
{
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_REGISTER, SCALAR_U64);
	expr->path = arena_strdup(arena, name);
	return expr;
}

const struct plan_expr *plan_relocated(struct arena *arena, enum plan_expr_kind kind,
				       const struct plan_ctype *root, const char *path,
				       const struct plan_expr *base)
{
	bool is_test = kind == PLAN_EXPR_FIELD_EXISTS || kind == PLAN_EXPR_NAME_EXISTS ||
		       kind == PLAN_EXPR_TYPE_EXISTS || kind == PLAN_EXPR_ENUM_EXISTS;
	struct plan_expr *expr = expr_new(arena, kind, is_test ? SCALAR_BOOL : SCALAR_U64);
	expr->root = root;
	expr->path = path;
	expr->left = base;
	return expr;
}

const struct plan_expr *plan_enum_value(struct arena *arena, struct plan_scalar type,
					const struct plan_ctype *root, const char *name,
					uint64_t value)
{
	struct plan_expr *expr = expr_new(arena, PLAN_EXPR_ENUM_VALUE, type);
	expr->root = root;
	expr->path = arena_strdup(arena, name);
	expr->value = plan_scalar_wrap(type, value);
	return expr;
}

struct plan_statement *plan_statement_new(struct arena *arena, enum plan_statement_kind kind,
					  uint32_t line)
{
	struct plan_statement *statement = arena_new_of(arena, struct plan_statement);
	statement->kind = kind;
	statement->line = line;
	statement->temp = -1;
	statement->map = -1;
	statement->event = -1;
	statement->failure = -1;
	statement->program = -1;
	statement->cut = -1;
	statement->place.temp = -1;
	statement->source.temp = -1;
	statement->key.temp = -1;
	statement->field.offset_patch = -1;
	vec_init(&statement->args, arena);
	vec_init(&statement->event_args, arena);
	vec_init(&statement->condition, arena);
	vec_init(&statement->body, arena);
	vec_init(&statement->orelse, arena);
	return statement;
}

void plan_block_insert(plan_block *block, size_t index, struct plan_statement *statement)
{
	vec_push(block, statement);
	for (size_t i = block->count - 1; i > index; i--)
		block->items[i] = block->items[i - 1];
	block->items[index] = statement;
}

struct plan_place plan_part(struct plan_place place, uint32_t offset, uint32_t size)
{
	place.offset += offset;
	place.size = size;
	return place;
}

bool plan_place_equal(struct plan_place a, struct plan_place b)
{
	return a.kind == b.kind && (a.kind == PLACE_CONSTANT || a.temp == b.temp) &&
	       a.offset == b.offset && a.size == b.size;
}
