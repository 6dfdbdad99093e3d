/* Calls: what holds for all functions, and the table of the checks of each. */
#include "sema/function_check.h"

/* ORDER FUNCTION */
static const function_check checks[N_FUNCTIONS] = {
	[FUNCTION_printf] = check_printf,
	[FUNCTION_errorf] = check_printf,
	[FUNCTION_warnf] = check_printf,
	[FUNCTION_cat] = check_printf,
	[FUNCTION_system] = check_printf,
	[FUNCTION_print] = check_print,
	[FUNCTION_clear] = check_whole_map,
	[FUNCTION_zero] = check_whole_map,
	[FUNCTION_exit] = check_exit,
	[FUNCTION_time] = check_time,
	[FUNCTION_join] = check_join,
	[FUNCTION_str] = check_str,
	[FUNCTION_buf] = check_buf,
	[FUNCTION_delete] = check_delete,
	[FUNCTION_has_key] = check_has_key,
	[FUNCTION_len] = check_len,
	[FUNCTION_count] = check_count,
	[FUNCTION_sum] = check_sum,
	[FUNCTION_min] = check_min,
	[FUNCTION_max] = check_max,
	[FUNCTION_avg] = check_avg,
	[FUNCTION_stats] = check_stats,
	[FUNCTION_hist] = check_hist,
	[FUNCTION_lhist] = check_lhist,
	[FUNCTION_tseries] = check_tseries,
	[FUNCTION_kstack] = check_stack,
	[FUNCTION_ustack] = check_stack,
	[FUNCTION_ksym] = check_symbol,
	[FUNCTION_usym] = check_symbol,
	[FUNCTION_nsecs] = check_nsecs,
	[FUNCTION_strftime] = check_strftime,
	[FUNCTION_ntop] = check_ntop,
	[FUNCTION_macaddr] = check_macaddr,
	[FUNCTION_reg] = check_reg,
	[FUNCTION_kptr] = check_space,
	[FUNCTION_uptr] = check_space,
	[FUNCTION_strncmp] = check_strncmp,
	[FUNCTION_strlen] = check_strlen,
	[FUNCTION_bswap] = check_bswap,
	[FUNCTION_getopt] = check_getopt,
	[FUNCTION_strcontains] = check_strcontains,
	[FUNCTION_strstr] = check_strstr,
	[FUNCTION_strcap] = check_strcap,
	[FUNCTION_str_concat] = check_str_concat,
	[FUNCTION_memcmp] = check_memcmp,
	[FUNCTION_strerror] = check_number_name,
	[FUNCTION_signal_name] = check_number_name,
	[FUNCTION_syscall_name] = check_number_name,
	[FUNCTION_pton] = check_pton,
	[FUNCTION_find] = check_find,
	[FUNCTION_assert] = check_assert,
	[FUNCTION_static_assert] = check_static_assert,
	[FUNCTION_fail] = check_fail,
	[FUNCTION_assert_str] = check_assert_str,
	[FUNCTION_is_literal] = check_is,
	[FUNCTION_is_str] = check_is,
	[FUNCTION_is_integer] = check_is,
	[FUNCTION_is_unsigned_integer] = check_is,
	[FUNCTION_is_ptr] = check_is,
	[FUNCTION_is_array] = check_is,
	[FUNCTION_is_scalar] = check_is,
	[FUNCTION_default_str_length] = check_default_str_length,
	[FUNCTION_kfunc_exist] = check_kfunc,
	[FUNCTION_kfunc_allowed] = check_kfunc,
	[FUNCTION_kaddr] = check_kaddr,
	[FUNCTION_percpu_kaddr] = check_percpu_kaddr,
	[FUNCTION_cgroupid] = check_cgroupid,
	[FUNCTION_kconfig] = check_kconfig,
	[FUNCTION_is_err] = check_is_err,
	[FUNCTION_container_of] = check_container_of,
	[FUNCTION_has_field] = check_has_field,
	[FUNCTION_has_type] = check_has_type,
	[FUNCTION_has_enumerator] = check_has_enumerator,
	[FUNCTION_comm] = check_comm_of,
	[FUNCTION_pid] = check_namespace_id,
	[FUNCTION_tid] = check_namespace_id,
	[FUNCTION_ppid] = check_task_field,
	[FUNCTION_pcomm] = check_task_field,
	[FUNCTION_leader_tid] = check_task_field,
	[FUNCTION_leader_comm] = check_task_field,
	[FUNCTION_signal] = check_signal,
	[FUNCTION_signal_thread] = check_signal,
	[FUNCTION_override] = check_override,
	[FUNCTION_write_user] = check_write_user,
	[FUNCTION_debugf] = check_debugf,
	[FUNCTION_dw_ustack] = check_stack,
	[FUNCTION_path] = check_path,
	[FUNCTION_skboutput] = check_skboutput,
	[FUNCTION_socket_cookie] = check_socket_cookie,
	[FUNCTION_uaddr] = check_uaddr,
	[FUNCTION_unwatch] = check_unwatch,
	[FUNCTION_cgroup_path] = check_cgroup_path,
};

void infer_arguments(struct sema *s, struct node *call)
{
	for (size_t i = 0; i < call->call.args.count; i++) {
		struct node *arg = call->call.args.items[i];

		if (arg->kind != NODE_IDENT || arg->ident.builtin != NULL || arg->ident.is_constant)
			infer(s, arg);
	}
}

/* "at least 1 argument", "2 arguments" */
static const char *wanted_count(struct sema *s, const struct function_row *row, size_t n)
{
	unsigned limit = n < row->min_args ? row->min_args : row->max_args;
	const char *bound = n < row->min_args ? "at least " : "at most ";

	if (limit == 0)
		return "no arguments";
	return arena_printf(s->arena, "%s%u argument%s",
			    row->min_args == row->max_args ? "" : bound, limit,
			    limit == 1 ? "" : "s");
}

bool has_right_count(struct sema *s, struct node *call)
{
	const struct function_row *row = call->call.function;
	size_t n = call->call.args.count;

	if (n >= row->min_args && n <= row->max_args)
		return true;
	sema_report(s, call->span, DIAG_ARGUMENT_COUNT, row->name, wanted_count(s, row, n), n);
	sema_note(s, (struct span){ 0 }, "it is called as %s", row->signature);
	infer_arguments(s, call);
	return false;
}

/* Whether the call may stand here; reports it if not. */
static bool stands_right(struct sema *s, const struct node *call)
{
	const struct function_row *row = call->call.function;
	const char *name;

	if (row->needs == 0)
		return true;
	name = arena_printf(s->arena, "%s()", row->name);
	if (s->subprogram == NULL || row->flags & FUNCTION_SHARED)
		return probe_offers(s, call->span, name, row->needs);
	sema_report(s, call->span, DIAG_NOT_IN_FUNCTION, name);
	return false;
}

const struct type *infer_call(struct sema *s, struct node *call)
{
	const struct function_row *row = call->call.function;

	if (call->call.subprogram != NULL)
		return infer_subprogram_call(s, call);
	if (call->call.c_function != NULL)
		return infer_c_call(s, call);
	if (row == NULL)
		return type_error();
	if (row->flags & FUNCTION_MAP_ONLY) {
		sema_report(s, call->span, DIAG_MAP_ONLY, row->name);
		infer_arguments(s, call);
		return type_error();
	}
	if (row->flags & FUNCTION_UNSAFE) {
		s->info->uses_unsafe = true;
		if (!s->options->allow_unsafe)
			sema_report(s, call->call.name_span, DIAG_UNSAFE,
				    arena_printf(s->arena, "'%s()'", row->name));
	}
	if (!has_right_count(s, call))
		return row->flags & FUNCTION_STATEMENT ? type_none() : type_error();
	stands_right(s, call);
	if (checks[row->id] == NULL)
		BUG("function '%s' has no check", row->name);
	return checks[row->id](s, call);
}

const struct type *check_aggregation(struct sema *s, struct node *call)
{
	return has_right_count(s, call) ? checks[call->call.function->id](s, call) : type_error();
}

const struct node *literal_text(struct sema *s, struct node *call, size_t i, const char *what)
{
	struct node *arg = call->call.args.items[i];

	infer(s, arg);
	if (arg->kind == NODE_STRING)
		return arg;
	if (arg->kind != NODE_ERROR)
		sema_report(s, arg->span, DIAG_NOT_LITERAL, what, call->call.name, "string");
	return NULL;
}

bool literal_number(struct sema *s, struct node *call, size_t i, const char *what, uint64_t least,
		    uint64_t most, uint64_t *number)
{
	struct node *arg = call->call.args.items[i];
	const struct type *type = infer(s, arg);
	bool is_negative;

	*number = least;
	if (arg->kind != NODE_INT) {
		if (arg->kind != NODE_ERROR)
			sema_report(s, arg->span, DIAG_NOT_LITERAL, what, call->call.name,
				    "number");
		return false;
	}
	is_negative = type->is_signed && (int64_t)arg->integer.value < 0;
	if (is_negative || arg->integer.value < least || arg->integer.value > most) {
		sema_report(s, arg->span, DIAG_ARGUMENT_RANGE, what, call->call.name,
			    (unsigned long long)least, (unsigned long long)most);
		return false;
	}
	*number = arg->integer.value;
	return true;
}

void wrong_argument(struct sema *s, const struct node *call, size_t i, const char *wanted)
{
	const struct node *arg = call->call.args.items[i];

	if (arg->type == NULL || arg->type->kind == TYPE_ERROR)
		return;
	sema_report(s, arg->span, DIAG_ARGUMENT_TYPE, call->call.name, wanted,
		    describe(s, arg->type));
}

void *call_detail(struct sema *s, struct node *call, size_t size)
{
	if (call->call.detail == NULL)
		call->call.detail = arena_alloc(s->arena, size);
	return call->call.detail;
}
