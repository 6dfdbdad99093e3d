/* Calls of functions that imported .bpf.c files define. */
#include "sema/function_check.h"
#include "sema/pass.h"
#include "sema/struct_copy.h"

/* Registers that the kernel passes arguments in. */
#define MAX_PARAMS 5

const struct c_function *find_c_function(const struct sema *s, const char *name)
{
	for (size_t i = 0; i < s->options->n_c_functions; i++) {
		if (s->options->c_functions[i].name == name)
			return &s->options->c_functions[i];
	}
	return NULL;
}

static bool is_register(const struct ctype *type)
{
	return type->kind == CTYPE_INT || type->kind == CTYPE_BOOL || type->kind == CTYPE_ENUM ||
	       type->kind == CTYPE_POINTER;
}

/* Why a script cannot call it; NULL if it can. */
static const char *obstacle(struct sema *s, const struct ctype *prototype)
{
	if (prototype->n_members > MAX_PARAMS)
		return arena_printf(s->arena, "it has more than %d parameters", MAX_PARAMS);
	for (size_t i = 0; i < prototype->n_members; i++) {
		if (!is_register(prototype->members[i].type))
			return arena_printf(s->arena,
					    "parameter %zu is neither a number nor a pointer",
					    i + 1);
	}
	if (prototype->target != NULL && prototype->target->kind != CTYPE_VOID &&
	    !is_register(prototype->target))
		return "its result is neither a number nor a pointer";
	return NULL;
}

/* Bytes are passed by their address. */
static void check_argument(struct sema *s, const struct c_function *function,
			   const struct ctype *param, struct node *arg)
{
	const struct type *type = infer_value(s, arg, "an argument");
	bool is_bytes = type->kind == TYPE_STRING || type->kind == TYPE_BUFFER ||
			type->kind == TYPE_ARRAY || type->kind == TYPE_TUPLE ||
			type->kind == TYPE_RECORD || type->kind == TYPE_STRUCT;

	if (type_holds_copy(type)) {
		sema_report(s, arg->span, DIAG_ADDRESS_OF_COPY, describe(s, type));
		return;
	}
	if (type->kind == TYPE_ERROR || type_is_scalar(type) ||
	    (is_bytes && param->kind == CTYPE_POINTER))
		return;
	sema_report(s, arg->span, DIAG_ARGUMENT_TYPE, function->name,
		    param->kind == CTYPE_POINTER ? "an address or bytes" : "a number",
		    describe(s, type));
	sema_note(s, function->import, "it is imported here");
}

static bool has_all_arguments(struct sema *s, const struct node *call)
{
	const struct c_function *function = call->call.c_function;
	size_t n = function->prototype->n_members;

	if (n == call->call.args.count)
		return true;
	sema_report(s, call->span, DIAG_ARGUMENT_COUNT, function->name,
		    n == 0 ? "no arguments"
			   : arena_printf(s->arena, "%zu argument%s", n, n == 1 ? "" : "s"),
		    call->call.args.count);
	sema_note(s, function->import, "it is imported here");
	return false;
}

const struct type *infer_c_call(struct sema *s, struct node *call)
{
	const struct c_function *function = call->call.c_function;
	const struct ctype *prototype = function->prototype;
	const char *reason = obstacle(s, prototype);

	if (reason != NULL) {
		sema_report(s, call->call.name_span, DIAG_C_FUNCTION, function->name, reason);
		sema_note(s, function->import, "it is imported here");
	}
	if (reason != NULL || !has_all_arguments(s, call)) {
		infer_arguments(s, call);
		return type_error();
	}
	for (size_t i = 0; i < call->call.args.count; i++)
		check_argument(s, function, prototype->members[i].type, call->call.args.items[i]);
	if (prototype->target == NULL || prototype->target->kind == CTYPE_VOID)
		return type_none();
	return type_of_ctype(s->arena, prototype->target, SPACE_KERNEL);
}
