/*
 * What is known when the script is compiled: `comptime e`, and the branch that `if comptime` takes.
 * The other branch is gone before its types are looked at, and before its names are if the condition
 * needs no types of variables.
 */
#include <string.h>

#include "front/ast_walk.h"
#include "sema/function_check.h"
#include "sema/pass.h"

static bool is_literal(const struct node *node)
{
	return node->kind == NODE_INT || node->kind == NODE_BOOL || node->kind == NODE_STRING;
}

static bool is_true(const struct node *literal)
{
	if (literal->kind == NODE_STRING)
		return true;
	return literal->kind == NODE_INT ? literal->integer.value != 0 : literal->boolean;
}

/* A field of what is written out as a record. */
static struct node *value_in_record(const struct node *field)
{
	const struct node *record = field->field.object;

	for (size_t i = 0; record->kind == NODE_RECORD && i < record->record.names.count; i++) {
		if (strcmp(record->record.names.items[i], field->field.name) == 0)
			return record->record.values.items[i];
	}
	return NULL;
}

static void compute(struct node **place, void *data)
{
	struct sema *s = data;
	struct node *node = *place;
	uint64_t size;

	if (node->kind == NODE_SIZEOF && size_is_known(s, node, &size)) {
		node->kind = NODE_INT;
		node->integer.value = size;
		node->integer.is_duration = node->integer.is_unsigned = false;
		node->type = NULL;
		return;
	}
	if (node->kind == NODE_CALL) {
		call_become_literal(node);
		return;
	}
	if (node->kind == NODE_FIELD && typeinfo_become_literal(s, node))
		return;
	ast_each_child(node, compute, s);
	if (node->kind == NODE_FIELD && value_in_record(node) != NULL) {
		*place = value_in_record(node);
		return;
	}
	if (node->kind == NODE_TERNARY && is_literal(node->ternary.condition) &&
	    node->ternary.then_value != NULL)
		*place = is_true(node->ternary.condition) ? node->ternary.then_value
							  : node->ternary.else_value;
	else
		fold_node(s, node);
}

const struct node *comptime_value(struct sema *s, const struct node *expression)
{
	struct node *copy = ast_clone(s->arena, expression);
	bool reports = s->reports;

	if (is_literal(expression))
		return expression;
	s->reports = false;
	infer(s, copy);
	compute(&copy, s);
	s->reports = reports;
	return is_literal(copy) ? copy : NULL;
}

/* The node of an if becomes the branch, or an empty block. */
static void become(struct sema *s, struct node *node, struct node *branch)
{
	struct span span = node->span;

	if (branch != NULL) {
		*node = *branch;
		return;
	}
	node->kind = NODE_BLOCK;
	node->span = span;
	node->type = NULL;
	node->block.value = NULL;
	vec_init(&node->block.statements, s->arena);
}

bool comptime_take_branch(struct sema *s, struct node *node)
{
	const struct node *value = comptime_value(s, node->if_.condition);

	if (value == NULL || value->kind == NODE_STRING)
		return false;
	become(s, node, is_true(value) ? node->if_.then_block : node->if_.else_block);
	return true;
}

/* Type of an if before the last walk: that of the branch that would be taken now. */
static const struct type *infer_taken(struct sema *s, struct node *node)
{
	const struct node *value = comptime_value(s, node->if_.condition);

	if (value == NULL || value->kind == NODE_STRING)
		return NULL;
	if (is_true(value))
		return infer(s, node->if_.then_block);
	return node->if_.else_block != NULL ? infer(s, node->if_.else_block) : type_none();
}

const struct type *infer_comptime_if(struct sema *s, struct node *node)
{
	infer_condition(s, node->if_.condition);
	if (!s->reports)
		return infer_taken(s, node);
	if (comptime_take_branch(s, node))
		return infer(s, node);
	/* A string is reported as a condition. */
	if (node->if_.condition->type->kind != TYPE_ERROR &&
	    node->if_.condition->kind != NODE_STRING)
		diag_report(s->diag, node->if_.condition->span, DIAG_NOT_COMPTIME);
	return poison(node);
}

const struct type *infer_comptime(struct sema *s, struct node *node)
{
	const struct node *value = comptime_value(s, node->comptime);
	struct span span = node->span;
	const struct type *type;

	if (!s->reports && value == NULL)
		return infer(s, node->comptime);
	if (!s->reports)
		return infer(s, (struct node *)value);
	if (value != NULL) {
		*node = *value;
		node->span = span;
		return infer(s, node);
	}
	type = infer(s, node->comptime);
	if (type->kind != TYPE_ERROR)
		diag_report(s->diag, node->span, DIAG_NOT_COMPTIME);
	return poison(node);
}
