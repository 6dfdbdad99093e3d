/*
 * Stacks, symbols and registers.
 */
#include "plan/lower_call.h"
#include "sema/builtin.h"
#include "sema/register.h"

/* Whether it is dw_ustack, as a call or as a builtin. */
static bool is_unwound(const struct node *node)
{
	if (node->kind == NODE_CALL)
		return node->call.function && node->call.function->id == FUNCTION_dw_ustack;
	return node->kind == NODE_IDENT && node->ident.builtin &&
	       node->ident.builtin->id == BUILTIN_dw_ustack;
}

/* kstack, ustack and dw_ustack, as calls and as builtins: mode and limit are in the type. */
struct plan_place lower_stack(struct lower *l, const struct node *node,
			      const struct plan_place *wanted)
{
	bool is_user = node->type->kind == TYPE_USTACK;
	struct plan_place place = lower_destination(l, node->type, wanted);
	enum plan_library function = is_user ? LIBRARY_ustack : LIBRARY_kstack;
	bool unwinds = is_unwound(node);
	if (unwinds)
		function = LIBRARY_dw_ustack;
	else if (node->type->bits == ABI_STACK_BUILD_ID)
		function = LIBRARY_ustack_build_id;
	struct plan_statement *call = lower_library(l, function);
	if (unwinds)
		l->plan->unwinds = true;
	else
		lower_arg_context(call);
	lower_arg_bytes(call, place);
	lower_arg(call, plan_const(l->arena, SCALAR_U32, node->type->count));
	if (is_user)
		lower_arg(call, plan_const(l->arena, SCALAR_U32, l->probe));
	return place;
}

bool lower_stack_arg(struct lower *l, const struct node *node, struct plan_event_arg *arg)
{
	(void)l;
	if (is_unwound(node))
		return false;
	arg->kind = node->type->kind == TYPE_USTACK ? PLAN_EVENT_USTACK : PLAN_EVENT_KSTACK;
	if (node->type->bits == ABI_STACK_BUILD_ID)
		arg->kind = PLAN_EVENT_BUILD_IDS;
	arg->limit = node->type->count;
	return true;
}

const struct plan_expr *lower_ksym(struct lower *l, const struct node *call)
{
	return lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U64);
}

struct plan_place lower_usym_of(struct lower *l, const struct plan_expr *address,
				const struct plan_place *wanted)
{
	struct plan_place place = lower_destination(l, type_of_kind(TYPE_USYM), wanted);
	const struct plan_expr *pid = lower_result(l, lower_library(l, LIBRARY_pid), SCALAR_U32);
	lower_store(l, plan_part(place, offsetof(struct abi_usym, address), 8), address);
	lower_store(l, plan_part(place, offsetof(struct abi_usym, pid), 4), pid);
	lower_store(l, plan_part(place, offsetof(struct abi_usym, probe), 4),
		    plan_const(l->arena, SCALAR_U32, l->probe));
	return place;
}

struct plan_place lower_usym(struct lower *l, const struct node *call,
			     const struct plan_place *wanted)
{
	return lower_usym_of(l, lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U64), wanted);
}

const struct plan_expr *lower_reg(struct lower *l, const struct node *call)
{
	return plan_register(l->arena, register_member(l->input->info->machine,
						       lower_call_arg(call, 0)->string.text));
}
