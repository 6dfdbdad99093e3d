/*
 * Memory outside of the program: members, elements, what pointers point to. A chain of embedded
 * members is one relocated path; each pointer on the way is one read.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lowering.h"
#include "sema/builtin.h"
#include "sema/probe_kind.h"

bool lower_is_user_pointer(const struct lower *l, const struct type *type)
{
	if (type->kind == TYPE_POINTER && type->space != SPACE_NONE)
		return type->space == SPACE_USER;
	return l->program->is_user_event;
}

bool lower_access_is_user(const struct lower_access *access)
{
	return access->mode == PLAN_FIELD_USER;
}

const struct plan_expr *lower_read(struct lower *l, const struct plan_expr *address,
				   struct plan_scalar type, bool is_user)
{
	struct plan_statement *call =
		lower_library(l, is_user ? LIBRARY_load_user : LIBRARY_load_kernel);
	call->failure = lower_failure_of_read(l, address, is_user);
	lower_arg(call, address);
	lower_arg(call, plan_const(l->arena, SCALAR_U32, type.size));
	return plan_cast(l->arena, type, lower_result(l, call, SCALAR_U64));
}

void lower_read_bytes(struct lower *l, const struct plan_expr *address, bool is_user,
		      struct plan_place dest)
{
	struct plan_statement *call =
		lower_library(l, is_user ? LIBRARY_read_user : LIBRARY_read_kernel);
	call->failure = lower_failure_of_read(l, address, is_user);
	lower_arg_place(call, dest);
	lower_arg(call, address);
}

/* --- finding the memory that a node names --- */

static void at_address(struct lower_access *access, const struct plan_expr *address, bool is_user,
		       const struct type *element)
{
	*access = (struct lower_access){ .base = address, .offset_patch = -1 };
	access->mode = is_user ? PLAN_FIELD_USER : PLAN_FIELD_KERNEL;
	if (element->kind == TYPE_STRUCT && lower_is_relocatable(element->ctype))
		access->root = element->ctype;
}

static bool is_context(const struct node *node)
{
	return node->kind == NODE_IDENT && node->ident.builtin &&
	       node->ident.builtin->id == BUILTIN_ctx;
}

/*
 * Whether the verifier knows the pointer's type: an argument of the kernel's, as it came, or an
 * iterator's context and what it points to.
 */
static bool is_trusted(const struct lower *l, const struct node *pointer)
{
	if (l->program->kind == ABI_PROBE_ITER)
		return is_context(pointer) ||
		       (pointer->kind == NODE_FIELD && is_context(pointer->field.object));
	bool is_typed = l->program->kind == ABI_PROBE_FENTRY ||
			l->program->kind == ABI_PROBE_FEXIT ||
			l->program->kind == ABI_PROBE_RAWTRACEPOINT;
	return is_typed && pointer->kind == NODE_FIELD && lower_is_args(pointer->field.object);
}

/* What the pointer points to, through as many pointers as there are in front of the struct. */
static void at_pointer(struct lower *l, const struct node *pointer, struct lower_access *access)
{
	const struct type *type = pointer->type;
	const struct plan_expr *address = lower_scalar(l, pointer);
	bool is_user = lower_is_user_pointer(l, type);
	bool is_direct = is_trusted(l, pointer) && type->to->kind == TYPE_STRUCT;
	while (type->to->kind == TYPE_POINTER) {
		address = lower_read(l, address, SCALAR_U64, is_user);
		type = type->to;
		is_user = lower_is_user_pointer(l, type);
	}
	at_address(access, address, is_user, type->to);
	if (is_direct)
		access->mode = PLAN_FIELD_DIRECT;
}

static const struct ctype *struct_of(const struct type *type)
{
	while (type->kind == TYPE_POINTER)
		type = type->to;
	return type->kind == TYPE_STRUCT ? type->ctype : NULL;
}

static const struct plan_expr *plus(struct lower *l, const struct plan_expr *base, uint64_t offset)
{
	if (!offset)
		return base;
	return plan_binary(l->arena, PLAN_ADD, base, plan_const(l->arena, SCALAR_U64, offset));
}

void lower_into_member(struct lower *l, const struct ctype *outer, const char *name,
		       struct lower_access *access)
{
	uint64_t bits = 0;
	const struct ctype_member *member = ctype_find_member(outer, name, &bits);
	if (!member)
		BUG("no member '%s'", name);
	access->bit_size = member->bit_size;
	/* Its size and sign are the target's, which only a read by helper takes. */
	if (member->is_presumed && access->mode == PLAN_FIELD_DIRECT)
		access->mode = PLAN_FIELD_KERNEL;
	/* A kernel's struct inside one of the script's own layout: relocated from there on. */
	if (!access->root && lower_is_relocatable(outer))
		access->root = outer;
	if (access->root) {
		bool is_first = !access->path || !*access->path;
		access->path =
			is_first ? name : arena_printf(l->arena, "%s.%s", access->path, name);
		return;
	}
	uint64_t unit = 8;
	if (member->bit_size)
		unit = 8 * (member->type->size ? member->type->size : 1);
	lower_ctype_place(l, outer, name);
	access->base = plus(l, access->base, bits / unit * unit / 8);
	access->bit_offset = bits % unit;
}

/* A field of a record of the program's own, behind a pointer. */
static bool find_record_field(struct lower *l, const struct node *node, struct lower_access *access)
{
	const struct type *record = node->field.object->type;
	const struct type_field *field = node->field.member;
	if (record->kind != TYPE_POINTER)
		return false;
	at_pointer(l, node->field.object, access);
	access->base = plus(l, access->base, field->offset);
	return true;
}

static bool find_field(struct lower *l, const struct node *node, struct lower_access *access)
{
	const struct node *object = node->field.object;
	if (lower_is_args(object))
		return lower_args_access(l, node, access);
	const struct ctype *outer = struct_of(object->type);
	if (!outer)
		return find_record_field(l, node, access);
	if (object->type->kind == TYPE_POINTER)
		at_pointer(l, object, access);
	else if (!lower_find_access(l, object, access))
		return false;
	lower_into_member(l, outer, node->field.name, access);
	return true;
}

static uint64_t element_count(const struct type *type)
{
	return type->kind == TYPE_STRING ? type->size : type->count;
}

/* Whether the target lays it out, so that lengths and sizes are to be asked of it. */
static bool is_relocated(const struct lower_access *access)
{
	return access && access->root && access->path && *access->path && access->offset_patch < 0;
}

static const struct plan_expr *bound_of(struct lower *l, const struct lower_access *array,
					uint64_t count)
{
	if (!is_relocated(array))
		return count ? plan_const(l->arena, SCALAR_U64, count) : NULL;
	const char *first = arena_printf(l->arena, "%s[0]", array->path);
	return plan_relocated(l->arena, PLAN_EXPR_ELEMENTS,
			      lower_ctype_root(l, array->root, first), array->path, NULL);
}

const struct plan_expr *lower_index(struct lower *l, const struct node *node,
				    const struct lower_access *array)
{
	const struct plan_expr *index = lower_scalar_as(l, node->index.index, SCALAR_U64);
	if (index->kind == PLAN_EXPR_CONST)
		return index;
	const struct plan_expr *bound = bound_of(l, array, element_count(node->index.object->type));
	if (!bound)
		return index;
	int kept = lower_new_scalar(l, SCALAR_U64);
	lower_set(l, kept, index);
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = plan_binary(l->arena, PLAN_GREATER_EQUAL, lower_temp(l, kept), bound);
	plan_block *outer = lower_enter(l, &test->body);
	lower_runtime_error(l, node,
			    "Array access out of bounds. This can lead to unexpected results.",
			    NULL, NULL);
	lower_set(l, kept, plan_const(l->arena, SCALAR_U64, 0));
	lower_leave(l, outer);
	return lower_temp(l, kept);
}

static bool find_element_of_pointer(struct lower *l, const struct node *node,
				    struct lower_access *access)
{
	const struct type *type = node->index.object->type;
	struct lower_operand base = lower_operand(l, node->index.object);
	const struct plan_expr *index = lower_scalar_as(l, node->index.index, SCALAR_U64);
	lower_hold(l, &base, 1);
	const struct plan_expr *offset = lower_scaled(l, index, type->to);
	bool is_first = offset->kind == PLAN_EXPR_CONST && !offset->value;
	const struct plan_expr *address =
		is_first ? base.expr : plan_binary(l->arena, PLAN_ADD, base.expr, offset);
	at_address(access, address, lower_is_user_pointer(l, type), type->to);
	return true;
}

/*
 * As if the struct began so many elements further on, where the one that is meant is the first of its array: how large
 * elements are, and what lies where in them, stays the target's to say.
 */
static void at_variable_element(struct lower *l, const struct lower_access *array,
				const struct plan_expr *index, struct lower_access *access)
{
	const struct plan_expr *base = array->mode == PLAN_FIELD_CONTEXT ? plan_context(l->arena)
									 : array->base;
	*access = *array;
	access->path = arena_printf(l->arena, "%s[0]", array->path);
	const struct plan_expr *size =
		plan_relocated(l->arena, PLAN_EXPR_FIELD_SIZE,
			       lower_ctype_root(l, array->root, access->path), access->path, NULL);
	access->base = plan_binary(l->arena, PLAN_ADD, plan_cast(l->arena, SCALAR_U64, base),
				   plan_binary(l->arena, PLAN_MULTIPLY, index, size));
	if (array->mode != PLAN_FIELD_USER)
		access->mode = PLAN_FIELD_KERNEL;
}

static void at_element(struct lower *l, const struct lower_access *array, const struct type *element,
		       const struct plan_expr *index, struct lower_access *access)
{
	bool is_constant = index->kind == PLAN_EXPR_CONST;
	*access = *array;
	if (is_constant && array->root) {
		access->path = arena_printf(l->arena, "%s[%llu]", array->path,
					    (unsigned long long)index->value);
		return;
	}
	if (is_relocated(array)) {
		at_variable_element(l, array, index, access);
		return;
	}
	const struct plan_expr *address = lower_access_address(l, array);
	if (!is_constant || index->value)
		address = plan_binary(l->arena, PLAN_ADD, address, lower_scaled(l, index, element));
	at_address(access, address, lower_access_is_user(array), element);
}

void lower_into_element(struct lower *l, const struct lower_access *array,
			const struct type *element, uint64_t index, struct lower_access *access)
{
	at_element(l, array, element, plan_const(l->arena, SCALAR_U64, index), access);
}

static bool find_element(struct lower *l, const struct node *node, struct lower_access *access)
{
	const struct node *object = node->index.object;
	if (object->type->kind == TYPE_POINTER)
		return find_element_of_pointer(l, node, access);
	if (object->type->kind != TYPE_ARRAY && object->type->kind != TYPE_STRING)
		return false;
	if (!lower_find_access(l, object, access))
		return false;
	struct lower_access array = *access;
	at_element(l, &array, node->type, lower_index(l, node, &array), access);
	return true;
}

bool lower_find_access(struct lower *l, const struct node *node, struct lower_access *access)
{
	switch (node->kind) {
	case NODE_FIELD:
		return find_field(l, node, access);
	case NODE_INDEX:
		return find_element(l, node, access);
	case NODE_UNARY:
		if (node->unary.op != UNARY_DEREFERENCE)
			return false;
		at_address(access, lower_scalar(l, node->unary.operand),
			   lower_is_user_pointer(l, node->unary.operand->type), node->type);
		return true;
	default:
		return false;
	}
}

/* --- reading it --- */

static bool has_path(const struct lower_access *access)
{
	return access->mode == PLAN_FIELD_CONTEXT ||
	       (access->root && access->path && *access->path);
}

struct plan_statement *lower_add_field(struct lower *l, const struct lower_access *access)
{
	const struct plan_expr *base = access->base;
	// Clang makes of a member of a choice what libbpf cannot relocate.
	if (base && base->kind == PLAN_EXPR_SELECT)
		base = lower_keep(l, base);
	struct plan_statement *statement = lower_add(l, PLAN_FIELD);
	statement->field.mode = access->mode;
	statement->field.base = base;
	statement->field.is_bitfield = access->bit_size != 0;
	statement->field.offset_patch = access->offset_patch;
	if (access->mode == PLAN_FIELD_KERNEL || access->mode == PLAN_FIELD_USER)
		statement->failure =
			lower_failure_of_read(l, access->base, lower_access_is_user(access));
	if (access->root) {
		statement->field.root = lower_ctype_root(l, access->root, access->path);
		statement->field.path = access->path;
	}
	return statement;
}

const struct plan_expr *lower_bits(struct lower *l, const struct plan_expr *unit, uint32_t offset,
				   uint32_t size, struct plan_scalar type)
{
	uint64_t mask = size >= 64 ? UINT64_MAX : (UINT64_C(1) << size) - 1;
	const struct plan_expr *value = plan_cast(l->arena, SCALAR_U64, unit);
	value = plan_binary(l->arena, PLAN_SHIFT_RIGHT, value,
			    plan_const(l->arena, SCALAR_U64, offset));
	value = plan_binary(l->arena, PLAN_AND, value, plan_const(l->arena, SCALAR_U64, mask));
	if (type.is_signed) {
		const struct plan_expr *sign =
			plan_const(l->arena, SCALAR_U64, UINT64_C(1) << (size - 1));
		value = plan_binary(l->arena, PLAN_XOR, value, sign);
		value = plan_binary(l->arena, PLAN_SUBTRACT, value, sign);
	}
	return plan_cast(l->arena, type, value);
}

static const struct plan_expr *fixed_bitfield(struct lower *l, const struct lower_access *access,
					      struct plan_scalar type)
{
	struct plan_scalar unit = { type.size, false, false };
	const struct plan_expr *word =
		lower_read(l, access->base, unit, lower_access_is_user(access));
	return lower_bits(l, word, access->bit_offset, access->bit_size, type);
}

const struct plan_expr *lower_access_scalar(struct lower *l, const struct lower_access *access,
					    struct plan_scalar type)
{
	struct lower_access plain = *access;
	if (!has_path(access) && access->bit_size)
		return fixed_bitfield(l, access, type);
	if (!has_path(access))
		return lower_read(l, access->base, type, lower_access_is_user(access));
	if (plain.mode == PLAN_FIELD_DIRECT && plain.bit_size)
		plain.mode = PLAN_FIELD_KERNEL;
	struct plan_statement *statement = lower_add_field(l, &plain);
	statement->temp = lower_new_scalar(l, type);
	return lower_temp(l, statement->temp);
}

void lower_note_value(struct lower *l, const struct lower_access *access, const struct type *type)
{
	bool is_array = type->kind == TYPE_ARRAY || type->kind == TYPE_STRING;
	if (!is_array || !access->root || !access->path || !*access->path)
		return;
	lower_ctype_value(l, access->root, access->path);
	l->plan->compares_types |= type->kind == TYPE_ARRAY;
}

const struct plan_expr *lower_access_size(struct lower *l, const struct lower_access *access,
					  const struct type *type)
{
	if (!is_relocated(access) || !type->size)
		return NULL;
	lower_note_value(l, access, type);
	return lower_keep(l, plan_relocated(l->arena, PLAN_EXPR_FIELD_SIZE,
					    lower_ctype_root(l, access->root, access->path),
					    access->path, NULL));
}

void lower_access_bytes(struct lower *l, const struct lower_access *access, const struct type *type,
			struct plan_place dest)
{
	struct lower_access plain = *access;
	if (plain.mode == PLAN_FIELD_DIRECT)
		plain.mode = PLAN_FIELD_KERNEL;
	lower_note_value(l, access, type);
	if (lower_is_copied(type))
		lower_struct(l, &plain, type, dest);
	else if (has_path(&plain))
		lower_add_field(l, &plain)->place = dest;
	else
		lower_read_bytes(l, plain.base, lower_access_is_user(&plain), dest);
}

const struct plan_expr *lower_access_address(struct lower *l, const struct lower_access *access)
{
	const struct plan_expr *base = access->base;
	if (access->mode == PLAN_FIELD_CONTEXT)
		base = plan_context(l->arena);
	if (!access->root || !access->path || !*access->path)
		return base;
	const struct plan_ctype *root = lower_ctype_root(l, access->root, access->path);
	return plan_relocated(l->arena, PLAN_EXPR_FIELD_ADDRESS, root, access->path, base);
}
