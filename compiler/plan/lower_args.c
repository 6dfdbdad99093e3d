/*
 * args.name: fields of a tracepoint's record, by CO-RE or by the offset in its format file, and arguments
 * that the kernel hands over in the context.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lowering.h"
#include "sema/builtin.h"
#include "sema/probe_kind.h"

bool lower_is_args(const struct node *node)
{
	return node->kind == NODE_IDENT && node->ident.builtin &&
	       node->ident.builtin->id == BUILTIN_args;
}

static const struct tracepoint_field *find_field(const struct tracepoint *tracepoint,
						 const char *name)
{
	for (size_t i = 0; i < tracepoint->n_fields; i++) {
		if (strcmp(tracepoint->fields[i].name, name) == 0)
			return &tracepoint->fields[i];
	}
	BUG("no field '%s' in tracepoint '%s'", name, tracepoint->name);
}

/* Where the field is in the record's struct. */
static const char *record_path(struct lower *l, const struct tracepoint_field *field)
{
	if (field->is_syscall_number)
		return "id";
	if (field->syscall_arg >= 0)
		return arena_printf(l->arena, "args[%d]", field->syscall_arg);
	if (field->is_syscall_return)
		return "ret";
	if (field->is_data_loc)
		return arena_printf(l->arena, "__data_loc_%s", field->name);
	if (field->is_rel_loc)
		return arena_printf(l->arena, "__rel_loc_%s", field->name);
	return field->name;
}

static bool has_member(struct lower *l, const struct ctype *record, const char *path)
{
	const char *name = arena_strndup(l->arena, path, strcspn(path, ".["));
	return record && ctype_find_member(record, name, NULL);
}

static bool is_same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether the field is at the same place of the same record in all tracepoints of the block. */
static bool is_same_everywhere(struct lower *l, const struct tracepoint *tracepoint,
			       const struct tracepoint_field *field)
{
	vec_foreach(struct node *, point, &l->root->probe.attach_points) {
		const struct probe_target *target = (*point)->attach_point.target;
		const struct tracepoint *other = target ? target->tracepoint : NULL;
		if (other == tracepoint)
			continue;
		if (!other || !other->record || other->record != tracepoint->record ||
		    !is_same_text(record_path(l, find_field(other, field->name)),
				  record_path(l, field)))
			return false;
	}
	return true;
}

const struct plan_expr *lower_slot(struct lower *l, struct abi_slot slot, bool may_point)
{
	return plan_slot(l->arena, l->program, &slot, may_point);
}

static struct abi_slot field_slot(const struct tracepoint_field *field, enum abi_slot_gives gives)
{
	return (struct abi_slot){ .kind = ABI_SLOT_FIELD, .gives = gives, .name = field->name };
}

/* Whether the block has a pattern, whose matches may have the field anywhere. */
static bool is_anywhere(const struct lower *l)
{
	vec_foreach(struct node *, point, &l->root->probe.attach_points) {
		const struct probe_target *target = (*point)->attach_point.target;
		if (target && target->is_pattern)
			return true;
	}
	return false;
}

static void tracepoint_access(struct lower *l, const struct tracepoint *tracepoint,
			      const struct tracepoint_field *field, struct lower_access *access)
{
	const char *event = arena_printf(l->arena, "%s:%s", tracepoint->category, tracepoint->name);
	const char *path = record_path(l, field);
	if (is_anywhere(l)) {
		*access = (struct lower_access){ .mode = PLAN_FIELD_KERNEL, .offset_patch = -1 };
		access->base = plan_binary(
			l->arena, PLAN_ADD, plan_context(l->arena),
			lower_slot(l, field_slot(field, ABI_SLOT_PLACE), false));
		return;
	}
	if (!is_same_everywhere(l, tracepoint, field))
		l->is_bound = true;
	*access = (struct lower_access){ .mode = PLAN_FIELD_CONTEXT };
	access->offset_patch = lower_field_patch(l, event, field->name);
	if (has_member(l, tracepoint->record, path)) {
		access->root = tracepoint->record;
		access->path = path;
	}
}

/* Whether it is a program of the raw tracepoints that have all system calls. */
static bool is_of_syscalls(const struct lower *l)
{
	return l->program->syscall || l->program->syscall_set;
}

/* What the record would have, out of the raw tracepoint's arguments. */
static const struct plan_expr *syscall_scalar(struct lower *l, const struct tracepoint_field *field)
{
	bool is_number = field->syscall_arg < 0 && !field->is_syscall_return;
	if (field->is_syscall_return || (is_number && !l->program->is_syscall_exit))
		return plan_indexed(l->arena, PLAN_EXPR_ARGUMENT, 1);
	struct plan_statement *call = lower_library(
		l, is_number ? LIBRARY_syscall_of_exit : LIBRARY_syscall_argument);
	lower_arg_context(call);
	if (is_number)
		return lower_result(l, call, SCALAR_U32);
	lower_arg(call, plan_const(l->arena, SCALAR_U32, (uint64_t)field->syscall_arg));
	return lower_result(l, call, SCALAR_U64);
}

/* A field of up to 8 bytes. */
static const struct plan_expr *tracepoint_scalar(struct lower *l,
						 const struct tracepoint_field *field,
						 struct plan_scalar type)
{
	const struct probe_target *target = lower_probe_target(l);
	struct lower_access access;
	if (is_of_syscalls(l))
		return plan_cast(l->arena, type, syscall_scalar(l, field));
	if (is_anywhere(l))
		return plan_cast(l->arena, type,
				 lower_slot(l, field_slot(field, ABI_SLOT_VALUE), false));
	tracepoint_access(l, target->tracepoint, field, &access);
	return lower_access_scalar(l, &access, type);
}

static const struct tracepoint *tracepoint_of(const struct lower *l)
{
	const struct probe_target *target = lower_probe_target(l);
	return target ? target->tracepoint : NULL;
}

/* The place of __data_loc data is in the low half of a u32; of __rel_loc from behind that u32. */
static const struct plan_expr *located_address(struct lower *l,
					       const struct tracepoint_field *field)
{
	const struct plan_expr *location = tracepoint_scalar(l, field, SCALAR_U32);
	const struct plan_expr *offset =
		plan_binary(l->arena, PLAN_AND, plan_cast(l->arena, SCALAR_U64, location),
			    plan_const(l->arena, SCALAR_U64, 0xffff));
	const struct plan_expr *base = plan_context(l->arena);
	struct lower_access access;
	tracepoint_access(l, tracepoint_of(l), field, &access);
	if (field->is_rel_loc && (access.root || is_anywhere(l)))
		base = plan_binary(l->arena, PLAN_ADD, lower_access_address(l, &access),
				   plan_const(l->arena, SCALAR_U64, 4));
	return plan_binary(l->arena, PLAN_ADD, base, offset);
}

bool lower_has_args_data(const struct lower *l, const struct node *node)
{
	const struct tracepoint *tracepoint = tracepoint_of(l);
	if (!tracepoint || node->kind != NODE_FIELD || !lower_is_args(node->field.object))
		return false;
	const struct tracepoint_field *field = find_field(tracepoint, node->field.name);
	return field->is_data_loc || field->is_rel_loc;
}

const struct plan_expr *lower_args_data(struct lower *l, const struct node *node)
{
	return located_address(l, find_field(tracepoint_of(l), node->field.name));
}

/*
 * Whether the verifier lets a program load the argument from its context: it refuses pointers to
 * anything but structs and integers (6.18: "type FUNC_PROTO is not a struct"; 6.12 so for const void).
 */
static bool is_loadable(const struct ctype *type)
{
	if (type->kind != CTYPE_POINTER)
		return true;
	switch (type->target->kind) {
	case CTYPE_INT:
	case CTYPE_BOOL:
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		return true;
	default:
		return false;
	}
}

/* Programs whose context is an array of u64; in that of others are registers. */
static bool has_array(const struct lower *l)
{
	return l->program->kind == ABI_PROBE_FENTRY || l->program->kind == ABI_PROBE_FEXIT ||
	       l->program->kind == ABI_PROBE_RAWTRACEPOINT;
}

/* Where in the context it is. */
static const struct plan_expr *slot_address(struct lower *l, struct abi_slot slot)
{
	slot.gives = ABI_SLOT_PLACE;
	return plan_binary(l->arena, PLAN_ADD, plan_context(l->arena), lower_slot(l, slot, false));
}

const struct plan_expr *lower_slot_value(struct lower *l, struct abi_slot slot,
					 const struct ctype *type)
{
	slot.gives = ABI_SLOT_VALUE;
	if (!has_array(l))
		return lower_slot(l, slot, false);
	if (is_loadable(type))
		return lower_slot(l, slot, type->kind == CTYPE_POINTER);
	return lower_read(l, slot_address(l, slot), SCALAR_U64, false);
}

const struct plan_expr *lower_slot_register(struct lower *l, struct abi_slot slot)
{
	struct plan_statement *call = lower_library(l, LIBRARY_load_kernel);
	lower_arg(call, slot_address(l, slot));
	slot.gives = ABI_SLOT_SIZE;
	lower_arg(call, lower_slot(l, slot, false));
	return lower_result(l, call, SCALAR_U64);
}

static struct abi_slot parameter_slot(const struct ctype *prototype, size_t i)
{
	const char *name = prototype->members[i].name;
	bool has_name = name && *name;
	struct abi_slot slot = { .index = (uint32_t)i, .name = has_name ? name : NULL };
	slot.kind = has_name ? ABI_SLOT_PARAMETER : ABI_SLOT_ARGUMENT;
	return slot;
}

const struct plan_expr *lower_prototype_argument(struct lower *l, const struct ctype *prototype,
						 size_t i)
{
	struct abi_slot slot = { .kind = ABI_SLOT_ARGUMENT, .index = (uint32_t)i };
	return lower_slot_value(l, slot, prototype->members[i].type);
}

size_t lower_find_param(struct lower *l, const struct ctype *prototype, const char *name)
{
	for (size_t i = 0; i < prototype->n_members; i++) {
		const char *param = prototype->members[i].name;
		if (!param || !*param)
			param = arena_printf(l->arena, "arg%zu", i);
		if (strcmp(param, name) == 0)
			return i;
	}
	BUG("no argument '%s'", name);
}

/* A struct that is passed by value: it lies in the context. */
static bool value_access(struct lower *l, const struct node *node, struct lower_access *access)
{
	const struct ctype *prototype = lower_probe_target(l)->prototype;
	size_t i = lower_find_param(l, prototype, node->field.name);
	l->is_bound = true;
	*access = (struct lower_access){ .mode = PLAN_FIELD_KERNEL, .offset_patch = -1 };
	access->base = slot_address(l, parameter_slot(prototype, i));
	if (lower_is_relocatable(node->type->ctype))
		access->root = node->type->ctype;
	return true;
}

bool lower_args_access(struct lower *l, const struct node *node, struct lower_access *access)
{
	const struct tracepoint *tracepoint = tracepoint_of(l);
	if (lower_has_user_args(l))
		return lower_user_args_access(l, node, access);
	if (is_of_syscalls(l))
		return false;
	if (!tracepoint)
		return node->type->kind == TYPE_STRUCT && value_access(l, node, access);
	const struct tracepoint_field *field = find_field(tracepoint, node->field.name);
	if (field->is_data_loc || field->is_rel_loc)
		return false;
	tracepoint_access(l, tracepoint, field, access);
	if (is_anywhere(l) && node->type->kind == TYPE_STRUCT &&
	    lower_is_relocatable(node->type->ctype))
		access->root = node->type->ctype;
	return true;
}

static const struct plan_expr *named_argument(struct lower *l, const char *name)
{
	const struct ctype *prototype = lower_probe_target(l)->prototype;
	size_t i = lower_find_param(l, prototype, name);
	return lower_slot_value(l, parameter_slot(prototype, i), prototype->members[i].type);
}

const struct plan_expr *lower_args_scalar(struct lower *l, const struct node *node)
{
	if (lower_has_user_args(l))
		return lower_user_args_scalar(l, node);
	struct plan_scalar type = lower_scalar_type(node->type);
	const struct tracepoint *tracepoint = tracepoint_of(l);
	l->is_bound |= !tracepoint;
	if (!tracepoint)
		return plan_cast(l->arena, type, named_argument(l, node->field.name));
	if (lower_has_args_data(l, node))
		return lower_args_data(l, node);
	const struct tracepoint_field *field = find_field(tracepoint, node->field.name);
	bool is_word = field->syscall_arg >= 0 || field->is_syscall_return;
	return plan_cast(l->arena, type, tracepoint_scalar(l, field, is_word ? SCALAR_U64 : type));
}

struct plan_place lower_args_bytes(struct lower *l, const struct node *node,
				   const struct plan_place *wanted)
{
	if (lower_has_user_args(l))
		return lower_user_args_bytes(l, node, wanted);
	struct plan_place dest = lower_destination(l, node->type, wanted);
	if (lower_has_args_data(l, node)) {
		const struct plan_expr *data = lower_args_data(l, node);
		struct plan_statement *call = lower_library(l, LIBRARY_read_kernel_str);
		lower_arg_place(call, dest);
		lower_arg(call, data);
		return dest;
	}
	struct lower_access access;
	if (!lower_args_access(l, node, &access))
		BUG("argument '%s' by value", node->field.name);
	lower_access_bytes(l, &access, node->type, dest);
	return dest;
}
