/*
 * Function calls: a row for each function of function.def that is left after sema.
 */
#include "plan/lower_call.h"

#include "base/diag.h"

struct call_row {
	lower_call_scalar_fn *scalar;
	lower_call_bytes_fn *bytes;
	lower_call_effect_fn *effect; /* NULL: as a value that is dropped */
	lower_call_event_arg_fn *event_arg;
};

static const struct call_row rows[N_FUNCTIONS] = {
	[FUNCTION_printf] = { .effect = lower_printf },
	[FUNCTION_errorf] = { .effect = lower_errorf },
	[FUNCTION_warnf] = { .effect = lower_warnf },
	[FUNCTION_print] = { .effect = lower_print },
	[FUNCTION_clear] = { .effect = lower_clear },
	[FUNCTION_zero] = { .effect = lower_zero_map },
	[FUNCTION_exit] = { .effect = lower_exit },
	[FUNCTION_time] = { .effect = lower_time },
	[FUNCTION_cat] = { .effect = lower_cat },
	[FUNCTION_system] = { .effect = lower_system },
	[FUNCTION_join] = { .effect = lower_join },
	[FUNCTION_str] = { .bytes = lower_str, .event_arg = lower_str_arg },
	[FUNCTION_buf] = { .bytes = lower_buf, .event_arg = lower_buf_arg },
	[FUNCTION_delete] = { .scalar = lower_delete, .effect = lower_delete_effect },
	[FUNCTION_has_key] = { .scalar = lower_has_key },
	[FUNCTION_len] = { .scalar = lower_len },
	[FUNCTION_kstack] = { .bytes = lower_stack, .event_arg = lower_stack_arg },
	[FUNCTION_ustack] = { .bytes = lower_stack, .event_arg = lower_stack_arg },
	[FUNCTION_dw_ustack] = { .bytes = lower_stack, .event_arg = lower_stack_arg },
	[FUNCTION_ksym] = { .scalar = lower_ksym },
	[FUNCTION_usym] = { .bytes = lower_usym },
	[FUNCTION_nsecs] = { .scalar = lower_nsecs },
	[FUNCTION_strftime] = { .bytes = lower_strftime },
	[FUNCTION_ntop] = { .bytes = lower_ntop },
	[FUNCTION_macaddr] = { .bytes = lower_macaddr },
	[FUNCTION_reg] = { .scalar = lower_reg },
	[FUNCTION_kptr] = { .scalar = lower_same_scalar },
	[FUNCTION_uptr] = { .scalar = lower_same_scalar },
	[FUNCTION_strncmp] = { .scalar = lower_strncmp },
	[FUNCTION_strlen] = { .scalar = lower_strlen },
	[FUNCTION_bswap] = { .scalar = lower_bswap },
	[FUNCTION_getopt] = { .scalar = lower_getopt_scalar, .bytes = lower_getopt_bytes },
	[FUNCTION_strcontains] = { .scalar = lower_strcontains },
	[FUNCTION_strstr] = { .scalar = lower_strstr },
	[FUNCTION_strcap] = { .scalar = lower_strcap },
	[FUNCTION_str_concat] = { .bytes = lower_str_concat },
	[FUNCTION_memcmp] = { .scalar = lower_memcmp },
	[FUNCTION_strerror] = { .bytes = lower_strerror },
	[FUNCTION_signal_name] = { .bytes = lower_signal_name },
	[FUNCTION_syscall_name] = { .bytes = lower_syscall_name },
	[FUNCTION_pton] = { .bytes = lower_pton },
	[FUNCTION_find] = { .scalar = lower_find },
	[FUNCTION_assert] = { .effect = lower_assert },
	[FUNCTION_static_assert] = { .effect = lower_nothing },
	[FUNCTION_fail] = { .effect = lower_nothing },
	[FUNCTION_assert_str] = { .effect = lower_nothing },
	[FUNCTION_kaddr] = { .scalar = lower_kaddr },
	[FUNCTION_percpu_kaddr] = { .scalar = lower_percpu_kaddr },
	[FUNCTION_cgroupid] = { .scalar = lower_cgroupid },
	[FUNCTION_kconfig] = { .scalar = lower_kconfig },
	[FUNCTION_is_err] = { .scalar = lower_is_err },
	[FUNCTION_has_field] = { .scalar = lower_has_field },
	[FUNCTION_has_type] = { .scalar = lower_has_type },
	[FUNCTION_has_enumerator] = { .scalar = lower_has_enumerator },
	[FUNCTION_comm] = { .bytes = lower_comm_of },
	[FUNCTION_pid] = { .scalar = lower_namespace_id },
	[FUNCTION_tid] = { .scalar = lower_namespace_id },
	[FUNCTION_signal] = { .effect = lower_signal },
	[FUNCTION_signal_thread] = { .effect = lower_signal },
	[FUNCTION_override] = { .effect = lower_override },
	[FUNCTION_write_user] = { .scalar = lower_write_user },
	[FUNCTION_debugf] = { .effect = lower_debugf },
	[FUNCTION_path] = { .bytes = lower_path },
	[FUNCTION_skboutput] = { .scalar = lower_skboutput },
	[FUNCTION_uaddr] = { .scalar = lower_uaddr },
	[FUNCTION_unwatch] = { .effect = lower_unwatch },
	[FUNCTION_socket_cookie] = { .scalar = lower_socket_cookie },
	[FUNCTION_cgroup_path] = { .scalar = lower_same_scalar },
};

static const struct call_row *row_of(const struct node *call)
{
	if (!call->call.function)
		BUG("call of '%s' without a function", call->call.name);
	return &rows[call->call.function->id];
}

const struct plan_expr *lower_call_scalar(struct lower *l, const struct node *node)
{
	if (node->call.subprogram)
		return plan_cast(l->arena, lower_scalar_type(node->type),
				 lower_function_call(l, node, true));
	if (node->call.c_function)
		return plan_cast(l->arena, lower_scalar_type(node->type),
				 lower_c_call(l, node, true));
	const struct call_row *row = row_of(node);
	if (!row->scalar)
		BUG("no scalar from %s()", node->call.name);
	return plan_cast(l->arena, lower_scalar_type(node->type), row->scalar(l, node));
}

struct plan_place lower_call_bytes(struct lower *l, const struct node *node,
				   const struct plan_place *wanted)
{
	if (node->call.subprogram)
		return lower_function_bytes(l, node, wanted);
	const struct call_row *row = row_of(node);
	if (!row->bytes)
		BUG("no bytes from %s()", node->call.name);
	return row->bytes(l, node, wanted);
}

void lower_call_effect(struct lower *l, const struct node *node)
{
	if (node->call.subprogram) {
		lower_function_call(l, node, false);
		return;
	}
	if (node->call.c_function) {
		lower_c_call(l, node, false);
		return;
	}
	const struct call_row *row = row_of(node);
	if (row->effect)
		row->effect(l, node);
	else if (row->scalar)
		row->scalar(l, node);
	else
		lower_call_bytes(l, node, NULL);
}

bool lower_call_event_arg(struct lower *l, const struct node *node, struct plan_event_arg *arg)
{
	if (node->kind == NODE_IDENT && node->ident.builtin &&
	    (node->type->kind == TYPE_KSTACK || node->type->kind == TYPE_USTACK))
		return lower_stack_arg(l, node, arg);
	if (node->kind != NODE_CALL || node->call.subprogram || node->call.c_function ||
	    !row_of(node)->event_arg)
		return false;
	const struct node *outer = l->node;
	l->node = node;
	bool is_arg = row_of(node)->event_arg(l, node, arg);
	l->node = outer;
	return is_arg;
}
