#include "sema/value_bits.h"

#include "sema/builtin.h"
#include "sema/function.h"
#include "sema/type.h"
#include "sema/type_convert.h"

static unsigned greater(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

static unsigned at_most_64(unsigned bits)
{
	return bits < 64 ? bits : 64;
}

static unsigned of_type(const struct type *type)
{
	if (type == NULL || type->kind == TYPE_BOOL)
		return 1;
	return type->size <= 8 ? 8 * type->size : 64;
}

static unsigned of_literal(const struct node *node)
{
	for (uint32_t size = 1; size < 8; size *= 2) {
		if (literal_fits(node, type_int(size, true)) ||
		    literal_fits(node, type_int(size, false)))
			return 8 * size;
	}
	return 64;
}

/* Enumerators and builtins whose type is wider than any value of theirs. */
static unsigned of_identifier(const struct node *node)
{
	if (node->ident.is_constant && node->type != NULL && node->type->kind == TYPE_ENUM)
		return (unsigned)(8 * node->type->ctype->size);
	if (node->ident.builtin == NULL)
		return of_type(node->type);
	switch (node->ident.builtin->id) {
	case BUILTIN_cpid:
	case BUILTIN_cpu:
	case BUILTIN_gid:
	case BUILTIN_ncpus:
	case BUILTIN_uid:
		return 32;
	default:
		return of_type(node->type);
	}
}

/* Functions whose type is wider than what they give: sizes and places in strings and maps. */
static unsigned of_call(const struct node *node)
{
	if (node->call.function == NULL)
		return of_type(node->type);
	switch (node->call.function->id) {
	case FUNCTION_len:
	case FUNCTION_strcap:
	case FUNCTION_strlen:
	case FUNCTION_strncmp:
	case FUNCTION_strstr:
		return 32;
	default:
		return of_type(node->type);
	}
}

static bool can_be_negative(const struct node *node)
{
	const struct type *type = node->type;

	return type == NULL || (type->is_signed && !type->is_flexible);
}

static unsigned of_shift(const struct node *node, unsigned left)
{
	const struct node *count = node->binary.right;

	if (node->binary.op == OPERATOR_SHIFT_RIGHT)
		return can_be_negative(node->binary.left) ? 64 : left;
	return count->kind == NODE_INT ? at_most_64(left + (unsigned)(count->integer.value & 63))
				       : 64;
}

static unsigned of_binary(const struct node *node)
{
	unsigned left = value_bits(node->binary.left), right = value_bits(node->binary.right);
	bool left_signed = can_be_negative(node->binary.left);

	switch (node->binary.op) {
	case OPERATOR_MULTIPLY:
		return at_most_64(left + right);
	case OPERATOR_DIVIDE:
		return left_signed ? 64 : left;
	case OPERATOR_MODULO:
		return can_be_negative(node->binary.right) ? 64 : right;
	case OPERATOR_BIT_AND:
		if (!left_signed || !can_be_negative(node->binary.right))
			return left < right ? left : right;
		return greater(left, right);
	case OPERATOR_SHIFT_LEFT:
	case OPERATOR_SHIFT_RIGHT:
		return of_shift(node, left);
	case OPERATOR_BIT_OR:
	case OPERATOR_BIT_XOR:
	case OPERATOR_ADD:
	case OPERATOR_SUBTRACT:
		return greater(left, right);
	case OPERATOR_LOGICAL_OR:
	case OPERATOR_LOGICAL_AND:
	case OPERATOR_EQUAL:
	case OPERATOR_NOT_EQUAL:
	case OPERATOR_LESS:
	case OPERATOR_GREATER:
	case OPERATOR_LESS_EQUAL:
	case OPERATOR_GREATER_EQUAL:
	case N_OPERATORS:
		return 1;
	}
	return 64;
}

unsigned value_bits(const struct node *node)
{
	switch (node->kind) {
	case NODE_INT:
		return of_literal(node);
	case NODE_IDENT:
		return of_identifier(node);
	case NODE_CALL:
		return of_call(node);
	case NODE_BINARY:
		return node->type != NULL && node->type->kind == TYPE_POINTER ? 64
									      : of_binary(node);
	case NODE_UNARY:
		if (node->unary.op == UNARY_MINUS || node->unary.op == UNARY_BIT_NOT)
			return value_bits(node->unary.operand);
		return of_type(node->type);
	case NODE_TERNARY:
		return greater(value_bits(node->ternary.then_value != NULL
						  ? node->ternary.then_value
						  : node->ternary.condition),
			       value_bits(node->ternary.else_value));
	default:
		return of_type(node->type);
	}
}
