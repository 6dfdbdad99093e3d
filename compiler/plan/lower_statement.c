/*
 * Statements, by kind of node.
 */
#include "base/diag.h"
#include "plan/lowering.h"

/* Whether a value of this kind is complete before its first byte is written, so that it may go
 * straight into the variable that it reads. */
static bool is_written_at_once(const struct node *value)
{
	switch (value->kind) {
	case NODE_STRING:
	case NODE_IDENT:
	case NODE_VAR:
	case NODE_MAP:
	case NODE_PARAM:
	case NODE_CALL:
	case NODE_FIELD:
	case NODE_INDEX:
		return true;
	default:
		return false;
	}
}

static void assign_bytes(struct lower *l, const struct variable *variable, const struct node *value)
{
	struct plan_place place = { .kind = PLACE_TEMP, .temp = lower_variable(l, variable) };
	place.size = variable->type->size;
	if (lower_struct_variable(l, variable, value, place))
		return;
	if (is_written_at_once(value))
		lower_into(l, value, variable->type, place);
	else
		lower_copy(l, place, lower_bytes_as(l, value, variable->type));
}

static void assign_variable(struct lower *l, const struct variable *variable,
			    const struct node *value)
{
	if (lower_is_bytes(variable->type)) {
		assign_bytes(l, variable, value);
		return;
	}
	const struct plan_expr *expr = lower_scalar(l, value);
	lower_set(l, lower_variable(l, variable), expr);
}

static const struct type *pointee_of(const struct type *type)
{
	return type->kind == TYPE_POINTER ? type->to : NULL;
}

/* $x op= value */
static void assign_compound(struct lower *l, const struct node *node)
{
	const struct variable *variable = node->assign.target->var.variable;
	struct plan_scalar type = lower_scalar_type(variable->type);
	struct plan_scalar wide = type.is_signed ? SCALAR_S64 : SCALAR_U64;
	struct lower_operand old = lower_operand_of(l, lower_temp(l, lower_variable(l, variable)));
	const struct plan_expr *value = lower_scalar(l, node->assign.value);
	lower_hold(l, &old, 1);
	const struct plan_expr *result = lower_arithmetic(l, node, node->assign.op, wide, old.expr,
							  value, pointee_of(variable->type));
	lower_set(l, lower_variable(l, variable), result);
}

static void assign(struct lower *l, const struct node *node)
{
	const struct node *target = node->assign.target;
	if (target->kind == NODE_MAP)
		lower_map_assign(l, node);
	else if (node->assign.op != OPERATOR_NONE)
		assign_compound(l, node);
	else
		assign_variable(l, target->var.variable, node->assign.value);
}

/* A variable without a value is zero, anew each time its declaration runs. */
static void let(struct lower *l, const struct node *node)
{
	const struct variable *variable = node->let.var->var.variable;
	if (node->let.value) {
		assign_variable(l, variable, node->let.value);
		return;
	}
	int temp = lower_variable(l, variable);
	struct plan_place place = { .kind = PLACE_TEMP,
				    .temp = temp,
				    .size = variable->type->size };
	if (lower_is_bytes(variable->type))
		lower_zero(l, place);
	else
		lower_set(l, temp, plan_const(l->arena, lower_scalar_type(variable->type), 0));
}

const struct plan_expr *lower_incdec(struct lower *l, const struct node *node, bool is_wanted)
{
	const struct node *operand = node->incdec.operand;
	if (operand->kind == NODE_MAP)
		return lower_map_incdec(l, node, is_wanted);
	const struct variable *variable = operand->var.variable;
	int temp = lower_variable(l, variable);
	const struct plan_expr *old = lower_temp(l, temp);
	if (is_wanted && node->incdec.is_postfix)
		old = lower_keep(l, old);
	struct plan_scalar wide = old->type.is_signed ? SCALAR_S64 : SCALAR_U64;
	enum binary_operator op = node->incdec.is_decrement ? OPERATOR_SUBTRACT : OPERATOR_ADD;
	lower_set(l, temp,
		  lower_arithmetic(l, node, op, wide, old, plan_const(l->arena, wide, 1),
				   pointee_of(variable->type)));
	if (!is_wanted)
		return NULL;
	const struct plan_expr *value = node->incdec.is_postfix ? old : lower_temp(l, temp);
	return plan_cast(l->arena, lower_scalar_type(node->type), value);
}

static void branch(struct lower *l, plan_block *block, const struct node *node)
{
	if (!node)
		return;
	plan_block *outer = lower_enter(l, block);
	if (node->kind == NODE_BLOCK)
		lower_block(l, node);
	else
		lower_statement(l, node);
	lower_leave(l, outer);
}

static void if_(struct lower *l, const struct node *node)
{
	size_t mark = lower_begin(l);
	const struct plan_expr *condition = lower_truth(l, node->if_.condition);
	if (condition->kind == PLAN_EXPR_CONST) {
		const struct node *taken =
			condition->value ? node->if_.then_block : node->if_.else_block;
		branch(l, l->block, taken);
		return;
	}
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = condition;
	lower_release(l, mark);
	branch(l, &test->body, node->if_.then_block);
	branch(l, &test->orelse, node->if_.else_block);
}

static void return_(struct lower *l, const struct node *node)
{
	const struct plan_expr *value = NULL;
	struct plan_place result = { .kind = PLACE_TEMP, .temp = l->program->result_temp };
	if (node->expression && l->program->gives_bytes) {
		result.size = l->result->size;
		lower_into(l, node->expression, l->result, result);
	} else if (node->expression && l->program->is_subprogram)
		value = lower_scalar_as(l, node->expression, l->program->result);
	else if (node->expression)
		lower_effect(l, node->expression);
	lower_add(l, PLAN_RETURN)->expr = value;
}

/* The rounds that every kernel allows (skeleton/loop.bpf.h). */
#define SURE_ROUNDS 1024

/* Behind a loop: a warning where the kernel allowed no more rounds. */
static void warn_of_cut(struct lower *l, struct plan_statement *loop, const struct node *node)
{
	loop->cut = lower_new_scalar(l, SCALAR_BOOL);
	lower_warn_if(l, lower_temp(l, loop->cut), node,
		      "Loop left before its end: the kernel allows no more rounds.");
}

static bool is_sure(const struct plan_expr *begin, const struct plan_expr *end)
{
	return begin->kind == PLAN_EXPR_CONST && end->kind == PLAN_EXPR_CONST &&
	       (int64_t)end->value <= (int64_t)begin->value + SURE_ROUNDS;
}

static void while_(struct lower *l, const struct node *node)
{
	struct plan_statement *loop = lower_add(l, PLAN_WHILE);
	size_t mark = lower_begin(l);
	plan_block *outer = lower_enter(l, &loop->condition);
	loop->expr = lower_truth(l, node->loop.condition);
	lower_leave(l, outer);
	lower_release(l, mark);
	branch(l, &loop->body, node->loop.body);
	warn_of_cut(l, loop, node);
}

static void unroll(struct lower *l, const struct node *node)
{
	struct plan_statement *loop = lower_add(l, PLAN_REPEAT);
	loop->temp = lower_new_scalar(l, SCALAR_U64);
	loop->expr = plan_const(l->arena, SCALAR_U64, 0);
	loop->end = plan_const(l->arena, SCALAR_U64, node->loop.condition->integer.value);
	branch(l, &loop->body, node->loop.body);
}

static void for_range(struct lower *l, const struct node *node)
{
	const struct variable *variable = node->for_.var->var.variable;
	struct plan_scalar type = lower_scalar_type(variable->type);
	const struct plan_expr *begin = lower_keep(l, lower_scalar_as(l, node->for_.begin, type));
	const struct plan_expr *end = lower_keep(l, lower_scalar_as(l, node->for_.end, type));
	struct plan_statement *loop = lower_add(l, PLAN_REPEAT);
	loop->temp = lower_variable(l, variable);
	loop->expr = begin;
	loop->end = end;
	branch(l, &loop->body, node->for_.body);
	if (!is_sure(begin, end))
		warn_of_cut(l, loop, node);
}

/* The loop gives the key; the value is looked up at the head of the body. */
static void for_map(struct lower *l, const struct node *node)
{
	const struct map_symbol *map = node->for_.map->map.map;
	const struct variable *variable = node->for_.var->var.variable;
	const struct type_field *key = &variable->type->fields[0];
	const struct type_field *value = &variable->type->fields[1];
	struct plan_place pair = { .kind = PLACE_TEMP, .temp = lower_variable(l, variable) };
	struct plan_statement *loop = lower_add(l, PLAN_FOR_MAP);
	loop->map = map->index;
	loop->place = plan_part(pair, key->offset, key->type->size);
	plan_block *outer = lower_enter(l, &loop->body);
	lower_map_value_into(l, map, loop->place, value->type,
			     plan_part(pair, value->offset, value->type->size));
	lower_leave(l, outer);
	branch(l, &loop->body, node->for_.body);
}

static void for_(struct lower *l, const struct node *node)
{
	if (node->for_.map)
		for_map(l, node);
	else
		for_range(l, node);
}

static void jump(struct lower *l, const struct node *node)
{
	lower_add(l, node->kind == NODE_BREAK ? PLAN_BREAK : PLAN_CONTINUE);
}

static void effect(struct lower *l, const struct node *node)
{
	lower_effect(l, node->expression);
}

static void (*const rows[N_NODE_KINDS])(struct lower *l, const struct node *node) = {
	[NODE_BLOCK] = lower_block, [NODE_IF] = if_,     [NODE_EXPR_STATEMENT] = effect,
	[NODE_DISCARD] = effect,    [NODE_LET] = let,    [NODE_ASSIGN] = assign,
	[NODE_RETURN] = return_,    [NODE_BREAK] = jump, [NODE_CONTINUE] = jump,
	[NODE_WHILE] = while_,      [NODE_FOR] = for_,   [NODE_UNROLL] = unroll,
};

static void set_line(struct lower *l, const struct node *node)
{
	uint32_t line = lower_line(l, node->span);
	if (line)
		l->line = line;
}

void lower_statement(struct lower *l, const struct node *node)
{
	size_t mark = lower_begin(l);
	uint32_t outer_line = l->line;
	const struct node *outer_node = l->node;
	l->node = node;
	set_line(l, node);
	if (rows[node->kind])
		rows[node->kind](l, node);
	else if (node->kind != NODE_ERROR)
		lower_effect(l, node);
	l->line = outer_line;
	l->node = outer_node;
	lower_release(l, mark);
}

void lower_block_statements(struct lower *l, const struct node *block)
{
	for (size_t i = 0; i < block->block.statements.count; i++)
		lower_statement(l, block->block.statements.items[i]);
}

void lower_block(struct lower *l, const struct node *block)
{
	lower_block_statements(l, block);
	if (block->block.value)
		lower_statement(l, block->block.value);
}
