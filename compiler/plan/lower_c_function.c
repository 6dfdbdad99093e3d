/*
 * Calls of functions of imported C. Numbers are passed as 64 bits, bytes by their address: what the function
 * writes there is in the variable.
 */
#include <string.h>

#include "plan/lowering.h"
#include "sema/symbol.h"

static bool is_pointer(const struct ctype *type)
{
	return type->kind == CTYPE_POINTER;
}

/* Index of the function in the plan, which lists those that are called. */
static int function_of(struct lower *l, const struct node *call)
{
	const struct c_function *function = call->call.c_function;
	struct plan_c_function entry = { .name = function->name, .file = function->file };
	for (size_t i = 0; i < l->plan->c_functions.count; i++) {
		if (strcmp(l->plan->c_functions.items[i].name, function->name) == 0)
			return (int)i;
	}
	entry.n_params = (unsigned)function->prototype->n_members;
	for (unsigned i = 0; i < entry.n_params; i++)
		entry.is_pointer[i] = is_pointer(function->prototype->members[i].type);
	if (call->type->kind != TYPE_NONE) {
		entry.result = lower_scalar_type(call->type);
		entry.gives_pointer = is_pointer(function->prototype->target);
	}
	vec_push(&l->plan->c_functions, entry);
	return (int)l->plan->c_functions.count - 1;
}

static struct lower_operand argument(struct lower *l, const struct node *arg,
				     const struct ctype *param)
{
	struct plan_scalar number = { 8, param->is_signed, false };
	if (!lower_is_bytes(arg->type))
		return lower_operand_of(l, lower_scalar_as(l, arg, number));
	struct lower_operand operand = { .place = lower_bytes_as(l, arg, arg->type),
					 .block = l->block };
	operand.mark = l->block->count;
	return operand;
}

const struct plan_expr *lower_c_call(struct lower *l, const struct node *call, bool is_wanted)
{
	const struct ctype *prototype = call->call.c_function->prototype;
	size_t n = call->call.args.count;
	struct lower_operand *args = arena_alloc(l->arena, (n + 1) * sizeof(*args));
	for (size_t i = 0; i < n; i++)
		args[i] = argument(l, call->call.args.items[i], prototype->members[i].type);
	lower_hold(l, args, n);
	struct plan_statement *statement = lower_add(l, PLAN_C_CALL);
	statement->program = function_of(l, call);
	for (size_t i = 0; i < n; i++) {
		if (args[i].expr)
			lower_arg(statement, args[i].expr);
		else
			lower_arg_bytes(statement, args[i].place);
	}
	return is_wanted ? lower_result(l, statement, lower_scalar_type(call->type)) : NULL;
}
