/*
 * Which temporaries the statements of a plan read and write.
 */
#include "plan/build.h"

struct visit {
	void (*use)(struct visit *visit, int temp, bool is_write);
	int wanted;
	bool found;
	int *loop_of; /* by temp: the innermost loop that uses it, 0 if none, -1 before the first use */
	bool *is_shared; /* by temp: used by more than one */
	int loop, n_loops;
};

static void visit_block(struct visit *v, const plan_block *block, size_t from);

static void visit_place(struct visit *v, const struct plan_place *place, bool is_write)
{
	if (place->size && place->kind == PLACE_TEMP && place->temp >= 0)
		v->use(v, place->temp, is_write);
}

static void visit_expr(struct visit *v, const struct plan_expr *expr)
{
	if (!expr)
		return;
	if (expr->kind == PLAN_EXPR_TEMP)
		v->use(v, expr->temp, false);
	if (expr->kind == PLAN_EXPR_LOAD || expr->kind == PLAN_EXPR_ADDRESS)
		visit_place(v, &expr->place, false);
	visit_expr(v, expr->condition);
	visit_expr(v, expr->left);
	visit_expr(v, expr->right);
}

/* The C functions of the library may write through any pointer that they are given. */
static void visit_args(struct visit *v, const struct plan_statement *s)
{
	vec_foreach(const struct plan_arg, arg, &s->args) {
		visit_expr(v, arg->expr);
		if (arg->kind == PLAN_ARG_PLACE)
			visit_place(v, &arg->place, true);
	}
	vec_foreach(const struct plan_event_arg, arg, &s->event_args) {
		visit_expr(v, arg->expr);
		visit_expr(v, arg->length);
		visit_place(v, &arg->place, false);
	}
}

static void visit_loop(struct visit *v, const struct plan_statement *s)
{
	int outer = v->loop;
	v->loop = ++v->n_loops;
	if (s->temp >= 0)
		v->use(v, s->temp, true);
	visit_place(v, &s->place, true);
	visit_block(v, &s->body, 0);
	v->loop = outer;
}

static void visit_statement(struct visit *v, const struct plan_statement *s)
{
	visit_expr(v, s->expr);
	visit_expr(v, s->end);
	visit_expr(v, s->field.base);
	visit_place(v, &s->source, false);
	visit_place(v, &s->key, false);
	visit_args(v, s);
	if (s->kind == PLAN_REPEAT || s->kind == PLAN_FOR_MAP) {
		visit_loop(v, s);
		return;
	}
	if (s->temp >= 0)
		v->use(v, s->temp, true);
	visit_place(v, &s->place, true);
	visit_block(v, &s->condition, 0);
	visit_block(v, &s->body, 0);
	visit_block(v, &s->orelse, 0);
}

static void visit_block(struct visit *v, const plan_block *block, size_t from)
{
	for (size_t i = from; i < block->count; i++)
		visit_statement(v, block->items[i]);
}

static void find_any(struct visit *v, int temp, bool is_write)
{
	(void)is_write;
	v->found |= temp == v->wanted;
}

static void find_write(struct visit *v, int temp, bool is_write)
{
	v->found |= is_write && temp == v->wanted;
}

bool plan_expr_reads(const struct plan_expr *expr, int temp)
{
	struct visit v = { .use = find_any, .wanted = temp };
	visit_expr(&v, expr);
	return v.found;
}

bool plan_block_writes(const plan_block *block, size_t from, int temp)
{
	struct visit v = { .use = find_write, .wanted = temp };
	visit_block(&v, block, from);
	return v.found;
}

static void note_loop(struct visit *v, int temp, bool is_write)
{
	(void)is_write;
	if (v->loop_of[temp] >= 0 && v->loop_of[temp] != v->loop)
		v->is_shared[temp] = true;
	v->loop_of[temp] = v->loop;
}

void plan_mark_shared(struct plan_program *program)
{
	struct arena *arena = program->temps.arena;
	size_t n = program->temps.count;
	struct visit v = { .use = note_loop };
	v.loop_of = arena_alloc(arena, (n + 1) * sizeof(*v.loop_of));
	v.is_shared = arena_alloc(arena, (n + 1) * sizeof(*v.is_shared));
	for (size_t i = 0; i < n; i++)
		v.loop_of[i] = -1;
	visit_block(&v, &program->body, 0);
	for (size_t i = 0; i < n; i++)
		program->temps.items[i].is_shared =
			!program->temps.items[i].is_bytes && v.is_shared[i];
}
