#include "emit/visit.h"

static void visit_temp(struct visitor *v, int temp)
{
	if (v->temp && temp >= 0)
		v->temp(v, temp);
}

static void visit_place(struct visitor *v, const struct plan_place *place)
{
	if (place->size && place->kind == PLACE_TEMP)
		visit_temp(v, place->temp);
}

static void visit_expr(struct visitor *v, const struct plan_expr *expr)
{
	if (!expr)
		return;
	if (v->expr)
		v->expr(v, expr);
	if (expr->kind == PLAN_EXPR_TEMP)
		visit_temp(v, expr->temp);
	if (expr->kind == PLAN_EXPR_LOAD || expr->kind == PLAN_EXPR_ADDRESS)
		visit_place(v, &expr->place);
	visit_expr(v, expr->condition);
	visit_expr(v, expr->left);
	visit_expr(v, expr->right);
}

/* The statement's own operands; `temp` and `place` of a loop belong to its body. */
static void visit_operands(struct visitor *v, const struct plan_statement *s)
{
	visit_expr(v, s->expr);
	visit_expr(v, s->end);
	visit_expr(v, s->field.base);
	visit_place(v, &s->source);
	visit_place(v, &s->key);
	vec_foreach(const struct plan_arg, arg, &s->args) {
		visit_expr(v, arg->expr);
		visit_place(v, &arg->place);
	}
	vec_foreach(const struct plan_event_arg, arg, &s->event_args) {
		visit_expr(v, arg->expr);
		visit_expr(v, arg->length);
		visit_place(v, &arg->place);
	}
}

static void visit_loop(struct visitor *v, const struct plan_statement *s)
{
	const struct plan_statement *outer = v->loop;

	v->loop = s;
	visit_temp(v, s->temp);
	visit_place(v, &s->place);
	visit_block(v, &s->condition);
	/* The condition of a WHILE is evaluated in its body. */
	if (s->kind == PLAN_WHILE)
		visit_expr(v, s->expr);
	visit_block(v, &s->body);
	v->loop = outer;
}

static void visit_statement(struct visitor *v, const struct plan_statement *s)
{
	if (v->statement)
		v->statement(v, s);
	if (s->kind == PLAN_WHILE || s->kind == PLAN_REPEAT)
		visit_temp(v, s->cut);
	if (s->kind == PLAN_WHILE) {
		visit_loop(v, s);
		return;
	}
	visit_operands(v, s);
	if (s->kind == PLAN_REPEAT || s->kind == PLAN_FOR_MAP) {
		visit_loop(v, s);
		return;
	}
	visit_temp(v, s->temp);
	visit_place(v, &s->place);
	visit_block(v, &s->body);
	visit_block(v, &s->orelse);
}

void visit_block(struct visitor *v, const plan_block *block)
{
	vec_foreach(struct plan_statement *, s, block)
		visit_statement(v, *s);
}
