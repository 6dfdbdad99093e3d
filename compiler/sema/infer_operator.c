/* Unary and binary operators (language.md 1.4, 5.3). */
#include "sema/pass.h"
#include "sema/struct_copy.h"
#include "sema/type_convert.h"

static bool is_wrong(const struct type *type)
{
	return type != NULL && type->kind == TYPE_ERROR;
}

/* infer with castable aggregations reduced: the operands of every operator. */
static const struct type *infer_operand(struct sema *s, struct node *node)
{
	return infer_value(s, node, "an operand");
}

void infer_condition(struct sema *s, struct node *node)
{
	const struct type *type = infer_value(s, node, "a condition");

	if (type != NULL && type->kind != TYPE_ERROR && !type_is_scalar(type))
		sema_report(s, node->span, DIAG_NOT_CONDITION, describe(s, type));
}

static const struct type *wrong_operands(struct sema *s, const struct node *node,
					 const struct type *a, const struct type *b)
{
	sema_report(s, node->span, DIAG_OPERANDS, operator_text(node->binary.op), describe(s, a),
		    describe(s, b));
	if (node->binary.left->kind == NODE_PARAM || node->binary.right->kind == NODE_PARAM)
		sema_note(s, (struct span){ 0 }, "a parameter is a number; str($%u) is its text",
			  node->binary.left->kind == NODE_PARAM ? node->binary.left->param
								: node->binary.right->param);
	return type_error();
}

static bool is_text(const struct type *type)
{
	return type->kind == TYPE_STRING || type->kind == TYPE_PROBE;
}

/* Types that are compared byte for byte. */
static bool is_comparable_memory(const struct type *a, const struct type *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case TYPE_TUPLE:
	case TYPE_RECORD:
		if (a->n_fields != b->n_fields)
			return false;
		for (size_t i = 0; i < a->n_fields; i++) {
			const struct type *x = a->fields[i].type, *y = b->fields[i].type;

			if (!(type_is_scalar(x) && type_is_scalar(y)) &&
			    !(x->kind == TYPE_STRING && y->kind == TYPE_STRING) &&
			    !is_comparable_memory(x, y))
				return false;
		}
		return true;
	case TYPE_ARRAY:
		return a->count == b->count && a->count > 0 && a->to->kind == TYPE_INT &&
		       type_equal(a->to, b->to);
	case TYPE_BUFFER:
		return true;
	default:
		return false;
	}
}

static void check_pointers(struct sema *s, const struct node *node, const struct type *a,
			   const struct type *b)
{
	if (a->to->kind != TYPE_NONE && b->to->kind != TYPE_NONE && !type_equal(a->to, b->to))
		sema_report(s, node->span, DIAG_POINTERS_DIFFER, describe(s, a), describe(s, b));
	if (a->space == b->space && a->space != SPACE_NONE)
		return;
	sema_report(s, node->span, DIAG_POINTER_SPACE);
	sema_note(s, (struct span){ 0 },
		  "kptr() or uptr() around a pointer says where it points to");
}

static const struct type *compare(struct sema *s, const struct node *node, const struct type *a,
				  const struct type *b)
{
	bool is_equality =
		node->binary.op == OPERATOR_EQUAL || node->binary.op == OPERATOR_NOT_EQUAL;

	if (type_is_integer(a) && type_is_integer(b))
		return type_bool();
	if (type_is_scalar(a) && type_is_scalar(b)) {
		if (a->kind == TYPE_POINTER && b->kind == TYPE_POINTER)
			check_pointers(s, node, a, b);
		return type_bool();
	}
	if (is_equality && ((is_text(a) && is_text(b)) || is_comparable_memory(a, b)))
		return type_bool();
	return wrong_operands(s, node, a, b);
}

static const struct type *connect(struct sema *s, const struct node *node, const struct type *a,
				  const struct type *b)
{
	if (type_is_scalar(a) && type_is_scalar(b))
		return type_bool();
	return wrong_operands(s, node, a, b);
}

bool is_plainly_signed(struct sema *s, const struct node *node)
{
	const struct type *type = node->type != NULL ? type_as_integer(node->type) : NULL;

	if (type == NULL || !type->is_signed || type->is_flexible)
		return false;
	switch (node->kind) {
	case NODE_INT:
	case NODE_CAST:
	case NODE_FIELD:
		return true;
	case NODE_UNARY:
		return node->unary.op == UNARY_MINUS;
	case NODE_VAR:
		return variable_state_of(s, node)->value.is_plainly_signed;
	case NODE_MAP:
		return map_state_of(s, node)->value.is_plainly_signed;
	case NODE_BINARY:
		return (node->binary.op == OPERATOR_ADD || node->binary.op == OPERATOR_MULTIPLY) &&
		       (is_plainly_signed(s, node->binary.left) ||
			is_plainly_signed(s, node->binary.right));
	default:
		return false;
	}
}

static void check_division(struct sema *s, const struct node *node)
{
	const struct node *right = node->binary.right;

	if (node->binary.op != OPERATOR_DIVIDE && node->binary.op != OPERATOR_MODULO)
		return;
	if ((right->kind == NODE_INT && right->integer.value == 0) ||
	    (right->kind == NODE_BOOL && !right->boolean))
		sema_report(s, right->span, DIAG_DIVISION_BY_ZERO, operator_text(node->binary.op));
	else if (is_plainly_signed(s, node->binary.left) || is_plainly_signed(s, right))
		sema_report(s, node->span, DIAG_SIGNED_DIVISION, operator_text(node->binary.op));
}

static bool points_to_known_size(const struct type *pointer)
{
	return type_has_size(pointer->to);
}

/* pointer + n, n + pointer, pointer - n */
static const struct type *move_pointer(struct sema *s, const struct node *node,
				       const struct type *a, const struct type *b)
{
	const struct type *pointer = a->kind == TYPE_POINTER ? a : b;
	const struct type *other = pointer == a ? b : a;
	bool is_sum = node->binary.op == OPERATOR_ADD;

	if (!type_is_integer(other) ||
	    (!is_sum && (node->binary.op != OPERATOR_SUBTRACT || pointer != a)))
		return wrong_operands(s, node, a, b);
	/* void counts bytes, as everywhere. */
	if (pointer->to->kind != TYPE_NONE && !points_to_known_size(pointer)) {
		sema_report(s, node->span, DIAG_UNKNOWN_SIZE, describe(s, pointer->to));
		return type_error();
	}
	return pointer;
}

static void check_shift(struct sema *s, const struct node *node)
{
	const struct node *count = node->binary.right;

	if ((node->binary.op == OPERATOR_SHIFT_LEFT || node->binary.op == OPERATOR_SHIFT_RIGHT) &&
	    count->kind == NODE_INT && count->integer.value > 63)
		sema_report(s, count->span, DIAG_SHIFT_COUNT);
}

static const struct type *calculate(struct sema *s, const struct node *node, const struct type *a,
				    const struct type *b)
{
	enum binary_operator op = node->binary.op;

	if (a->kind == TYPE_POINTER || b->kind == TYPE_POINTER)
		return move_pointer(s, node, a, b);
	a = type_as_integer(a);
	b = type_as_integer(b);
	if (a == NULL || b == NULL)
		return wrong_operands(s, node, node->binary.left->type, node->binary.right->type);
	check_division(s, node);
	check_shift(s, node);
	if (op == OPERATOR_SUBTRACT)
		return type_int(8, true);
	if (op == OPERATOR_SHIFT_LEFT || op == OPERATOR_SHIFT_RIGHT)
		return type_int(8, a->is_signed);
	return type_promote(a, b);
}

const struct type *infer_binary(struct sema *s, struct node *node)
{
	const struct type *a = infer_operand(s, node->binary.left);
	const struct type *b = infer_operand(s, node->binary.right);

	if (is_wrong(a) || is_wrong(b))
		return type_error();
	if (node->binary.op <= OPERATOR_LOGICAL_AND)
		return a != NULL && b != NULL ? connect(s, node, a, b) : type_bool();
	if (node->binary.op >= OPERATOR_EQUAL && node->binary.op <= OPERATOR_GREATER_EQUAL)
		return a != NULL && b != NULL ? compare(s, node, a, b) : type_bool();
	if (a == NULL && b == NULL)
		return s->guesses ? type_int(8, true) : NULL;
	if (a == NULL || b == NULL) {
		if (!s->guesses)
			return NULL;
		/* Unknown counts as the other. */
		a = a != NULL ? a : b;
		b = b != NULL ? b : a;
	}
	return calculate(s, node, a, b);
}

const struct type *infer_ternary(struct sema *s, struct node *node)
{
	const struct type *a, *b, *joined;

	infer_condition(s, node->ternary.condition);
	a = node->ternary.then_value != NULL ? infer(s, node->ternary.then_value)
					     : node->ternary.condition->type;
	if (node->ternary.then_value != NULL && a != NULL && a->kind != TYPE_NONE)
		a = infer_value(s, node->ternary.then_value, "a branch");
	b = infer(s, node->ternary.else_value);
	if (b != NULL && b->kind != TYPE_NONE)
		b = infer_value(s, node->ternary.else_value, "a branch");
	joined = type_join(s->arena, a, b);
	if (joined != NULL || a == NULL || b == NULL)
		return joined;
	if (a->kind == TYPE_NONE || b->kind == TYPE_NONE)
		return type_none();
	sema_report(s, node->span, DIAG_BRANCH_TYPES, describe(s, a), describe(s, b));
	return type_error();
}

static const struct type *dereference(struct sema *s, struct node *node)
{
	const struct type *type = infer_value(s, node->unary.operand, "an operand");

	if (type == NULL || type->kind == TYPE_ERROR)
		return type;
	if (type->kind != TYPE_POINTER) {
		sema_report(s, node->span, DIAG_NOT_POINTER, describe(s, type));
		return type_error();
	}
	if (!points_to_known_size(type)) {
		sema_report(s, node->span, DIAG_UNKNOWN_SIZE, describe(s, type->to));
		return type_error();
	}
	return type->to;
}

/* Of what a plain scalar map holds; of another map itself, as the kernel has it. */
static const struct type *address_of_map(struct sema *s, struct node *node)
{
	struct node *map = node->unary.operand;
	struct map_state *state = map_state_of(s, map);
	const struct type *value = type_rigid(s->arena, slot_read(&state->value));
	const struct ctype *bpf_map;

	map->type = value;
	if (s->reports) {
		state->symbol->is_read = true;
		if (value == NULL)
			report_undefined_map(s, state, node->span);
	}
	if (value == NULL || value->kind == TYPE_ERROR)
		return value;
	if (state->keyed_use.begin == 0 && !type_is_aggregation(value))
		return type_pointer(s->arena, value, SPACE_KERNEL);
	bpf_map = find_c_tag(s, CTYPE_STRUCT, "bpf_map");
	return type_pointer(s->arena,
			    bpf_map != NULL ? type_struct(s->arena, bpf_map) : type_none(),
			    SPACE_KERNEL);
}

static const struct type *address(struct sema *s, struct node *node)
{
	struct node *operand = node->unary.operand;
	const struct type *type;

	if (operand->kind == NODE_MAP && operand->map.key == NULL) {
		type = address_of_map(s, node);
	} else if (operand->kind == NODE_VAR) {
		type = infer(s, operand);
		if (type != NULL && type->kind != TYPE_ERROR)
			type = type_pointer(s->arena, type, SPACE_KERNEL);
	} else {
		infer(s, operand);
		if (operand->kind != NODE_ERROR)
			sema_report(s, operand->span, DIAG_ADDRESS_OPERAND);
		return type_error();
	}
	if (type != NULL && type->kind == TYPE_POINTER && operand->type != NULL &&
	    type_holds_copy(operand->type) && type->to == operand->type) {
		sema_report(s, node->span, DIAG_ADDRESS_OF_COPY, describe(s, operand->type));
		return type_error();
	}
	return type;
}

/* -x and ~x of 64 bits; the sign stays. */
static const struct type *negate(struct sema *s, struct node *node)
{
	const struct type *type = infer_integer(s, node->unary.operand, "an operand");

	if (type == NULL)
		return s->guesses ? type_int(8, true) : NULL;
	if (type->kind == TYPE_ERROR)
		return type;
	type = type_as_integer(type);
	return type_int(8, type->is_signed || type->is_flexible);
}

const struct type *infer_unary(struct sema *s, struct node *node)
{
	switch (node->unary.op) {
	case UNARY_MINUS:
	case UNARY_BIT_NOT:
		return negate(s, node);
	case UNARY_NOT:
		infer_condition(s, node->unary.operand);
		return type_bool();
	case UNARY_DEREFERENCE:
		return dereference(s, node);
	case UNARY_ADDRESS:
		return address(s, node);
	}
	return type_error();
}

const struct type *infer_incdec(struct sema *s, struct node *node)
{
	struct node *operand = node->incdec.operand;
	bool is_map = operand->kind == NODE_MAP;
	const struct type *type, *result;

	if (operand->kind != NODE_MAP && operand->kind != NODE_VAR) {
		infer(s, operand);
		return type_error();
	}
	type = is_map ? slot_read(&map_state_of(s, operand)->value) : infer(s, operand);
	if (is_map && operand->map.key != NULL)
		infer_map_key(s, operand, operand->map.key);
	operand->type = type_rigid(s->arena, type);
	if (type == NULL && !s->guesses)
		return NULL;
	if (type != NULL && type->kind == TYPE_POINTER) {
		result = type;
	} else if (type != NULL && type_is_aggregation(type)) {
		sema_report(s, node->span, DIAG_AGGREGATION_WRITE, describe(s, type),
			    arena_printf(s->arena, "@%s", operand->map.name));
		return type_error();
	} else if (type != NULL && type_as_integer(type) == NULL) {
		if (type->kind != TYPE_ERROR)
			sema_report(s, node->span, DIAG_NOT_INTEGER,
				    node->incdec.is_decrement ? "the operand of '--'"
							      : "the operand of '++'",
				    describe(s, type));
		return type_error();
	} else {
		bool is_unsigned = type != NULL && !type_as_integer(type)->is_signed &&
				   !node->incdec.is_decrement;

		result = type_int(8, !is_unsigned);
	}
	if (is_map)
		assign_map(s, operand, result, node->span);
	else
		assign_variable(s, operand, result, node);
	if (s->reports)
		operand->type = is_map ? map_state_of(s, operand)->value.type
				       : variable_state_of(s, operand)->value.type;
	return result;
}
