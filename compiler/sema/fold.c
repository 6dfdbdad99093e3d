/* Constant expressions: operators on literals are computed before types are inferred. */
#include <string.h>

#include "front/ast_walk.h"
#include "sema/pass.h"

/* 65 bits of meaning: every int64 and every uint64. */
typedef __int128 number;

static bool is_number(const struct node *node)
{
	return node->kind == NODE_INT || node->kind == NODE_BOOL;
}

static number number_of(const struct node *node)
{
	if (node->kind == NODE_BOOL)
		return node->boolean;
	if (node->type != NULL && node->type->kind == TYPE_INT && node->type->is_signed)
		return (int64_t)node->integer.value;
	return node->integer.value;
}

static bool become_integer(struct sema *s, struct node *node, number value)
{
	if (value < INT64_MIN || value > UINT64_MAX) {
		diag_report(s->diag, node->span, DIAG_CONSTANT_OVERFLOW);
		poison(node);
		return false;
	}
	node->kind = NODE_INT;
	node->integer.value = (uint64_t)value;
	node->integer.is_duration = node->integer.is_unsigned = false;
	node->type = type_literal((uint64_t)value, value < 0);
	return true;
}

static bool become_boolean(struct node *node, bool value)
{
	node->kind = NODE_BOOL;
	node->boolean = value;
	node->type = NULL;
	return true;
}

static bool become_string(struct node *node, const char *text, size_t size)
{
	node->kind = NODE_STRING;
	node->string.text = text;
	node->string.size = size;
	node->type = NULL;
	return true;
}

static bool fold_unary(struct sema *s, struct node *node)
{
	const struct node *operand = node->unary.operand;

	if (!is_number(operand))
		return false;
	switch (node->unary.op) {
	case UNARY_MINUS:
		return become_integer(s, node, -number_of(operand));
	case UNARY_NOT:
		return become_boolean(node, number_of(operand) == 0);
	case UNARY_BIT_NOT:
		if (number_of(operand) > INT64_MAX)
			return become_integer(s, node, (number)(uint64_t)~number_of(operand));
		return become_integer(s, node, ~number_of(operand));
	case UNARY_DEREFERENCE:
	case UNARY_ADDRESS:
		return false;
	}
	return false;
}

static bool divide(struct sema *s, struct node *node, number a, number b)
{
	bool is_modulo = node->binary.op == OPERATOR_MODULO;

	if (b == 0) {
		diag_report(s->diag, node->binary.right->span, DIAG_DIVISION_BY_ZERO,
			    operator_text(node->binary.op));
		poison(node);
		return false;
	}
	return become_integer(s, node, is_modulo ? a % b : a / b);
}

static bool shift(struct sema *s, struct node *node, number a, number b)
{
	uint64_t bits = (uint64_t)a;

	if (b < 0 || b > 63) {
		diag_report(s->diag, node->binary.right->span, DIAG_SHIFT_COUNT);
		poison(node);
		return false;
	}
	bits = node->binary.op == OPERATOR_SHIFT_LEFT ? bits << b : bits >> b;
	/* The sign is the left operand's; >> is logical. */
	return become_integer(s, node, a < 0 ? (number)(int64_t)bits : (number)bits);
}

/* Bits of two negative or mixed numbers are those of int64. */
static bool combine_bits(struct sema *s, struct node *node, number a, number b)
{
	bool is_negative = a < 0 || b < 0;
	uint64_t x = (uint64_t)a, y = (uint64_t)b, bits;

	if (node->binary.op == OPERATOR_BIT_AND)
		bits = x & y;
	else if (node->binary.op == OPERATOR_BIT_OR)
		bits = x | y;
	else
		bits = x ^ y;
	return become_integer(s, node, is_negative ? (number)(int64_t)bits : (number)bits);
}

static bool fold_numbers(struct sema *s, struct node *node)
{
	number a = number_of(node->binary.left), b = number_of(node->binary.right), product;

	switch (node->binary.op) {
	case OPERATOR_LOGICAL_OR:
		return become_boolean(node, a != 0 || b != 0);
	case OPERATOR_LOGICAL_AND:
		return become_boolean(node, a != 0 && b != 0);
	case OPERATOR_BIT_OR:
	case OPERATOR_BIT_XOR:
	case OPERATOR_BIT_AND:
		return combine_bits(s, node, a, b);
	case OPERATOR_EQUAL:
		return become_boolean(node, a == b);
	case OPERATOR_NOT_EQUAL:
		return become_boolean(node, a != b);
	case OPERATOR_LESS:
		return become_boolean(node, a < b);
	case OPERATOR_GREATER:
		return become_boolean(node, a > b);
	case OPERATOR_LESS_EQUAL:
		return become_boolean(node, a <= b);
	case OPERATOR_GREATER_EQUAL:
		return become_boolean(node, a >= b);
	case OPERATOR_SHIFT_LEFT:
	case OPERATOR_SHIFT_RIGHT:
		return shift(s, node, a, b);
	case OPERATOR_ADD:
		return become_integer(s, node, a + b);
	case OPERATOR_SUBTRACT:
		return become_integer(s, node, a - b);
	case OPERATOR_MULTIPLY:
		if (__builtin_mul_overflow(a, b, &product))
			product = (number)1 << 100; /* out of range all the same */
		return become_integer(s, node, product);
	case OPERATOR_DIVIDE:
	case OPERATOR_MODULO:
		return divide(s, node, a, b);
	case N_OPERATORS:
		break;
	}
	return false;
}

static bool fold_strings(struct sema *s, struct node *node)
{
	const struct node *a = node->binary.left, *b = node->binary.right;
	bool equal;
	char *text;

	if (node->binary.op == OPERATOR_ADD) {
		text = arena_alloc(s->arena, a->string.size + b->string.size + 1);
		memcpy(text, a->string.text, a->string.size);
		memcpy(text + a->string.size, b->string.text, b->string.size);
		return become_string(node, text, a->string.size + b->string.size);
	}
	equal = a->string.size == b->string.size &&
		memcmp(a->string.text, b->string.text, a->string.size) == 0;
	if (node->binary.op == OPERATOR_EQUAL)
		return become_boolean(node, equal);
	if (node->binary.op == OPERATOR_NOT_EQUAL)
		return become_boolean(node, !equal);
	return false;
}

static bool fold_binary(struct sema *s, struct node *node)
{
	const struct node *a = node->binary.left, *b = node->binary.right;

	if (is_number(a) && is_number(b))
		return fold_numbers(s, node);
	if (a->kind == NODE_STRING && b->kind == NODE_STRING)
		return fold_strings(s, node);
	if (a->kind == NODE_STRING && b->kind == NODE_INT && node->binary.op == OPERATOR_ADD &&
	    number_of(b) >= 0) {
		size_t skipped = number_of(b) < (number)a->string.size ? (size_t)number_of(b)
								       : a->string.size;

		return become_string(node, a->string.text + skipped, a->string.size - skipped);
	}
	return false;
}

bool fold_node(struct sema *s, struct node *node)
{
	switch (node->kind) {
	case NODE_UNARY:
		return fold_unary(s, node);
	case NODE_BINARY:
		return fold_binary(s, node);
	default:
		return false;
	}
}

static void fold_child(struct node **child, void *data)
{
	ast_each_child(*child, fold_child, data);
	fold_node(data, *child);
}

/* Needs: names. Leaves: no operator whose operands are all literals. */
void fold_constants(struct sema *s)
{
	for (size_t i = 0; i < s->script->roots.count; i++)
		ast_each_child(s->script->roots.items[i], fold_child, s);
}
