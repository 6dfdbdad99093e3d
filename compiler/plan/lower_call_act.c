/*
 * Addresses of the target, ids, and functions that act on what is traced.
 */
#include <string.h>

#include "plan/lower_call.h"

const struct plan_expr *lower_kaddr(struct lower *l, const struct node *call)
{
	return lower_target_value(l, ABI_PATCH_KADDR, lower_call_arg(call, 0)->string.text);
}

const struct plan_expr *lower_cgroupid(struct lower *l, const struct node *call)
{
	return lower_target_value(l, ABI_PATCH_CGROUP_ID, lower_call_arg(call, 0)->string.text);
}

const struct plan_expr *lower_kconfig(struct lower *l, const struct node *call)
{
	return lower_target_value(l, ABI_PATCH_KCONFIG, lower_call_arg(call, 0)->string.text);
}

/* The symbol's own address, moved to the CPU's memory; 0 for a CPU that is not there. */
const struct plan_expr *lower_percpu_kaddr(struct lower *l, const struct node *call)
{
	const struct node *cpu_node = lower_call_arg(call, 1);
	const struct plan_expr *cpu =
		cpu_node ? lower_scalar_as(l, cpu_node, SCALAR_U64)
			 : lower_result(l, lower_library(l, LIBRARY_cpu), SCALAR_U32);
	struct plan_statement *offset = lower_library(l, LIBRARY_percpu_offset);
	lower_arg(offset, lower_target_value(l, ABI_PATCH_KADDR, "__per_cpu_offset"));
	lower_arg(offset, plan_cast(l->arena, SCALAR_U64, cpu));
	const struct plan_expr *distance = lower_result(l, offset, SCALAR_U64);
	const struct plan_expr *sum =
		plan_binary(l->arena, PLAN_ADD, lower_kaddr(l, call), distance);
	const struct plan_expr *zero = plan_const(l->arena, SCALAR_U64, 0);
	return plan_select(l->arena, plan_binary(l->arena, PLAN_NOT_EQUAL, distance, zero), sum,
			   zero);
}

#define MAX_ERRNO 4095 /* include/linux/err.h */

const struct plan_expr *lower_is_err(struct lower *l, const struct node *call)
{
	const struct plan_expr *pointer = lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U64);
	return plan_binary(l->arena, PLAN_GREATER_EQUAL, pointer,
			   plan_const(l->arena, SCALAR_U64, (uint64_t)-MAX_ERRNO));
}

/* pid(init), pid(curr_ns) and the same of tid */
const struct plan_expr *lower_namespace_id(struct lower *l, const struct node *call)
{
	bool is_init = strcmp(lower_call_arg(call, 0)->ident.name, "init") == 0;
	bool is_pid = call->call.function->id == FUNCTION_pid;
	enum plan_library of_init = is_pid ? LIBRARY_init_pid : LIBRARY_init_tid;
	enum plan_library of_tool = is_pid ? LIBRARY_pid : LIBRARY_tid;
	return lower_result(l, lower_library(l, is_init ? of_init : of_tool), SCALAR_U32);
}

void lower_signal(struct lower *l, const struct node *call)
{
	bool is_thread = call->call.function->id == FUNCTION_signal_thread;
	const struct plan_expr *number = lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U32);
	struct plan_statement *send =
		lower_library(l, is_thread ? LIBRARY_signal_thread : LIBRARY_signal);
	lower_arg(send, number);
	send->failure = lower_failure(l, is_thread ? "send_signal_thread" : "send_signal", NULL);
}

void lower_override(struct lower *l, const struct node *call)
{
	const struct plan_expr *value = lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U64);
	struct plan_statement *override = lower_library(l, LIBRARY_override);
	lower_arg_context(override);
	lower_arg(override, value);
	override->failure = lower_failure(l, "override_return", NULL);
}

const struct plan_expr *lower_write_user(struct lower *l, const struct node *call)
{
	const struct node *value = lower_call_arg(call, 1);
	uint64_t size = lower_call_arg(call, 2)->integer.value;
	struct lower_operand address =
		lower_operand_of(l, lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U64));
	struct plan_place bytes = lower_bytes_as(l, value, value->type);
	lower_hold(l, &address, 1);
	struct plan_statement *write = lower_library(l, LIBRARY_write_user);
	lower_arg(write, address.expr);
	lower_arg_place(write, plan_part(bytes, 0, size));
	write->failure = lower_failure(l, "probe_write_user", NULL);
	return lower_result(l, write, SCALAR_BOOL);
}

#define DEBUG_VALUES 3

/* A number; of a string its address, from which the kernel copies it. */
static const struct plan_expr *debug_value(struct lower *l, const struct node *node)
{
	if (!lower_is_bytes(node->type))
		return lower_scalar_as(l, node, SCALAR_U64);
	return plan_address(l->arena, lower_bytes(l, node, NULL));
}

void lower_debugf(struct lower *l, const struct node *call)
{
	const struct node *format = lower_call_arg(call, 0);
	struct lower_operand values[DEBUG_VALUES];
	size_t n = call->call.args.count - 1;
	for (size_t i = 0; i < DEBUG_VALUES; i++)
		values[i] = lower_operand_of(
			l, i < n ? debug_value(l, lower_call_arg(call, i + 1))
				 : plan_const(l->arena, SCALAR_U64, 0));
	lower_hold(l, values, DEBUG_VALUES);
	struct plan_statement *print = lower_library(l, LIBRARY_trace_printk);
	lower_arg_text(print, format->string.text, format->string.size + 1);
	for (size_t i = 0; i < DEBUG_VALUES; i++)
		lower_arg(print, values[i].expr);
}

static const struct abi_format *assert_format(struct lower *l, const struct node *message)
{
	struct abi_format *format = arena_new_of(l->arena, struct abi_format);
	struct abi_piece *piece = arena_new_of(l->arena, struct abi_piece);
	piece->literal = arena_printf(l->arena, "assert failed: %s", message->string.text);
	piece->literal_size = strlen(piece->literal);
	format->pieces = piece;
	format->n_pieces = 1;
	return format;
}

void lower_assert(struct lower *l, const struct node *call)
{
	const struct plan_expr *truth = lower_truth(l, lower_call_arg(call, 0));
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = plan_unary(l->arena, PLAN_NOT, truth);
	plan_block *outer = lower_enter(l, &test->body);
	struct abi_event error = lower_event(l, ABI_EVENT_ERRORF, call);
	error.format = assert_format(l, lower_call_arg(call, 1));
	lower_event_plain(l, &error);
	struct abi_event end = lower_event(l, ABI_EVENT_EXIT, call);
	lower_event_scalar(l, &end, plan_const(l->arena, SCALAR_U8, 1));
	lower_add(l, PLAN_RETURN);
	lower_leave(l, outer);
}

/* An iterator's object may be NULL, and the verifier wants to see that it is not. */
static plan_block *enter_if_there(struct lower *l, const struct plan_expr *address)
{
	const struct plan_expr *base = address;
	while (base->kind == PLAN_EXPR_FIELD_ADDRESS)
		base = base->left;
	if (l->program->kind != ABI_PROBE_ITER || base == address)
		return NULL;
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = plan_binary(l->arena, PLAN_NOT_EQUAL, base,
				 plan_const(l->arena, base->type, 0));
	return lower_enter(l, &test->body);
}

struct plan_place lower_path(struct lower *l, const struct node *call,
			     const struct plan_place *wanted)
{
	struct lower_memory memory = lower_memory_of(l, lower_call_arg(call, 0));
	struct plan_place place = lower_destination(l, call->type, wanted);
	if (l->program->kind == ABI_PROBE_ITER)
		lower_zero(l, place);
	plan_block *outer = enter_if_there(l, memory.address);
	struct plan_statement *path = lower_library(l, LIBRARY_path);
	lower_arg_place(path, place);
	lower_arg(path, memory.address);
	if (outer)
		lower_leave(l, outer);
	return place;
}

const struct plan_expr *lower_socket_cookie(struct lower *l, const struct node *call)
{
	const struct plan_expr *socket = lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U64);
	struct plan_statement *cookie = lower_library(l, LIBRARY_socket_cookie);
	lower_arg(cookie, socket);
	return lower_result(l, cookie, SCALAR_U64);
}

void lower_unwatch(struct lower *l, const struct node *call)
{
	const struct plan_expr *address = lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U64);
	struct abi_event event = lower_event(l, ABI_EVENT_UNWATCH, call);
	lower_event_scalar(l, &event, address);
}

/* Of functions that sema has dealt with. */
void lower_nothing(struct lower *l, const struct node *call)
{
	(void)l;
	(void)call;
}
