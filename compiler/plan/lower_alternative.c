/*
 * Attach points that another kind of probe can serve with the same meaning, so that the tool may choose
 * on its host. A block that reads what only its own kind has stays with it.
 */
#include <string.h>

#include "front/ast_walk.h"
#include "plan/lowering.h"
#include "sema/builtin.h"
#include "sema/function.h"
#include "sema/probe_kind.h"
#include "sema/syscall_name.h"

/* What a block uses of its probe. */
enum use {
	USES_ARGS = 1,
	USES_ARGN = 2,
	USES_REGISTERS = 4, /* the context, and what it alone gives */
	USES_STACK = 8,     /* the way into the program is in it */
	USES_TYPES = 16,    /* pointers that the verifier knows */
	USES_RETVAL = 32,
	USES_SYSCALL = 64, /* args of a tracepoint that those of all system calls have: the number, the result */
};

/* Of the context these are in another place for each kind. */
#define USES_CONTEXT (USES_ARGS | USES_ARGN | USES_RETVAL | USES_SYSCALL)

struct row {
	enum abi_probe_kind kind, other;
	unsigned excludes; /* enum use */
};

static const struct row rows[] = {
	{ ABI_PROBE_KPROBE, ABI_PROBE_FENTRY, USES_REGISTERS | USES_STACK },
	{ ABI_PROBE_KRETPROBE, ABI_PROBE_FEXIT, USES_REGISTERS | USES_STACK },
	{ ABI_PROBE_FENTRY, ABI_PROBE_KPROBE, USES_STACK | USES_TYPES },
	{ ABI_PROBE_FEXIT, ABI_PROBE_KRETPROBE, USES_ARGS | USES_STACK | USES_TYPES },
	{ ABI_PROBE_TRACEPOINT, ABI_PROBE_RAWTRACEPOINT, USES_ARGS | USES_SYSCALL | USES_STACK },
};

/* Registers that carry arguments; further ones read as 0 in a kprobe. */
#define MAX_ARGUMENTS 6

static unsigned use_of_builtin(const struct node *node)
{
	switch (node->ident.builtin->id) {
	case BUILTIN_args:
		return USES_ARGS;
	case BUILTIN_argN:
		return node->ident.constant < MAX_ARGUMENTS ? USES_ARGN
							    : USES_ARGN | USES_REGISTERS;
	case BUILTIN_retval:
		return USES_RETVAL;
	case BUILTIN_ctx:
	case BUILTIN_usermode:
		return USES_REGISTERS;
	case BUILTIN_kstack:
		return USES_STACK;
	default:
		return 0;
	}
}

static unsigned use_of_function(const struct node *call)
{
	switch (call->call.function->id) {
	case FUNCTION_kstack:
		return USES_STACK;
	case FUNCTION_reg:
	case FUNCTION_override:
		return USES_REGISTERS;
	case FUNCTION_path:
	case FUNCTION_skboutput:
	case FUNCTION_socket_cookie:
		return USES_TYPES;
	default:
		return 0;
	}
}

/* The number and the result have one place in the events of all system calls. */
static bool is_common_arg(const struct node *node)
{
	const struct node *object = node->field.object;
	return object->kind == NODE_IDENT && object->ident.builtin &&
	       object->ident.builtin->id == BUILTIN_args &&
	       (!strcmp(node->field.name, "ret") || !strcmp(node->field.name, "__syscall_nr"));
}

static void find_uses(struct node **child, void *data)
{
	unsigned *uses = data;
	struct node *node = *child;
	if (node->kind == NODE_FIELD && is_common_arg(node)) {
		*uses |= USES_SYSCALL;
		return;
	}
	if (node->kind == NODE_IDENT && node->ident.builtin)
		*uses |= use_of_builtin(node);
	if (node->kind == NODE_CALL && node->call.function)
		*uses |= use_of_function(node);
	if (node->kind == NODE_CALL && node->call.subprogram)
		find_uses(&node->call.subprogram->node->function.body, uses);
	ast_each_child(node, find_uses, uses);
}

/* Other places than the start of a function or an event have one mechanism only; of $1 the tool knows. */
static bool is_plain_place(const struct node *point)
{
	vec_foreach(const char *, part, &point->attach_point.parts) {
		if (strchr(*part, '+') || (**part >= '0' && **part <= '9'))
			return false;
	}
	return point->attach_point.parts.count > 0;
}

/* Events of this category are made by the kernel out of two raw tracepoints for all system calls. */
static bool is_syscall(const struct node *point)
{
	return point->attach_point.kind->kind == ABI_PROBE_TRACEPOINT &&
	       point->attach_point.parts.count == 2 &&
	       strcmp(point->attach_point.parts.items[0], "syscalls") == 0;
}

/* One of them or many; what the program excludes then. */
static bool set_syscall(const struct node *point, struct lower_other *other, unsigned *excludes)
{
	static const char enter[] = "sys_enter_", leave[] = "sys_exit_";
	const char *event = point->attach_point.parts.items[1];
	other->is_exit = strncmp(event, leave, strlen(leave)) == 0;
	if (!other->is_exit && strncmp(event, enter, strlen(enter)) != 0)
		return false;
	event += strlen(other->is_exit ? leave : enter);
	other->syscall = syscall_name_find(event);
	other->is_syscall_set = !other->syscall && strchr(event, '*');
	*excludes &= other->syscall ? ~(USES_ARGS | USES_SYSCALL) : ~USES_SYSCALL;
	return other->syscall || other->is_syscall_set;
}

static const struct row *find_row(enum abi_probe_kind kind)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].kind == kind)
			return &rows[i];
	}
	return NULL;
}

bool lower_uses_args(const struct node *probe)
{
	unsigned uses = 0;
	ast_each_child((struct node *)probe, find_uses, &uses);
	return uses & (USES_ARGS | USES_SYSCALL);
}

bool lower_find_other(const struct node *probe, const struct node *point, struct lower_other *other)
{
	const struct row *row = find_row(point->attach_point.kind->kind);
	const char *first = is_plain_place(point) ? point->attach_point.parts.items[0] : NULL;
	unsigned uses = 0, excludes = row ? row->excludes : 0;
	size_t n;
	*other = (struct lower_other){ 0 };
	if (!row || !first || lower_is_bpf_program(point))
		return false;
	if (is_syscall(point)) {
		if (!set_syscall(point, other, &excludes))
			return false;
	}
	ast_each_child((struct node *)probe, find_uses, &uses);
	other->kind = &probe_kind_rows(&n)[row->other];
	other->is_same = !(uses & USES_CONTEXT) && !other->syscall && !other->is_syscall_set;
	return !(uses & excludes);
}
