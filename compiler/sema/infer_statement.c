/* Statements: what they write, and what may not stand where. */
#include "sema/function_check.h"
#include "sema/pass.h"
#include "sema/type_convert.h"
#include "sema/type_syntax.h"

/* -- assignments -- */

static bool is_map_function(const struct node *node)
{
	return node->kind == NODE_CALL && node->call.function != NULL &&
	       node->call.function->flags & FUNCTION_MAP_ONLY;
}

/* @m = count() and its kin. */
static void aggregate(struct sema *s, struct node *node)
{
	struct node *value = node->assign.value;
	const struct type *type = check_aggregation(s, value);

	value->type = type;
	assign_map(s, node->assign.target, type, value->span);
}

/* @a = @b where @b aggregates would copy what only @b's own function may write. */
static bool copies_aggregation(struct sema *s, const struct node *node)
{
	const struct node *value = node->assign.value;
	const struct type *type;

	if (value->kind != NODE_MAP || node->assign.target->kind != NODE_MAP)
		return false;
	type = slot_read(&map_state_of(s, value)->value);
	if (type == NULL || !type_is_aggregation(type))
		return false;
	sema_report(s, value->span, DIAG_AGGREGATION_COPY,
		    arena_printf(s->arena, "@%s", value->map.name), describe(s, type));
	if (type_is_castable(type))
		sema_note(s, (struct span){ 0 }, "its number is (int64)@%s", value->map.name);
	return true;
}

/* Type of `target op= value`, which stands for `target = target op value`. */
static const struct type *infer_compound(struct sema *s, struct node *node)
{
	struct node binary = { .kind = NODE_BINARY, .span = node->span };

	binary.binary.op = node->assign.op;
	binary.binary.op_span = node->assign.op_span;
	binary.binary.left = node->assign.target;
	binary.binary.right = node->assign.value;
	return infer(s, &binary);
}

static const struct type *assigned_type(struct sema *s, struct node *node)
{
	if (node->assign.op != OPERATOR_NONE)
		return infer_compound(s, node);
	if (is_map_function(node->assign.value) && node->assign.target->kind != NODE_MAP) {
		sema_report(s, node->assign.value->span, DIAG_MAP_ONLY,
			    node->assign.value->call.name);
		return type_error();
	}
	return infer_value(s, node->assign.value, "the value of an assignment");
}

/* What cannot be assigned to, and has been said to be wrong. */
static bool is_broken(const struct node *target)
{
	for (;;) {
		if (target->kind == NODE_FIELD)
			target = target->field.object;
		else if (target->kind == NODE_TUPLE_FIELD)
			target = target->tuple_field.object;
		else if (target->kind == NODE_INDEX)
			target = target->index.object;
		else if (target->kind == NODE_UNARY)
			target = target->unary.operand;
		else
			return target->kind == NODE_ERROR;
	}
}

static void infer_assignment(struct sema *s, struct node *node)
{
	struct node *target = node->assign.target;
	bool is_plain = node->assign.op == OPERATOR_NONE;
	const struct type *type;
	struct slot *slot;

	if (target->kind != NODE_MAP && target->kind != NODE_VAR) {
		infer(s, node->assign.value);
		if (!is_broken(target))
			sema_report(s, target->span, DIAG_NOT_ASSIGNABLE);
		return;
	}
	if (target->kind == NODE_MAP && is_plain && target->map.key != NULL)
		infer_map_key(s, target, target->map.key);
	if (target->kind == NODE_MAP && is_plain && is_map_function(node->assign.value)) {
		aggregate(s, node);
		target->type = slot_read(&map_state_of(s, target)->value);
		return;
	}
	if (is_plain && copies_aggregation(s, node))
		return;
	if (target->kind == NODE_MAP)
		prefer_probe_number(node->assign.value);
	type = assigned_type(s, node);
	slot = target->kind == NODE_MAP ? &map_state_of(s, target)->value
					: &variable_state_of(s, target)->value;
	slot->is_plainly_signed |= is_plainly_signed(s, node->assign.value);
	slot->clocks |= infer_clocks(s, node->assign.value);
	if (target->kind == NODE_MAP)
		assign_map(s, target, type, is_plain ? node->assign.value->span : node->span);
	else
		assign_variable(s, target, type, node->assign.value);
	target->type = slot_read(slot);
}

static void infer_let(struct sema *s, struct node *node)
{
	struct slot *slot;
	const struct type *type;

	if (node->let.var->kind != NODE_VAR) {
		if (node->let.value != NULL)
			infer(s, node->let.value);
		return;
	}
	slot = &variable_state_of(s, node->let.var)->value;
	if (node->let.type_node != NULL) {
		type = type_of_node(s, node->let.type_node);
		if (type != NULL && (type->kind == TYPE_NONE || type_is_aggregation(type))) {
			sema_report(s, node->let.type_node->span, DIAG_VARIABLE_TYPE,
				    describe(s, type));
			type = type_error();
		}
		if (type != NULL && type->is_flexible) {
			slot_join(s, slot, type, node->let.type_node->span);
		} else {
			slot->type = type;
			slot->from = node->let.type_node->span;
			slot->is_fixed = type != NULL;
			slot->is_plainly_signed = type != NULL && type->kind == TYPE_INT &&
						  type->is_signed;
		}
	}
	if (node->let.value != NULL) {
		assign_variable(s, node->let.var,
				infer_value(s, node->let.value, "the value of a variable"),
				node->let.value);
		slot->is_plainly_signed |= is_plainly_signed(s, node->let.value);
		slot->clocks |= infer_clocks(s, node->let.value);
	}
	node->let.var->type = slot_read(slot);
}

/* -- loops -- */

/* An aggregation as a loop sees it: an integer, of stats() its parts; NULL for histograms and series. */
static const struct type *reduced(struct sema *s, const struct type *value)
{
	const struct type *number;
	struct type_field parts[] = { { .name = "count", .type = type_int(8, false) },
				      { .name = "average" },
				      { .name = "total" } };

	if (type_is_castable(value))
		return type_as_integer(value);
	if (value->kind != TYPE_STATS)
		return NULL;
	number = type_int(8, value->is_signed);
	parts[1].type = parts[2].type = number;
	return type_fields(s->arena, parts, sizeof(parts) / sizeof(parts[0]));
}

/* Type of the loop's variable: (key, value) of a map, an integer of a range. */
static const struct type *loop_type(struct sema *s, struct node *node)
{
	struct type_field fields[2] = { 0 };
	struct map_state *map;
	const struct type *value;

	if (node->for_.map == NULL) {
		const struct type *begin =
			infer_integer(s, node->for_.begin, "the start of a range");
		const struct type *end = infer_integer(s, node->for_.end, "the end of a range");

		if (begin == NULL || end == NULL)
			return NULL;
		if (begin->kind == TYPE_ERROR || end->kind == TYPE_ERROR)
			return type_error();
		return type_join(s->arena, type_as_integer(begin), type_as_integer(end));
	}
	if (node->for_.map->kind != NODE_MAP || node->for_.map->map.key != NULL) {
		infer(s, node->for_.map); /* reported before sema */
		return type_error();
	}
	map = map_state_of(s, node->for_.map);
	value = slot_read(&map->value);
	fields[0].type = type_rigid(s->arena, slot_read(&map->key));
	if (s->reports && (value == NULL || fields[0].type == NULL)) {
		report_undefined_map(s, map, node->for_.map->span);
		return type_error();
	}
	if (value == NULL || fields[0].type == NULL)
		return NULL;
	node->for_.map->type = value;
	if (s->reports)
		map->symbol->is_read = true;
	if (type_is_aggregation(value)) {
		map->symbol->is_reduced = true;
		value = reduced(s, value);
	}
	if (value == NULL) {
		sema_report(s, node->for_.map->span, DIAG_FOR_AGGREGATION,
			    describe(s, slot_read(&map->value)));
		return type_error();
	}
	fields[1].type = type_rigid(s->arena, value);
	return type_fields(s->arena, fields, 2);
}

static void infer_for(struct sema *s, struct node *node)
{
	const struct type *type = loop_type(s, node);

	if (node->for_.var->kind == NODE_VAR) {
		assign_variable(s, node->for_.var, type, node->for_.var);
		node->for_.var->type = slot_read(&variable_state_of(s, node->for_.var)->value);
	}
	if (node->for_.map != NULL)
		require_visit_of_map(s, node, "a for loop over a map");
	else
		require_rounds(s, node);
	s->loop_depth++;
	s->for_depth++;
	infer_body(s, node->for_.body);
	s->for_depth--;
	s->loop_depth--;
}

static void infer_unroll(struct sema *s, struct node *node)
{
	const struct node *count = node->loop.condition;

	infer_integer(s, node->loop.condition, "the count of unroll");
	if (count->kind != NODE_ERROR &&
	    (count->kind != NODE_INT || count->integer.value < 1 || count->integer.value > 100))
		sema_report(s, count->span, DIAG_UNROLL_COUNT);
	s->loop_depth++;
	infer_body(s, node->loop.body);
	s->loop_depth--;
}

static void infer_while(struct sema *s, struct node *node)
{
	infer_condition(s, node->loop.condition);
	require_rounds(s, node);
	s->loop_depth++;
	infer_body(s, node->loop.body);
	s->loop_depth--;
}

/* -- the rest -- */

void infer_if_branches(struct sema *s, struct node *node)
{
	infer_condition(s, node->if_.condition);
	infer(s, node->if_.then_block);
	if (node->if_.else_block != NULL)
		infer(s, node->if_.else_block);
}

/* A value that nobody takes. delete() tells whether there was something; few ask. */
static void warn_discarded(struct sema *s, const struct node *node)
{
	if (!s->reports || node->type->kind == TYPE_NONE || node->type->kind == TYPE_ERROR)
		return;
	if (node->kind == NODE_INCDEC || (node->kind == NODE_CALL && node->call.function != NULL &&
					  node->call.function->id == FUNCTION_delete))
		return;
	if (node->kind == NODE_TERNARY) {
		/* c ? f() : g() stands for an if. */
		if (node->ternary.then_value != NULL)
			warn_discarded(s, node->ternary.then_value);
		warn_discarded(s, node->ternary.else_value);
		return;
	}
	diag_report(s->diag, node->span, DIAG_DISCARDED);
}

static void warn_discarded_in(struct sema *s, const struct node *block);

/* An if whose values nobody takes. */
static void warn_discarded_branches(struct sema *s, const struct node *node)
{
	warn_discarded_in(s, node->if_.then_block);
	if (node->if_.else_block != NULL)
		warn_discarded_in(s, node->if_.else_block);
}

static void warn_discarded_in(struct sema *s, const struct node *block)
{
	const struct node *value = block;

	if (block->kind == NODE_BLOCK)
		value = block->block.value;
	if (value == NULL)
		return;
	if (value->kind == NODE_BLOCK)
		warn_discarded_in(s, value);
	else if (value->kind == NODE_IF)
		warn_discarded_branches(s, value);
	else
		warn_discarded(s, value);
}

void infer_body(struct sema *s, struct node *block)
{
	infer(s, block);
	if (s->reports)
		warn_discarded_in(s, block);
}

static void check_inside_loop(struct sema *s, struct node *node, const char *word)
{
	if (s->loop_depth > 0 || !s->reports)
		return;
	diag_report(s->diag, node->span, DIAG_NOT_IN_LOOP, word);
	poison(node);
}

void infer_statement(struct sema *s, struct node *node)
{
	switch (node->kind) {
	case NODE_EXPR_STATEMENT:
		infer_body(s, node->expression);
		break;
	case NODE_DISCARD:
		infer_value(s, node->expression, "the value of '_ ='");
		break;
	case NODE_LET:
		infer_let(s, node);
		break;
	case NODE_ASSIGN:
		infer_assignment(s, node);
		break;
	case NODE_IF:
		if (node->if_.is_comptime) {
			infer_comptime_if(s, node);
			break;
		}
		infer_if_branches(s, node);
		if (s->reports)
			warn_discarded_branches(s, node);
		break;
	case NODE_RETURN:
		if (s->subprogram != NULL)
			infer_return(s, node);
		else if (node->expression != NULL)
			infer_integer(s, node->expression, "the value of return");
		break;
	case NODE_BREAK:
		check_inside_loop(s, node, "break");
		break;
	case NODE_CONTINUE:
		check_inside_loop(s, node, "continue");
		break;
	case NODE_WHILE:
		infer_while(s, node);
		break;
	case NODE_FOR:
		infer_for(s, node);
		break;
	case NODE_UNROLL:
		infer_unroll(s, node);
		break;
	case NODE_BLOCK:
		infer_body(s, node);
		break;
	case NODE_ERROR:
		break;
	default:
		infer(s, node);
		break;
	}
}

/* Whether nothing behind the statement runs. */
static bool is_end(const struct node *node)
{
	if (node->kind == NODE_RETURN || node->kind == NODE_BREAK || node->kind == NODE_CONTINUE)
		return true;
	return node->kind == NODE_EXPR_STATEMENT && node->expression->kind == NODE_CALL &&
	       node->expression->call.function != NULL &&
	       node->expression->call.function->id == FUNCTION_exit;
}

static void warn_unreachable(struct sema *s, const struct node *block)
{
	size_t n = block->block.statements.count;

	for (size_t i = 0; i < n; i++) {
		const struct node *behind =
			i + 1 < n ? block->block.statements.items[i + 1] : block->block.value;

		if (behind != NULL && is_end(block->block.statements.items[i])) {
			diag_report(s->diag, behind->span, DIAG_UNREACHABLE);
			return;
		}
	}
}

const struct type *infer_block(struct sema *s, struct node *node)
{
	const struct type *type = type_none();

	if (node->kind != NODE_BLOCK) {
		infer_statement(s, node);
		return node->type;
	}
	for (size_t i = 0; i < node->block.statements.count; i++)
		infer_statement(s, node->block.statements.items[i]);
	if (node->block.value != NULL)
		type = infer(s, node->block.value);
	if (s->reports)
		warn_unreachable(s, node);
	node->type = type;
	return type;
}
