/*
 * Operators: 64-bit arithmetic by the rules of language.md 5.3, comparisons, short circuits, conditionals.
 */
#include "base/diag.h"
#include "plan/lowering.h"

static const enum plan_operator operators[N_OPERATORS] = {
	[OPERATOR_LOGICAL_OR] = PLAN_LOGICAL_OR,
	[OPERATOR_LOGICAL_AND] = PLAN_LOGICAL_AND,
	[OPERATOR_BIT_OR] = PLAN_OR,
	[OPERATOR_BIT_XOR] = PLAN_XOR,
	[OPERATOR_BIT_AND] = PLAN_AND,
	[OPERATOR_EQUAL] = PLAN_EQUAL,
	[OPERATOR_NOT_EQUAL] = PLAN_NOT_EQUAL,
	[OPERATOR_LESS] = PLAN_LESS,
	[OPERATOR_GREATER] = PLAN_GREATER,
	[OPERATOR_LESS_EQUAL] = PLAN_LESS_EQUAL,
	[OPERATOR_GREATER_EQUAL] = PLAN_GREATER_EQUAL,
	[OPERATOR_SHIFT_LEFT] = PLAN_SHIFT_LEFT,
	[OPERATOR_SHIFT_RIGHT] = PLAN_SHIFT_RIGHT,
	[OPERATOR_ADD] = PLAN_ADD,
	[OPERATOR_SUBTRACT] = PLAN_SUBTRACT,
	[OPERATOR_MULTIPLY] = PLAN_MULTIPLY,
	[OPERATOR_DIVIDE] = PLAN_DIVIDE,
	[OPERATOR_MODULO] = PLAN_MODULO,
};

static bool is_comparison(enum binary_operator op)
{
	return operators[op] >= PLAN_EQUAL && operators[op] <= PLAN_GREATER_EQUAL;
}

static bool may_be_unsigned(const struct type *type)
{
	return type->is_flexible || !lower_scalar_type(type).is_signed;
}

/* The 64-bit type in which two operands are compared: a literal takes the other side's sign. */
static struct plan_scalar comparison_type(const struct node *left, const struct node *right)
{
	bool is_unsigned = may_be_unsigned(left->type) && may_be_unsigned(right->type);
	return is_unsigned ? SCALAR_U64 : SCALAR_S64;
}

static void arg_string(struct lower *l, struct plan_statement *call, const struct node *node,
		       struct plan_place place)
{
	(void)l;
	if (node->kind == NODE_STRING)
		lower_arg_text(call, node->string.text, node->string.size);
	else
		lower_arg_place(call, place);
}

static struct lower_operand string_operand(struct lower *l, const struct node *node)
{
	if (node->kind != NODE_STRING && node->type->kind != TYPE_PROBE)
		return lower_operand(l, node);
	struct plan_place place = { .temp = -1 };
	if (node->type->kind == TYPE_PROBE) {
		place = lower_new_bytes(l, LIMIT_PROBE_NAME, 1);
		lower_probe_text(l, lower_scalar(l, node), place);
	}
	struct lower_operand operand = { .place = place, .block = l->block };
	operand.mark = l->block->count;
	return operand;
}

/* Bytes of a text that are compared word by word, which the verifier follows in one way. */
#define WORDWISE_TEXT 64

/* Whether the string is the literal: its bytes and the NUL behind them, all of which are in the string. */
static bool is_wordwise(const struct node *literal, struct plan_place string)
{
	return literal->kind == NODE_STRING && string.kind == PLACE_TEMP && string.temp >= 0 &&
	       string.offset % 8 == 0 && literal->string.size < string.size &&
	       literal->string.size < WORDWISE_TEXT;
}

static const struct plan_expr *string_is(struct lower *l, struct plan_place string,
					 const struct node *literal)
{
	struct plan_statement *call = lower_library(l, LIBRARY_str_is);
	lower_arg_bytes(call, string);
	lower_arg_text(call, literal->string.text, literal->string.size);
	return lower_result(l, call, SCALAR_BOOL);
}

static const struct plan_expr *string_equal(struct lower *l, const struct node *left,
					    const struct node *right)
{
	struct lower_operand operands[2];
	operands[0] = string_operand(l, left);
	operands[1] = string_operand(l, right);
	lower_hold(l, operands, 2);
	if (is_wordwise(right, operands[0].place))
		return string_is(l, operands[0].place, right);
	if (is_wordwise(left, operands[1].place))
		return string_is(l, operands[1].place, left);
	struct plan_statement *call = lower_library(l, LIBRARY_str_equal);
	arg_string(l, call, left, operands[0].place);
	arg_string(l, call, right, operands[1].place);
	return lower_result(l, call, SCALAR_BOOL);
}

static const struct plan_expr *bytes_equal(struct lower *l, const struct node *left,
					   const struct node *right)
{
	struct lower_operand operands[2];
	operands[0] = lower_operand(l, left);
	struct plan_place other = lower_bytes_as(l, right, left->type);
	lower_hold(l, operands, 1);
	struct plan_statement *call = lower_library(l, LIBRARY_bytes_equal);
	lower_arg_bytes(call, operands[0].place);
	lower_arg_place(call, other);
	return lower_result(l, call, SCALAR_BOOL);
}

static bool is_text(const struct type *type)
{
	return type->kind == TYPE_STRING || type->kind == TYPE_PROBE;
}

static const struct plan_expr *compare_bytes(struct lower *l, const struct node *node)
{
	const struct node *left = node->binary.left, *right = node->binary.right;
	bool is_string = is_text(left->type) && is_text(right->type);
	const struct plan_expr *equal =
		is_string ? string_equal(l, left, right) : bytes_equal(l, left, right);
	if (node->binary.op == OPERATOR_NOT_EQUAL)
		return plan_unary(l->arena, PLAN_NOT, equal);
	return equal;
}

static const struct plan_expr *compare(struct lower *l, const struct node *node)
{
	const struct node *left = node->binary.left, *right = node->binary.right;
	if (lower_is_bytes(left->type) || lower_is_bytes(right->type))
		return compare_bytes(l, node);
	struct plan_scalar type = comparison_type(left, right);
	struct lower_operand operand = lower_operand(l, left);
	const struct plan_expr *other = lower_scalar_as(l, right, type);
	lower_hold(l, &operand, 1);
	return plan_binary(l->arena, operators[node->binary.op],
			   plan_cast(l->arena, type, operand.expr), other);
}

/* The right side runs only if the left one does not decide; as an operator if it has no effects. */
static const struct plan_expr *logical(struct lower *l, const struct node *node)
{
	bool is_and = node->binary.op == OPERATOR_LOGICAL_AND;
	const struct plan_expr *left = lower_truth(l, node->binary.left);
	struct plan_statement *test = plan_statement_new(l->arena, PLAN_IF, l->line);
	plan_block *outer = lower_enter(l, &test->body);
	const struct plan_expr *right = lower_truth(l, node->binary.right);
	lower_leave(l, outer);
	if (!test->body.count)
		return plan_binary(l->arena, operators[node->binary.op], left, right);
	int result = lower_new_scalar(l, SCALAR_BOOL);
	lower_set(l, result, left);
	test->expr = lower_temp(l, result);
	if (!is_and)
		test->expr = plan_unary(l->arena, PLAN_NOT, test->expr);
	lower_enter(l, &test->body);
	lower_set(l, result, right);
	lower_leave(l, outer);
	vec_push(l->block, test);
	return lower_temp(l, result);
}

/* language.md 3.4: a division by zero is reported and gives 1. */
static const struct plan_expr *divide(struct lower *l, const struct node *node,
				      enum plan_operator op, const struct plan_expr *left,
				      const struct plan_expr *right)
{
	if (right->kind == PLAN_EXPR_CONST && right->value)
		return plan_binary(l->arena, op, left, right);
	left = lower_keep(l, left);
	right = lower_keep(l, right);
	int result = lower_new_scalar(l, left->type);
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = plan_binary(l->arena, PLAN_EQUAL, right, plan_const(l->arena, right->type, 0));
	plan_block *outer = lower_enter(l, &test->body);
	lower_runtime_error(l, node,
			    "Divide or modulo by 0 detected. This can lead to unexpected results. "
			    "1 is being used as the result.",
			    NULL, NULL);
	lower_set(l, result, plan_const(l->arena, left->type, 1));
	lower_enter(l, &test->orelse);
	lower_set(l, result, plan_binary(l->arena, op, left, right));
	lower_leave(l, outer);
	return lower_temp(l, result);
}

static const struct plan_expr *shift(struct lower *l, enum plan_operator op,
				     const struct plan_expr *left, const struct plan_expr *right)
{
	const struct plan_expr *count = plan_cast(l->arena, SCALAR_U64, right);
	if (count->kind == PLAN_EXPR_CONST)
		count = plan_const(l->arena, SCALAR_U64, count->value & 63);
	else
		count = plan_binary(l->arena, PLAN_AND, count,
				    plan_const(l->arena, SCALAR_U64, 63));
	return plan_binary(l->arena, op, plan_cast(l->arena, SCALAR_U64, left), count);
}

/* Bytes that a value of the type takes in memory, where a kernel's struct has the target's size. */
static const struct plan_expr *memory_size(struct lower *l, const struct type *type)
{
	uint64_t count = 1;
	while (type->kind == TYPE_ARRAY && lower_is_copied(type)) {
		count *= type->count;
		type = type->to;
	}
	uint64_t size = type->size ? type->size : 1;
	if (type->kind == TYPE_STRUCT)
		size = type->ctype->size;
	if (type->kind == TYPE_STRUCT)
		lower_ctype_place(l, type->ctype, NULL);
	if (type->kind != TYPE_STRUCT || !lower_is_relocatable(type->ctype))
		return plan_const(l->arena, SCALAR_U64, count * size);
	const struct plan_ctype *root = lower_ctype_root(l, type->ctype, "");
	const struct plan_expr *one =
		plan_relocated(l->arena, PLAN_EXPR_TYPE_SIZE, root, NULL, NULL);
	return count == 1 ? one
			  : plan_binary(l->arena, PLAN_MULTIPLY,
					plan_const(l->arena, SCALAR_U64, count), one);
}

const struct plan_expr *lower_scaled(struct lower *l, const struct plan_expr *index,
				     const struct type *element)
{
	const struct plan_expr *size = memory_size(l, element);
	bool is_constant = size->kind == PLAN_EXPR_CONST;
	index = plan_cast(l->arena, SCALAR_U64, index);
	if (is_constant && index->kind == PLAN_EXPR_CONST)
		return plan_const(l->arena, SCALAR_U64, index->value * size->value);
	if (index->kind == PLAN_EXPR_CONST && index->value == 1)
		return size;
	if (is_constant && size->value == 1)
		return index;
	return plan_binary(l->arena, PLAN_MULTIPLY, index, size);
}

const struct plan_expr *lower_arithmetic(struct lower *l, const struct node *node,
					 enum binary_operator op, struct plan_scalar type,
					 const struct plan_expr *left,
					 const struct plan_expr *right, const struct type *pointee)
{
	enum plan_operator plan_op = operators[op];
	if (pointee)
		right = lower_scaled(l, right, pointee);
	if (plan_op == PLAN_SHIFT_LEFT || plan_op == PLAN_SHIFT_RIGHT)
		return plan_cast(l->arena, type, shift(l, plan_op, left, right));
	bool is_division = plan_op == PLAN_DIVIDE || plan_op == PLAN_MODULO;
	struct plan_scalar operand_type = is_division ? SCALAR_U64 : type;
	left = plan_cast(l->arena, operand_type, left);
	right = plan_cast(l->arena, operand_type, right);
	if (is_division)
		return plan_cast(l->arena, type, divide(l, node, plan_op, left, right));
	return plan_binary(l->arena, plan_op, left, right);
}

static const struct plan_expr *arithmetic(struct lower *l, const struct node *node)
{
	const struct node *left = node->binary.left, *right = node->binary.right;
	if (right->type->kind == TYPE_POINTER && left->type->kind != TYPE_POINTER) {
		left = node->binary.right;
		right = node->binary.left;
	}
	const struct type *pointee = NULL;
	if (left->type->kind == TYPE_POINTER && node->type->kind == TYPE_POINTER)
		pointee = left->type->to;
	struct lower_operand operands[2];
	operands[0] = lower_operand(l, node->binary.left);
	operands[1] = lower_operand(l, node->binary.right);
	lower_hold(l, operands, 2);
	bool is_swapped = left != node->binary.left;
	return lower_arithmetic(l, node, node->binary.op, lower_scalar_type(node->type),
				operands[is_swapped].expr, operands[!is_swapped].expr, pointee);
}

const struct plan_expr *lower_binary(struct lower *l, const struct node *node)
{
	enum binary_operator op = node->binary.op;
	const struct plan_expr *value;
	if (op == OPERATOR_LOGICAL_AND || op == OPERATOR_LOGICAL_OR)
		value = logical(l, node);
	else if (is_comparison(op))
		value = compare(l, node);
	else
		value = arithmetic(l, node);
	return plan_cast(l->arena, lower_scalar_type(node->type), value);
}

static const struct plan_expr *lower_address(struct lower *l, const struct node *operand)
{
	struct plan_place place = { .kind = PLACE_TEMP, .size = operand->type->size };
	if (operand->kind == NODE_MAP) {
		place.temp = -1;
		place.size = 0;
		return lower_result(
			l, lower_map_statement(l, PLAN_MAP_ADDRESS, operand->map.map, place),
			SCALAR_U64);
	}
	place.temp = lower_variable(l, operand->var.variable);
	struct plan_statement *number = lower_library(l, LIBRARY_number);
	lower_arg(number, plan_address(l->arena, place));
	return lower_result(l, number, SCALAR_U64);
}

const struct plan_expr *lower_unary(struct lower *l, const struct node *node)
{
	const struct node *operand = node->unary.operand;
	struct plan_scalar type = lower_scalar_type(node->type);
	switch (node->unary.op) {
	case UNARY_MINUS:
		return plan_unary(l->arena, PLAN_NEGATE, lower_scalar_as(l, operand, type));
	case UNARY_BIT_NOT:
		return plan_unary(l->arena, PLAN_BIT_NOT, lower_scalar_as(l, operand, type));
	case UNARY_NOT:
		return plan_cast(l->arena, type,
				 plan_unary(l->arena, PLAN_NOT, lower_truth(l, operand)));
	case UNARY_DEREFERENCE:
		return lower_field_scalar(l, node);
	case UNARY_ADDRESS:
		return lower_address(l, operand);
	}
	BUG("unary operator %d", node->unary.op);
}

/* The three parts of a ?: or if expression. */
struct conditional {
	const struct plan_expr *condition;
	const struct plan_expr *same; /* value of the condition for a ?: b, else NULL */
	const struct node *then_value, *else_value;
};

static struct conditional begin_conditional(struct lower *l, const struct node *node)
{
	struct conditional c = { 0 };
	if (node->kind == NODE_IF) {
		c.condition = lower_truth(l, node->if_.condition);
		c.then_value = node->if_.then_block;
		c.else_value = node->if_.else_block;
		return c;
	}
	c.then_value = node->ternary.then_value;
	c.else_value = node->ternary.else_value;
	if (c.then_value) {
		c.condition = lower_truth(l, node->ternary.condition);
		return c;
	}
	c.same = lower_keep(l, lower_scalar(l, node->ternary.condition));
	c.condition = plan_cast(l->arena, SCALAR_BOOL, c.same);
	return c;
}

const struct plan_expr *lower_ternary(struct lower *l, const struct node *node)
{
	struct plan_scalar type = lower_scalar_type(node->type);
	struct conditional c = begin_conditional(l, node);
	struct plan_statement *test = plan_statement_new(l->arena, PLAN_IF, l->line);
	test->expr = c.condition;
	plan_block *outer = lower_enter(l, &test->body);
	const struct plan_expr *yes =
		c.same ? plan_cast(l->arena, type, c.same) : lower_scalar_as(l, c.then_value, type);
	lower_enter(l, &test->orelse);
	const struct plan_expr *no = lower_scalar_as(l, c.else_value, type);
	lower_leave(l, outer);
	if (!test->body.count && !test->orelse.count)
		return plan_select(l->arena, c.condition, yes, no);
	int result = lower_new_scalar(l, type);
	lower_enter(l, &test->body);
	lower_set(l, result, yes);
	lower_enter(l, &test->orelse);
	lower_set(l, result, no);
	lower_leave(l, outer);
	vec_push(l->block, test);
	return lower_temp(l, result);
}

struct plan_place lower_ternary_bytes(struct lower *l, const struct node *node,
				      const struct plan_place *wanted)
{
	struct plan_place place = lower_destination(l, node->type, wanted);
	struct conditional c = begin_conditional(l, node);
	if (!c.then_value)
		BUG("a ?: b of bytes");
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = c.condition;
	plan_block *outer = lower_enter(l, &test->body);
	lower_into(l, c.then_value, node->type, place);
	lower_enter(l, &test->orelse);
	lower_into(l, c.else_value, node->type, place);
	lower_leave(l, outer);
	return place;
}

void lower_ternary_effect(struct lower *l, const struct node *node)
{
	struct conditional c = begin_conditional(l, node);
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = c.condition;
	plan_block *outer = lower_enter(l, &test->body);
	if (c.then_value)
		lower_effect(l, c.then_value);
	lower_enter(l, &test->orelse);
	lower_effect(l, c.else_value);
	lower_leave(l, outer);
}
