/*
 * Statements and temporaries of the program at work.
 */
#include <string.h>

#include "plan/lowering.h"

/* The messages of a tool and its #line are about the script, not about what it imports. */
struct span lower_script_span(const struct lower *l, struct span span)
{
	const struct source_set *sources = l->input->sources;
	const struct source_file *script = source_find(sources, l->input->script->span.begin);
	struct span from;
	while (source_find(sources, span.begin) != script &&
	       source_origin(sources, span.begin, &from) != SOURCE_GIVEN)
		span = from;
	return span;
}

uint32_t lower_line(const struct lower *l, struct span span)
{
	return source_place(l->input->sources, lower_script_span(l, span).begin).line;
}

struct plan_statement *lower_add(struct lower *l, enum plan_statement_kind kind)
{
	struct plan_statement *statement = plan_statement_new(l->arena, kind, l->line);
	vec_push(l->block, statement);
	return statement;
}

int lower_new_scalar(struct lower *l, struct plan_scalar type)
{
	struct plan_temp temp = { .scalar = type };
	vec_push(&l->program->temps, temp);
	return l->program->temps.count - 1;
}

/* Index in l->idle of a temporary of this shape, or -1. */
static int find_idle(const struct lower *l, uint32_t size, uint32_t align)
{
	for (size_t i = 0; i < l->idle.count; i++) {
		const struct plan_temp *temp = &l->program->temps.items[l->idle.items[i]];
		if (temp->size == size && temp->align == align)
			return i;
	}
	return -1;
}

static struct plan_place whole(const struct lower *l, int temp)
{
	struct plan_place place = { .kind = PLACE_TEMP, .temp = temp };
	place.size = l->program->temps.items[temp].size;
	return place;
}

static int add_bytes(struct lower *l, const char *name, uint32_t size, uint32_t align)
{
	struct plan_temp temp = { .name = name, .is_bytes = true, .size = size, .align = align };
	vec_push(&l->program->temps, temp);
	return l->program->temps.count - 1;
}

struct plan_place lower_new_bytes(struct lower *l, uint32_t size, uint32_t align)
{
	int temp;
	int idle = find_idle(l, size, align);
	if (idle >= 0) {
		temp = l->idle.items[idle];
		l->idle.items[idle] = vec_last(&l->idle);
		l->idle.count--;
	} else {
		temp = add_bytes(l, NULL, size, align);
	}
	vec_push(&l->busy, temp);
	return whole(l, temp);
}

struct plan_place lower_destination(struct lower *l, const struct type *type,
				    const struct plan_place *wanted)
{
	if (wanted)
		return *wanted;
	return lower_new_bytes(l, type->size, type->align ? type->align : 1);
}

size_t lower_begin(const struct lower *l)
{
	return l->busy.count;
}

void lower_release(struct lower *l, size_t mark)
{
	while (l->busy.count > mark) {
		vec_push(&l->idle, vec_last(&l->busy));
		l->busy.count--;
	}
}

/* "v_x"; variables of the same name in other scopes get a number. */
static const char *variable_name(struct lower *l, const struct variable *variable)
{
	unsigned same = 0;
	vec_foreach(struct lower_variable, known, &l->variables) {
		if (strcmp(known->variable->name, variable->name) == 0)
			same++;
	}
	if (same)
		return arena_printf(l->arena, "v_%s_%u", variable->name, same + 1);
	return arena_printf(l->arena, "v_%s", variable->name);
}

int lower_variable(struct lower *l, const struct variable *variable)
{
	vec_foreach(struct lower_variable, known, &l->variables) {
		if (known->variable == variable)
			return known->temp;
	}
	const char *name = variable_name(l, variable);
	const struct type *type = variable->type;
	struct lower_variable entry = { .variable = variable };
	if (lower_is_bytes(type)) {
		entry.temp = add_bytes(l, name, type->size, type->align ? type->align : 1);
	} else {
		entry.temp = lower_new_scalar(l, lower_scalar_type(type));
		l->program->temps.items[entry.temp].name = name;
	}
	vec_push(&l->variables, entry);
	return entry.temp;
}

const struct plan_expr *lower_temp(struct lower *l, int temp)
{
	return plan_temp_value(l->arena, l->program, temp);
}

void lower_set(struct lower *l, int temp, const struct plan_expr *expr)
{
	struct plan_statement *set = lower_add(l, PLAN_SET);
	set->temp = temp;
	set->expr = plan_cast(l->arena, l->program->temps.items[temp].scalar, expr);
}

void lower_store(struct lower *l, struct plan_place place, const struct plan_expr *expr)
{
	struct plan_scalar type = expr->type;
	if (type.size != place.size)
		type = (struct plan_scalar){ place.size, type.is_signed, false };
	struct plan_statement *store = lower_add(l, PLAN_STORE);
	store->place = place;
	store->expr = plan_cast(l->arena, type, expr);
}

void lower_zero(struct lower *l, struct plan_place place)
{
	if (place.size)
		lower_add(l, PLAN_ZERO)->place = place;
}

void lower_copy(struct lower *l, struct plan_place to, struct plan_place from)
{
	if (plan_place_equal(to, from) || !to.size)
		return;
	struct plan_statement *copy = lower_add(l, PLAN_COPY);
	copy->place = to;
	copy->source = from;
}

void lower_literal(struct lower *l, struct plan_place place, const char *text, size_t size)
{
	if (!place.size)
		return;
	struct plan_statement *literal = lower_add(l, PLAN_LITERAL);
	literal->place = place;
	literal->text = arena_strndup(l->arena, text, size);
	literal->text_size = size < place.size ? size : place.size;
}

const struct plan_expr *lower_keep(struct lower *l, const struct plan_expr *expr)
{
	if (expr->kind == PLAN_EXPR_CONST || expr->kind == PLAN_EXPR_CONTEXT)
		return expr;
	if (expr->kind == PLAN_EXPR_TEMP && !l->program->temps.items[expr->temp].name)
		return expr;
	int temp = lower_new_scalar(l, expr->type);
	lower_set(l, temp, expr);
	return lower_temp(l, temp);
}

plan_block *lower_enter(struct lower *l, plan_block *block)
{
	plan_block *outer = l->block;
	l->block = block;
	return outer;
}

void lower_leave(struct lower *l, plan_block *outer)
{
	l->block = outer;
}

struct plan_statement *lower_library(struct lower *l, enum plan_library function)
{
	struct plan_statement *call = lower_add(l, PLAN_CALL);
	call->library = function;
	return call;
}

void lower_arg(struct plan_statement *call, const struct plan_expr *expr)
{
	struct plan_arg arg = { .kind = PLAN_ARG_EXPR, .expr = expr, .map = -1 };
	vec_push(&call->args, arg);
}

void lower_arg_bytes(struct plan_statement *call, struct plan_place place)
{
	struct plan_arg arg = { .kind = PLAN_ARG_PLACE, .place = place, .map = -1 };
	vec_push(&call->args, arg);
}

void lower_arg_place(struct plan_statement *call, struct plan_place place)
{
	lower_arg_bytes(call, place);
	lower_arg(call, plan_const(call->args.arena, SCALAR_U32, place.size));
}

void lower_arg_context(struct plan_statement *call)
{
	struct plan_arg arg = { .kind = PLAN_ARG_CONTEXT, .map = -1 };
	vec_push(&call->args, arg);
}

void lower_arg_map(struct plan_statement *call, int map)
{
	struct plan_arg arg = { .kind = PLAN_ARG_MAP, .map = map };
	vec_push(&call->args, arg);
}

void lower_arg_text(struct plan_statement *call, const char *text, size_t size)
{
	struct arena *arena = call->args.arena;
	struct plan_arg arg = { .kind = PLAN_ARG_TEXT, .map = -1 };
	arg.text = arena_strndup(arena, text, size);
	arg.text_size = size;
	vec_push(&call->args, arg);
	lower_arg(call, plan_const(arena, SCALAR_U32, size + 1));
}

const struct plan_expr *lower_result(struct lower *l, struct plan_statement *call,
				     struct plan_scalar type)
{
	call->temp = lower_new_scalar(l, type);
	return lower_temp(l, call->temp);
}
