/*
 * Builtin variables: a row for each of builtin.def.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lower_call.h"
#include "sema/builtin.h"
#include "sema/probe_kind.h"

struct builtin_lowering {
	bool is_call; /* a scalar from the library, without arguments */
	enum plan_library library;
	lower_call_scalar_fn *scalar;
	lower_call_bytes_fn *bytes;
};

static const struct plan_expr *child_pid(struct lower *l, const struct node *node)
{
	(void)node;
	return LOWER_TOOL_CONSTANT(l, child_pid);
}

/* Without -c it is 0, and that is told where it is used. */
static const struct plan_expr *child_pid_or_warning(struct lower *l, const struct node *node)
{
	const struct plan_expr *pid = child_pid(l, node);
	const struct plan_expr *is_zero =
		plan_binary(l->arena, PLAN_EQUAL, pid, plan_const(l->arena, pid->type, 0));
	lower_warn_if(l, is_zero, node, "No child command (`-c`); cpid is zero");
	return pid;
}

static const struct plan_expr *cpu_count(struct lower *l, const struct node *node)
{
	(void)node;
	return LOWER_TOOL_CONSTANT(l, n_cpus);
}

static const struct plan_expr *context(struct lower *l, const struct node *node)
{
	(void)node;
	return plan_context(l->arena);
}

static bool is_traced(const struct lower *l)
{
	return l->program->kind == ABI_PROBE_FENTRY || l->program->kind == ABI_PROBE_FEXIT;
}

static const struct plan_expr *argument(struct lower *l, const struct node *node)
{
	uint64_t n = node->ident.constant;
	const struct probe_target *target = lower_probe_target(l);
	if (is_traced(l))
		return lower_slot_register(l, (struct abi_slot){ .kind = ABI_SLOT_ARGUMENT,
								 .index = (uint32_t)n });
	if (l->program->kind == ABI_PROBE_RAWTRACEPOINT && target && target->prototype &&
	    n < target->prototype->n_members)
		return lower_prototype_argument(l, target->prototype, n);
	return plan_indexed(l->arena, PLAN_EXPR_ARGUMENT, n);
}

/* Of fexit it stands behind the arguments, whose number is the target's. */
static const struct plan_expr *return_value(struct lower *l, const struct node *node)
{
	const struct probe_target *target = lower_probe_target(l);
	struct abi_slot slot = { .kind = ABI_SLOT_RESULT };
	(void)node;
	if (!is_traced(l))
		return plan_indexed(l->arena, PLAN_EXPR_RETURN_VALUE, 0);
	if (lower_is_bpf_program(l->attach_point)) {
		struct plan_statement *call = lower_library(l, LIBRARY_func_result);
		lower_arg_context(call);
		return plan_cast(l->arena, SCALAR_S32, lower_result(l, call, SCALAR_U64));
	}
	if (lower_probe_kind(l)->kind != ABI_PROBE_FEXIT || target->is_pattern ||
	    !target->prototype || !target->prototype->target)
		return lower_slot_register(l, slot);
	return lower_slot_value(l, slot, target->prototype->target);
}

static const struct plan_expr *function_address(struct lower *l)
{
	bool is_uprobe = l->program->kind == ABI_PROBE_UPROBE;
	struct plan_statement *call =
		lower_library(l, is_uprobe ? LIBRARY_uprobe_ip : LIBRARY_func_ip);
	lower_arg_context(call);
	return lower_result(l, call, SCALAR_U64);
}

static const struct plan_expr *function_scalar(struct lower *l, const struct node *node)
{
	(void)node;
	return function_address(l);
}

static struct plan_place function_bytes(struct lower *l, const struct node *node,
					const struct plan_place *wanted)
{
	(void)node;
	return lower_usym_of(l, function_address(l), wanted);
}

static struct plan_place comm_bytes(struct lower *l, const struct node *node,
				    const struct plan_place *wanted)
{
	struct plan_place place = lower_destination(l, node->type, wanted);
	lower_arg_place(lower_library(l, LIBRARY_comm), place);
	return place;
}

static const struct plan_expr *boot_time(struct lower *l, const struct node *node)
{
	(void)node;
	struct plan_statement *call = lower_library(l, LIBRARY_nsecs);
	lower_arg(call, plan_const(l->arena, SCALAR_U32, ABI_CLOCK_BOOT));
	return lower_result(l, call, SCALAR_U64);
}

const struct plan_expr *lower_probe_id(struct lower *l)
{
	enum plan_library function = LIBRARY_probe_id;
	if (l->program->kind == ABI_PROBE_USDT)
		function = LIBRARY_usdt_probe_id;
	else if (l->program->kind == ABI_PROBE_KRETPROBE)
		function = LIBRARY_return_probe_id;
	else if (l->program->syscall_set)
		function = LIBRARY_syscall_set_probe_id;
	struct plan_statement *call = lower_library(l, function);
	lower_arg_context(call);
	if (l->program->syscall_set) {
		lower_arg(call, plan_const(l->arena, SCALAR_U32, l->program->is_syscall_exit));
		lower_arg(call, plan_const(l->arena, SCALAR_U32, l->program->syscall_set - 1));
	}
	return lower_result(l, call, SCALAR_U32);
}

void lower_probe_text(struct lower *l, const struct plan_expr *id, struct plan_place dest)
{
	struct plan_place name = dest;
	if (name.size > LIMIT_PROBE_NAME) {
		lower_zero(l, dest);
		name = plan_part(dest, 0, LIMIT_PROBE_NAME);
	}
	struct plan_statement *call = lower_library(l, LIBRARY_probe_name);
	lower_arg_place(call, name);
	lower_arg(call, id);
}

static const struct plan_expr *probe_id(struct lower *l, const struct node *node)
{
	(void)node;
	return lower_probe_id(l);
}

/* A name that the compiler knows is a constant. */
static struct plan_place probe_name(struct lower *l, const struct node *node,
				    const struct plan_place *wanted)
{
	const struct probe_target *target = lower_probe_target(l);
	if (target && target->name)
		return lower_probe_name(l, node->type->size);
	struct plan_place place = lower_destination(l, node->type, wanted);
	lower_probe_text(l, lower_probe_id(l), place);
	return place;
}

#define FROM_LIBRARY(function)                                 \
	{                                                      \
		.is_call = true, .library = LIBRARY_##function \
	}

static const struct builtin_lowering rows[N_BUILTINS] = {
	[BUILTIN_cgroup] = FROM_LIBRARY(cgroup),
	[BUILTIN_comm] = { .bytes = comm_bytes },
	[BUILTIN_cpid] = { .scalar = child_pid_or_warning },
	[BUILTIN_cpu] = FROM_LIBRARY(cpu),
	[BUILTIN_ctx] = { .scalar = context },
	[BUILTIN_curtask] = FROM_LIBRARY(curtask),
	[BUILTIN_elapsed] = FROM_LIBRARY(elapsed),
	[BUILTIN_func] = { .scalar = function_scalar, .bytes = function_bytes },
	[BUILTIN_gid] = FROM_LIBRARY(gid),
	[BUILTIN_has_cpid] = { .scalar = child_pid },
	[BUILTIN_jiffies] = FROM_LIBRARY(jiffies),
	[BUILTIN_dw_ustack] = { .bytes = lower_stack },
	[BUILTIN_kstack] = { .bytes = lower_stack },
	[BUILTIN_ncpus] = { .scalar = cpu_count },
	[BUILTIN_nsecs] = { .scalar = boot_time },
	[BUILTIN_numaid] = FROM_LIBRARY(numa_node),
	[BUILTIN_pid] = FROM_LIBRARY(pid),
	[BUILTIN_probe] = { .scalar = probe_id, .bytes = probe_name },
	[BUILTIN_rand] = FROM_LIBRARY(rand),
	[BUILTIN_retval] = { .scalar = return_value },
	[BUILTIN_tid] = FROM_LIBRARY(tid),
	[BUILTIN_uid] = FROM_LIBRARY(uid),
	[BUILTIN_username] = FROM_LIBRARY(uid),
	[BUILTIN_ustack] = { .bytes = lower_stack },
	[BUILTIN_argN] = { .scalar = argument },
};

struct result_row {
	const char *c_type;
	struct plan_scalar scalar;
};

static const struct result_row result_rows[] = {
	{ "__u32", { 4, false, false } },
	{ "__s32", { 4, true, false } },
	{ "__u64", { 8, false, false } },
	{ "bool", { 1, false, true } },
};

/* Type of a library function's result, as library.def has it. */
static struct plan_scalar library_type(enum plan_library function)
{
	static const char *const returns[N_LIBRARY] = {
#define LIBRARY(name, header, type, has_site, help) #type,
#include "library.def"
	};
	for (size_t i = 0; i < sizeof(result_rows) / sizeof(result_rows[0]); i++) {
		if (strcmp(result_rows[i].c_type, returns[function]) == 0)
			return result_rows[i].scalar;
	}
	BUG("library function %d gives no scalar", function);
}

const struct plan_expr *lower_builtin_scalar(struct lower *l, const struct node *node)
{
	const struct builtin_lowering *row = &rows[node->ident.builtin->id];
	const struct plan_expr *value;
	if (row->is_call)
		value = lower_result(l, lower_library(l, row->library), library_type(row->library));
	else if (row->scalar)
		value = row->scalar(l, node);
	else
		BUG("no scalar in builtin '%s'", node->ident.name);
	return plan_cast(l->arena, lower_scalar_type(node->type), value);
}

struct plan_place lower_builtin_bytes(struct lower *l, const struct node *node,
				      const struct plan_place *wanted)
{
	const struct builtin_lowering *row = &rows[node->ident.builtin->id];
	if (!row->bytes)
		BUG("no bytes in builtin '%s'", node->ident.name);
	return row->bytes(l, node, wanted);
}
