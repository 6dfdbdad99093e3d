/*
 * Functions of the script as subprograms, and calls of them. Parameters are passed by value: scalars as they
 * are, bytes by their address, from where the function takes its own copy.
 */
#include "plan/lowering.h"

static struct plan_program *program_new(struct lower *l, const struct subprogram *sub)
{
	struct plan_program *program = arena_new_of(l->arena, struct plan_program);
	program->name = arena_printf(l->arena, "f_%s", sub->name);
	program->is_subprogram = true;
	program->title = arena_printf(l->arena, "fn %s", sub->name);
	program->line = lower_line(l, sub->node->span);
	program->n_params = (int)sub->node->function.params.count;
	program->gives_bytes = lower_is_bytes(sub->result);
	if (sub->result->kind != TYPE_NONE && !program->gives_bytes)
		program->result = lower_scalar_type(sub->result);
	vec_init(&program->slots, l->arena);
	vec_init(&program->temps, l->arena);
	vec_init(&program->body, l->arena);
	return program;
}

static const struct variable *param_of(const struct subprogram *sub, size_t i)
{
	return sub->node->function.params.items[i]->let.var->var.variable;
}

static int add_bytes(struct lower *l, const struct type *type)
{
	struct plan_temp temp = { .is_bytes = true, .size = type->size };
	temp.align = type->align ? type->align : 1;
	vec_push(&l->program->temps, temp);
	return (int)l->program->temps.count - 1;
}

/* A last parameter, and the bytes that go there at the end: until then an argument may be the same place. */
static void add_result(struct lower *l, const struct type *type)
{
	l->program->result_param = add_bytes(l, type);
	l->program->n_params++;
	l->program->result_temp = add_bytes(l, type);
}

/* The first temporaries: scalars are the variables themselves, of bytes the address comes. */
static void add_params(struct lower *l, const struct subprogram *sub)
{
	size_t n = sub->node->function.params.count;
	for (size_t i = 0; i < n; i++) {
		const struct type *type = param_of(sub, i)->type;
		if (lower_is_bytes(type))
			add_bytes(l, type);
		else
			lower_variable(l, param_of(sub, i));
	}
	if (l->program->gives_bytes)
		add_result(l, sub->result);
	for (size_t i = 0; i < n; i++) {
		const struct type *type = param_of(sub, i)->type;
		if (!lower_is_bytes(type))
			continue;
		struct plan_place from = { .kind = PLACE_TEMP, .temp = (int)i, .size = type->size };
		struct plan_place to = from;
		to.temp = lower_variable(l, param_of(sub, i));
		lower_copy(l, to, from);
	}
}

static void lower_function(struct lower *l, const struct subprogram *sub)
{
	l->program = program_new(l, sub);
	l->result = sub->result;
	l->root = NULL;
	l->attach_point = NULL;
	l->probe = 0;
	l->is_bound = false;
	l->line = l->program->line;
	vec_init(&l->variables, l->arena);
	vec_init(&l->busy, l->arena);
	vec_init(&l->idle, l->arena);
	l->block = &l->program->body;
	add_params(l, sub);
	lower_block(l, sub->node->function.body);
	plan_mark_shared(l->program);
	vec_push(&l->plan->programs, l->program);
}

void lower_functions(struct lower *l)
{
	vec_foreach(struct subprogram *, sub, &l->input->info->subprograms)
		lower_function(l, *sub);
}

static struct lower_operand argument(struct lower *l, const struct node *arg,
				     const struct type *type)
{
	if (!lower_is_bytes(type))
		return lower_operand_of(l, lower_scalar_as(l, arg, lower_scalar_type(type)));
	struct lower_operand operand = { .place = lower_bytes_as(l, arg, type), .block = l->block };
	operand.mark = l->block->count;
	return operand;
}

/* The call, without a place for its result. */
static struct plan_statement *call_statement(struct lower *l, const struct node *call)
{
	const struct subprogram *sub = call->call.subprogram;
	size_t n = call->call.args.count;
	struct lower_operand *args = arena_alloc(l->arena, (n + 1) * sizeof(*args));
	for (size_t i = 0; i < n; i++)
		args[i] = argument(l, call->call.args.items[i], param_of(sub, i)->type);
	lower_hold(l, args, n);
	struct plan_statement *statement = lower_add(l, PLAN_SUBPROGRAM);
	statement->program = (int)sub->index;
	for (size_t i = 0; i < n; i++) {
		if (args[i].expr)
			lower_arg(statement, args[i].expr);
		else
			lower_arg_bytes(statement, args[i].place);
	}
	return statement;
}

struct plan_place lower_function_bytes(struct lower *l, const struct node *call,
				       const struct plan_place *wanted)
{
	struct plan_statement *statement = call_statement(l, call);
	struct plan_place place = lower_destination(l, call->call.subprogram->result, wanted);
	lower_arg_bytes(statement, place);
	return place;
}

const struct plan_expr *lower_function_call(struct lower *l, const struct node *call,
					    bool is_wanted)
{
	const struct type *type = call->call.subprogram->result;
	if (lower_is_bytes(type)) {
		lower_function_bytes(l, call, NULL);
		return NULL;
	}
	struct plan_statement *statement = call_statement(l, call);
	return is_wanted ? lower_result(l, statement, lower_scalar_type(type)) : NULL;
}
