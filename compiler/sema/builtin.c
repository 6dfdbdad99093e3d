#include "sema/builtin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sema/function_check.h"
#include "sema/pass.h"

/* How a builtin gets its type; the names of builtin.def's second column. */
enum builtin_typing {
	BTYPE_ARGS,
	BTYPE_UINT8,
	BTYPE_UINT32,
	BTYPE_UINT64,
	BTYPE_BOOL,
	BTYPE_COMM,
	BTYPE_CONFIG,
	BTYPE_CONTEXT,
	BTYPE_TASK,
	BTYPE_TASK_FIELD,
	BTYPE_FUNCTION,
	BTYPE_KSTACK,
	BTYPE_USTACK,
	BTYPE_PROBE_NAME,
	BTYPE_PROBE_TYPE,
	BTYPE_RETVAL,
	BTYPE_USERNAME,
	BTYPE_ARGN,
};

static const struct builtin_row rows[] = {
#define BUILTIN(name, type, needs, help, kernel, example) \
	[BUILTIN_##name] = { BUILTIN_##name, #name, BTYPE_##type, needs, help, kernel, example },
#include "sema/builtin.def"
	[BUILTIN_argN] = { BUILTIN_argN, "argN", BTYPE_ARGN, PROBE_HAS_ARGN,
			   "raw arguments of the traced function", "",
			   "kprobe:vfs_read { printf(\"%p %lu\\n\", arg0, arg2); }" },
};

/* arg0 to arg255. */
static bool is_argument(const char *name)
{
	char *end;
	unsigned long n;

	if (strncmp(name, "arg", 3) != 0 || name[3] < '0' || name[3] > '9' ||
	    (name[3] == '0' && name[4] != '\0'))
		return false;
	n = strtoul(name + 3, &end, 10);
	return *end == '\0' && n <= 255;
}

const struct builtin_row *builtin_find(const char *name)
{
	for (size_t i = 0; i < BUILTIN_argN; i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return is_argument(name) ? &rows[BUILTIN_argN] : NULL;
}

const struct builtin_row *builtin_rows(size_t *count)
{
	*count = N_BUILTINS;
	return rows;
}

const struct probe_kind *current_kind(const struct sema *s)
{
	if (s->probe == NULL || s->probe->probe.attach_points.count == 0)
		return NULL;
	return s->probe->probe.attach_points.items[0]->attach_point.kind;
}

const struct probe_target *current_target(const struct sema *s)
{
	return current_kind(s) != NULL ? s->probe->probe.attach_points.items[0]->attach_point.target
				       : NULL;
}

enum address_space current_space(const struct sema *s)
{
	const struct probe_kind *kind = current_kind(s);

	if (s->cast_from != SPACE_NONE)
		return s->cast_from;
	return kind != NULL && kind->flags & PROBE_IS_USER ? SPACE_USER : SPACE_KERNEL;
}

bool probe_offers(struct sema *s, struct span span, const char *name, unsigned needs)
{
	bool result = true;

	for (size_t i = 0; s->probe != NULL && i < s->probe->probe.attach_points.count; i++) {
		const struct node *point = s->probe->probe.attach_points.items[i];
		const struct probe_kind *kind =
			point->kind == NODE_ATTACH_POINT ? point->attach_point.kind : NULL;

		if (kind == NULL || (kind->flags & needs) == needs)
			continue;
		sema_report(s, span, DIAG_BUILTIN_NOT_HERE, name, kind->name);
		result = false;
	}
	return result;
}

static bool is_offered(struct sema *s, const struct node *node)
{
	const struct builtin_row *row = node->ident.builtin;

	if (s->subprogram != NULL &&
	    (row->needs != 0 || row->id == BUILTIN_probe || row->id == BUILTIN_probetype ||
	     row->id == BUILTIN_usermode)) {
		sema_report(s, node->span, DIAG_NOT_IN_FUNCTION, node->ident.name);
		return false;
	}
	return probe_offers(s, node->span, node->ident.name, row->needs);
}

static void args_unknown(struct sema *s, const struct node *node, const struct node *point)
{
	const struct probe_target *target = point->attach_point.target;

	sema_report(s, node->span, DIAG_ARGS_UNKNOWN, point->attach_point.text);
	if (target->args_error != NULL)
		sema_note(s, (struct span){ 0 }, "%s", target->args_error);
	if (target->other != NULL)
		sema_note(s, (struct span){ 0 }, "'%s' and '%s' match and have different args",
			  target->match, target->other);
}

static void user_args_unknown(struct sema *s, const struct node *node, const struct node *point)
{
	const struct probe_target *target = point->attach_point.target;

	sema_report(s, node->span, DIAG_USER_ARGS_UNKNOWN, point->attach_point.text,
		    target->args_error);
	sema_note(s, (struct span){ 0 }, "arg0, arg1 and so on need no types");
}

static const struct type *args_type(struct sema *s, const struct node *node)
{
	const struct probe_target *target = current_target(s);
	const struct node *point;

	if (target == NULL)
		return type_error();
	if (target->args != NULL)
		return target->args;
	point = s->probe->probe.attach_points.items[0];
	if (!s->reports || s->untyped_args == s->probe)
		return type_error();
	s->untyped_args = s->probe;
	if (point->attach_point.kind->kind == ABI_PROBE_UPROBE)
		user_args_unknown(s, node, point);
	else
		args_unknown(s, node, point);
	return type_error();
}

/* Room for the longest name of the block's probes, or for any where one is resolved on the target. */
static const struct type *probe_name_type(struct sema *s)
{
	size_t longest = 0;

	if (s->probe == NULL)
		return type_string(s->arena, LIMIT_PROBE_NAME);
	for (size_t i = 0; i < s->probe->probe.attach_points.count; i++) {
		const struct probe_target *target =
			s->probe->probe.attach_points.items[i]->attach_point.target;
		size_t length;

		if (target == NULL || target->name == NULL)
			return type_string(s->arena, LIMIT_PROBE_NAME);
		length = strlen(target->name);
		longest = length > longest ? length : longest;
	}
	return type_string(s->arena, (uint32_t)longest + 1);
}

void prefer_probe_number(struct node *node)
{
	const node_vec *elements = NULL;

	if (node->kind == NODE_IDENT && node->ident.builtin != NULL)
		node->ident.is_number = node->ident.builtin->id == BUILTIN_probe;
	else if (node->kind == NODE_TUPLE)
		elements = &node->tuple;
	else if (node->kind == NODE_RECORD)
		elements = &node->record.values;
	for (size_t i = 0; elements != NULL && i < elements->count; i++)
		prefer_probe_number(elements->items[i]);
}

/* begin and end are one type of probe to the script, named after neither. */
static const char *probe_type_name(const struct probe_kind *kind)
{
	switch (kind->kind) {
	case ABI_PROBE_BEGIN:
	case ABI_PROBE_END:
		return "special";
	case ABI_PROBE_BENCH:
		return "benchmark";
	default:
		return kind->name;
	}
}

static const struct type *become_string(struct sema *s, struct node *node, const char *text)
{
	node->kind = NODE_STRING;
	node->string.text = text;
	node->string.size = strlen(text);
	return type_string(s->arena, (uint32_t)strlen(text) + 1);
}

static const struct type *become_integer(struct node *node, uint64_t value, const struct type *type)
{
	node->kind = NODE_INT;
	node->integer.value = value;
	node->integer.is_duration = node->integer.is_unsigned = false;
	node->type = type;
	return type;
}

static const struct type *pointer_to_struct(struct sema *s, const char *name)
{
	const struct ctype *ctype = kernel_find_type(s->kernel, CTYPE_STRUCT, name);

	return type_pointer(s->arena, ctype != NULL ? type_struct(s->arena, ctype) : type_none(),
			    SPACE_KERNEL);
}

static const struct type *context_type(struct sema *s, const struct probe_kind *kind)
{
	const struct node *point = s->probe->probe.attach_points.items[0];

	switch (kind->kind) {
	case ABI_PROBE_ITER:
		if (point->attach_point.parts.count == 0)
			break;
		return pointer_to_struct(s, arena_printf(s->arena, "bpf_iter__%s",
							 point->attach_point.parts.items[0]));
	case ABI_PROBE_PROFILE:
	case ABI_PROBE_INTERVAL:
	case ABI_PROBE_SOFTWARE:
	case ABI_PROBE_HARDWARE:
	case ABI_PROBE_WATCHPOINT:
		return pointer_to_struct(s, "bpf_perf_event_data");
	default:
		return pointer_to_struct(s, "pt_regs");
	}
	return type_error();
}

/* Without registers the mode is known: blocks that the tool itself runs are user code. */
static const struct type *usermode_type(struct sema *s, struct node *node,
					const struct probe_kind *kind)
{
	if (kind == NULL)
		return type_int(1, false);
	if (!(kind->flags & PROBE_HAS_REGS))
		return become_integer(node, kind->kind <= ABI_PROBE_BENCH, type_int(1, false));
	builtin_expand(s, node);
	return infer(s, node);
}

/* A field of a task; the target must have its types. */
static const struct type *task_type(struct sema *s, struct node *node)
{
	if (kernel_find_type(s->kernel, CTYPE_STRUCT, "task_struct") == NULL) {
		sema_report(s, node->span, DIAG_UNKNOWN_TYPE, "struct task_struct");
		return type_error();
	}
	builtin_expand(s, node);
	return infer(s, node);
}

/* A for loop's body is a function of its own, without the probe's context. */
static bool needs_context(const struct builtin_row *row)
{
	return row->id == BUILTIN_args || row->id == BUILTIN_argN || row->id == BUILTIN_retval ||
	       row->id == BUILTIN_ctx;
}

const struct type *builtin_type(struct sema *s, struct node *node)
{
	const struct builtin_row *row = node->ident.builtin;
	const struct probe_kind *kind = current_kind(s);
	const struct probe_target *target = current_target(s);

	if (!is_offered(s, node))
		return type_error();
	if (s->for_depth > 0 && needs_context(row))
		sema_report(s, node->span, DIAG_NOT_IN_FOR, node->ident.name);
	switch ((enum builtin_typing)row->typing) {
	case BTYPE_ARGS:
		return args_type(s, node);
	case BTYPE_UINT8:
		return usermode_type(s, node, kind);
	case BTYPE_UINT32:
		return type_int(4, false);
	case BTYPE_UINT64:
		return type_int(8, false);
	case BTYPE_BOOL:
		return type_bool();
	case BTYPE_COMM:
		return type_string(s->arena, LIMIT_COMM_SIZE);
	case BTYPE_CONFIG:
		builtin_expand_config(s, node);
		return infer(s, node);
	case BTYPE_CONTEXT:
		return kind != NULL ? context_type(s, kind) : type_error();
	case BTYPE_TASK:
		return pointer_to_struct(s, "task_struct");
	case BTYPE_TASK_FIELD:
		return task_type(s, node);
	case BTYPE_FUNCTION:
		return type_of_kind(current_space(s) == SPACE_USER ? TYPE_USYM : TYPE_KSYM);
	case BTYPE_KSTACK:
		return type_stack(s->arena, TYPE_KSTACK, LIMIT_STACK_DEPTH_DEFAULT,
				  (enum abi_stack_mode)s->info->config.stack_mode);
	case BTYPE_USTACK:
		if (row->id == BUILTIN_dw_ustack)
			check_unwinding(s, node->span);
		return type_stack(s->arena, TYPE_USTACK, LIMIT_STACK_DEPTH_DEFAULT,
				  stack_mode_of(s, row->id == BUILTIN_dw_ustack));
	case BTYPE_PROBE_NAME:
		return node->ident.is_number ? type_of_kind(TYPE_PROBE) : probe_name_type(s);
	case BTYPE_PROBE_TYPE:
		return kind != NULL ? become_string(s, node, probe_type_name(kind)) : type_error();
	case BTYPE_RETVAL:
		return target != NULL && target->retval != NULL ? target->retval
								: type_int(8, false);
	case BTYPE_USERNAME:
		return type_of_kind(TYPE_USERNAME);
	case BTYPE_ARGN:
		return type_int(8, kind != NULL && kind->kind == ABI_PROBE_USDT);
	}
	BUG("builtin '%s' has no typing", row->name);
}
