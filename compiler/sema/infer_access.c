/* Ways into a value: fields, elements, casts, and what sizeof and its kin say of it. */
#include <string.h>

#include "sema/call_abi.h"
#include "sema/pass.h"
#include "sema/type_convert.h"
#include "sema/type_syntax.h"
#include "sema/user_match.h"

#define MAX_NAMES 200

struct name_list {
	const char *names[MAX_NAMES];
	size_t count;
};

static void add_members(struct name_list *list, const struct ctype *ctype)
{
	for (size_t i = 0; i < ctype->n_members && list->count < MAX_NAMES; i++) {
		const struct ctype_member *member = &ctype->members[i];

		if (member->name != NULL)
			list->names[list->count++] = member->name;
		else if (member->type->kind == CTYPE_STRUCT || member->type->kind == CTYPE_UNION)
			add_members(list, member->type);
	}
}

static const struct type *no_member(struct sema *s, struct span span, const char *name,
				    const struct type *type, const char *what)
{
	struct name_list list = { 0 };

	if (!s->reports)
		return type_error();
	diag_report(s->diag, span, DIAG_NO_MEMBER, what, name);
	if (type->kind == TYPE_STRUCT)
		add_members(&list, type->ctype);
	for (size_t i = 0; i < type->n_fields && list.count < MAX_NAMES; i++)
		list.names[list.count++] = type->fields[i].name;
	diag_did_you_mean(s->diag, name, list.names, list.count);
	return type_error();
}

static const struct type *usable(struct sema *s, const struct node *node, const struct type *type,
				 enum diag_tag complaint)
{
	if (type->kind != TYPE_NONE)
		return type;
	sema_report(s, node->field.name_span, complaint, node->field.name);
	return type_error();
}

static bool is_args(const struct node *node)
{
	return node->kind == NODE_IDENT && node->ident.builtin != NULL &&
	       node->ident.builtin->id == BUILTIN_args;
}

/* Whether it names memory of the kernel or of a process, not a value that the program has. */
static bool is_in_memory(const struct node *node)
{
	if (node->kind == NODE_UNARY)
		return node->unary.op == UNARY_DEREFERENCE;
	if (node->kind == NODE_FIELD)
		return node->field.object->type->kind == TYPE_POINTER ||
		       is_args(node->field.object) || is_in_memory(node->field.object);
	if (node->kind == NODE_INDEX)
		return node->index.object->type->kind == TYPE_POINTER ||
		       is_in_memory(node->index.object);
	return false;
}

/* A struct of the kernel that relocations can't name. */
static bool is_unnamed(const struct ctype *ctype)
{
	return ctype->origin == CTYPE_KERNEL && ctype->name == NULL && ctype->typedef_name == NULL;
}

/* Whether a pointer leads straight to it, so that it is found as no member of something with a name. */
static bool is_pointed_to(const struct node *object)
{
	if (object->kind == NODE_INDEX)
		return object->index.object->type->kind == TYPE_POINTER;
	return object->type->kind == TYPE_POINTER ||
	       (object->kind == NODE_UNARY && object->unary.op == UNARY_DEREFERENCE);
}

static const struct type *struct_member(struct sema *s, struct node *node,
					const struct type *object)
{
	const struct ctype_member *member;

	member = ctype_find_member(object->ctype, node->field.name, NULL);
	if (member == NULL && object->ctype->is_presumed)
		member = ctype_presume_member(s->arena, object->ctype, node->field.name, false);
	if (member == NULL && object->ctype->kind == CTYPE_FORWARD) {
		sema_report(s, node->span, DIAG_INCOMPLETE, describe(s, object));
		return type_error();
	}
	if (member == NULL && expand_member_name(s, node, object->ctype)) {
		s->c_depth++;
		const struct type *type = infer(s, node);
		s->c_depth--;
		return type;
	}
	if (member == NULL)
		return no_member(s, node->field.name_span, node->field.name, object,
				 arena_printf(s->arena, "'%s'", describe(s, object)));
	if (member->is_presumed)
		ctype_read_presumed(member);
	if (member->is_presumed && node->field.object->type->kind == TYPE_STRUCT &&
	    !is_in_memory(node->field.object))
		sema_report(s, node->field.name_span, DIAG_COPY_MEMBER, describe(s, object),
			    node->field.name);
	if (is_unnamed(object->ctype) && is_pointed_to(node->field.object))
		sema_report(s, node->field.name_span, DIAG_UNNAMED_STRUCT, node->field.name);
	node->field.member = member;
	return usable(s, node, type_of_member(s->arena, object->ctype, member, object->space),
		      member->type->kind == CTYPE_FLOAT ? DIAG_FLOAT_FIELD : DIAG_UNUSABLE_MEMBER);
}

/* Why a script cannot have the field of an object, if it is an argument of a uprobe. */
static enum diag_tag complaint_of_argument(struct sema *s, const struct node *node)
{
	const struct probe_target *target = current_target(s);
	size_t i;

	if (!is_args(node->field.object) || target == NULL || target->places == NULL)
		return DIAG_UNUSABLE_MEMBER;
	i = user_argument_index(s, target, node->field.name);
	if (target->places[i].kind == CALL_FLOATS)
		return DIAG_FLOAT_ARGUMENT;
	return target->prototype->members[i].type->kind == CTYPE_FLOAT ? DIAG_FLOAT_FIELD
								       : DIAG_UNUSABLE_MEMBER;
}

static const struct type *record_field(struct sema *s, struct node *node, const struct type *object)
{
	for (size_t i = 0; i < object->n_fields; i++) {
		if (strcmp(object->fields[i].name, node->field.name) != 0)
			continue;
		node->field.member = &object->fields[i];
		return usable(s, node, object->fields[i].type, complaint_of_argument(s, node));
	}
	if (is_args(node->field.object)) {
		no_member(s, node->field.name_span, node->field.name, object, "'args'");
		if (current_target(s)->other != NULL)
			sema_note(s, (struct span){ 0 },
				  "'%s' and '%s' match and have different args",
				  current_target(s)->match, current_target(s)->other);
		return type_error();
	}
	return no_member(s, node->field.name_span, node->field.name, object,
			 arena_printf(s->arena, "'%s'", describe(s, object)));
}

/* args has fields, but is no value by itself yet. */
static const struct type *infer_object(struct sema *s, struct node *node)
{
	if (!is_args(node))
		return infer_value(s, node, "an object with fields");
	node->type = builtin_type(s, node);
	return node->type;
}

static bool is_config(const struct node *node)
{
	return node->kind == NODE_IDENT && node->ident.builtin != NULL &&
	       node->ident.builtin->id == BUILTIN_config;
}

const struct type *infer_field(struct sema *s, struct node *node)
{
	const struct type *object, *outer;

	if (is_config(node->field.object) && builtin_expand_config(s, node))
		return infer(s, node);
	object = outer = infer_object(s, node->field.object);
	if (object == NULL || object->kind == TYPE_ERROR)
		return object;
	while (object->kind == TYPE_POINTER)
		object = object->to;
	if (object->kind == TYPE_STRUCT)
		return struct_member(s, node, object);
	if (object->kind == TYPE_RECORD)
		return record_field(s, node, object);
	sema_report(s, node->field.object->span, DIAG_NOT_STRUCT, node->field.name,
		    describe(s, outer));
	if (type_is_integer(outer))
		sema_note(s, (struct span){ 0 }, "cast it first: ((struct name *)value)->%s",
			  node->field.name);
	else if (object->kind == TYPE_NONE && !kernel_has_btf(s->kernel))
		sema_note(s, (struct span){ 0 }, "the target has no types (BTF)");
	return type_error();
}

static const struct type *element_of_tuple(struct sema *s, const struct node *node,
					   const struct type *tuple, uint64_t index)
{
	if (index < tuple->n_fields)
		return tuple->fields[index].type;
	sema_report(s, node->span, DIAG_OUT_OF_BOUNDS, (unsigned long long)index,
		    describe(s, tuple), (unsigned long long)tuple->n_fields);
	return type_error();
}

const struct type *infer_tuple_field(struct sema *s, struct node *node)
{
	const struct type *object = infer_value(s, node->tuple_field.object, "a tuple");

	if (object == NULL || object->kind == TYPE_ERROR)
		return object;
	if (object->kind == TYPE_TUPLE)
		return element_of_tuple(s, node, object, node->tuple_field.index);
	sema_report(s, node->tuple_field.object->span, DIAG_NOT_TUPLE, node->tuple_field.index,
		    describe(s, object));
	return type_error();
}

static bool is_negative(struct sema *s, const struct node *index, const struct type *object)
{
	if (!index->type->is_signed || (int64_t)index->integer.value >= 0)
		return false;
	sema_report(s, index->span, DIAG_NEGATIVE_INDEX, (long long)index->integer.value,
		    describe(s, object));
	return true;
}

/* A constant index is checked here; count is 0 where the length is not known. */
static void check_bounds(struct sema *s, const struct node *node, const struct type *object,
			 uint64_t count)
{
	const struct node *index = node->index.index;

	if (index->kind != NODE_INT || count == 0 || index->integer.value < count)
		return;
	if (!is_negative(s, index, object))
		sema_report(s, index->span, DIAG_OUT_OF_BOUNDS,
			    (unsigned long long)index->integer.value, describe(s, object),
			    (unsigned long long)count);
}

const struct type *infer_index(struct sema *s, struct node *node)
{
	const struct type *object = infer_value(s, node->index.object, "an array");
	const struct type *index = infer_integer(s, node->index.index, "an index");

	if (object == NULL || object->kind == TYPE_ERROR || index == NULL)
		return object == NULL || index == NULL ? NULL : object;
	switch (object->kind) {
	case TYPE_ARRAY:
		check_bounds(s, node, object, object->count);
		return object->to;
	case TYPE_STRING:
		check_bounds(s, node, object, object->size);
		return type_int(1, true);
	case TYPE_POINTER:
		if (type_has_size(object->to))
			return object->to;
		sema_report(s, node->span, DIAG_UNKNOWN_SIZE, describe(s, object->to));
		return type_error();
	case TYPE_TUPLE:
		if (node->index.index->kind == NODE_INT && is_negative(s, node->index.index, object))
			return type_error();
		if (node->index.index->kind == NODE_INT)
			return element_of_tuple(s, node, object, node->index.index->integer.value);
		sema_report(s, node->index.index->span, DIAG_TUPLE_INDEX);
		return type_error();
	default:
		sema_report(s, node->index.object->span, DIAG_NOT_ARRAY, describe(s, object));
		return type_error();
	}
}

/* -- casts -- */

/* `(int8[])x`: as many elements as x has bytes for. */
static const struct type *with_length(struct sema *s, const struct type *to,
				      const struct type *from)
{
	uint32_t size = to->to->size;

	if (from->kind != TYPE_INT && from->kind != TYPE_STRING && from->kind != TYPE_ARRAY &&
	    from->kind != TYPE_BOOL)
		return to;
	return size > 0 && from->size % size == 0 ? type_array(s->arena, to->to, from->size / size)
						  : to;
}

static const struct type *wrong_cast(struct sema *s, const struct node *node,
				     enum cast_verdict verdict, const struct type *from,
				     const struct type *to)
{
	if (verdict == CAST_WRONG_SIZE)
		sema_report(s, node->span, DIAG_CAST_SIZE, describe(s, from), describe(s, to),
			    from->size, to->size);
	else
		sema_report(s, node->span, DIAG_CAST, describe(s, from), describe(s, to));
	if (to->kind == TYPE_STRUCT && (type_is_integer(from) || from->kind == TYPE_POINTER))
		sema_note(s, (struct span){ 0 }, "a pointer is meant: (%s *)", describe(s, to));
	return type_error();
}

/* A pointer, or a pointer to pointers, of which all point into the space. */
static const struct type *pointing_into(struct sema *s, const struct type *pointer,
					enum address_space space)
{
	const struct type *to = pointer->to;

	if (to->kind == TYPE_POINTER)
		to = pointing_into(s, to, space);
	return type_pointer(s->arena, to, space);
}

/*
 * A struct that the kernel has too, in memory of the kernel, but with the script's offsets: an old script's,
 * which reads the wrong bytes now. Said once of each; not of one that shares but its name with the kernel's.
 */
static void warn_of_layout(struct sema *s, const struct node *type_node, const struct type *to)
{
	const struct script_choice *choice;
	const char *name;

	while (to->kind == TYPE_POINTER)
		to = to->to;
	if (!s->reports || s->options->types == NULL || to->kind != TYPE_STRUCT ||
	    current_space(s) == SPACE_USER)
		return;
	choice = script_types_choice(s->options->types, to->ctype);
	if (choice == NULL || choice->is_kernel || !choice->is_related)
		return;
	vec_foreach(const struct ctype *, known, &s->fixed) {
		if (*known == to->ctype)
			return;
	}
	vec_push(&s->fixed, to->ctype);
	name = describe(s, to);
	if (choice->missing != NULL)
		sema_report(s, type_node->span, DIAG_FIXED_LAYOUT, name, name, choice->missing);
	else
		sema_report(s, type_node->span, DIAG_FIXED_LAYOUT_KIND, name, choice->different);
}

/* What a pointer is cast to is a type of the memory that it points into, whatever the probe's memory is. */
static const struct type *type_to_cast_to(struct sema *s, struct node *type_node,
					  const struct type *from)
{
	enum address_space outer = s->cast_from;
	const struct type *to;

	s->cast_from = from != NULL && from->kind == TYPE_POINTER ? from->space : SPACE_NONE;
	to = type_of_cast(s, type_node);
	if (to != NULL)
		warn_of_layout(s, type_node, to);
	s->cast_from = outer;
	return to;
}

const struct type *infer_cast(struct sema *s, struct node *node)
{
	const struct type *from = infer_value(s, node->cast.value, "the operand of a cast");
	const struct type *to = type_to_cast_to(s, node->cast.type_node, from);
	enum cast_verdict verdict;

	if (to == NULL || from == NULL)
		return to != NULL && !type_is_inferred(node->cast.type_node) ? to : NULL;
	if (to->kind == TYPE_ERROR || from->kind == TYPE_ERROR)
		return to;
	if (type_is_inferred(node->cast.type_node))
		to = with_length(s, to, from);
	if (to->kind == TYPE_POINTER && from->kind == TYPE_POINTER)
		to = pointing_into(s, to, from->space);
	verdict = type_cast(from, to);
	if (verdict == CAST_WRONG_SIZE || verdict == CAST_IMPOSSIBLE)
		return wrong_cast(s, node, verdict, from, to);
	if (verdict == CAST_NEEDLESS && to->kind == TYPE_INT &&
	    node->cast.type_node->kind == NODE_TYPE && node->cast.value->kind != NODE_MAP)
		sema_report(s, node->cast.type_node->span, DIAG_NEEDLESS_CAST, describe(s, to));
	return to;
}

/* -- sizeof, offsetof -- */

bool type_is_relocated(const struct type *type)
{
	if (type->kind == TYPE_STRUCT)
		return type->ctype->origin == CTYPE_KERNEL;
	if (type->kind == TYPE_ARRAY)
		return type_is_relocated(type->to);
	for (size_t i = 0; i < type->n_fields; i++) {
		if (type_is_relocated(type->fields[i].type))
			return true;
	}
	return false;
}

const struct type *infer_query_operand(struct sema *s, struct node *operand)
{
	if (operand->kind == NODE_TYPE || operand->kind == NODE_TYPEOF)
		return type_of_node(s, operand);
	return infer(s, operand);
}

/* Of a type that is laid out here: what C has for a struct, though its copies may differ. */
static uint64_t memory_size(const struct type *type)
{
	if (type->kind == TYPE_STRUCT)
		return type->ctype->size;
	if (type->kind == TYPE_ARRAY)
		return type->count * memory_size(type->to);
	return type->size;
}

bool size_is_known(struct sema *s, struct node *node, uint64_t *size)
{
	const struct type *type = infer_query_operand(s, node->type_query.operand);

	if (type == NULL || type->kind == TYPE_ERROR || type_is_relocated(type) ||
	    (type->kind == TYPE_STRUCT && !type_has_size(type)))
		return false;
	*size = memory_size(type);
	return true;
}

static const struct type *size_of(struct sema *s, struct node *node)
{
	const struct type *type = infer_query_operand(s, node->type_query.operand);
	const struct type *result = type_int(8, false);

	if (type == NULL || type->kind == TYPE_ERROR)
		return type == NULL ? result : type;
	if (type->kind == TYPE_STRUCT && !type_has_size(type)) {
		sema_report(s, node->span, DIAG_UNKNOWN_SIZE, describe(s, type));
		return type_error();
	}
	/* The type may still grow until the last walk. */
	if (!s->reports || type_is_relocated(type))
		return result;
	node->kind = NODE_INT;
	node->integer.value = memory_size(type);
	node->integer.is_duration = node->integer.is_unsigned = false;
	return result;
}

static const struct type *offset_of(struct sema *s, struct node *node)
{
	const struct type *type = infer_query_operand(s, node->type_query.operand);
	const struct ctype *ctype;

	if (type == NULL || type->kind == TYPE_ERROR)
		return type == NULL ? type_int(8, false) : type;
	while (type->kind == TYPE_POINTER)
		type = type->to;
	if (type->kind != TYPE_STRUCT) {
		sema_report(s, node->type_query.operand->span, DIAG_OFFSETOF, describe(s, type));
		return type_error();
	}
	ctype = type->ctype;
	for (size_t i = 0; i < node->type_query.path.count; i++) {
		const char *name = node->type_query.path.items[i];
		const struct ctype_member *member = NULL;

		if (ctype->kind == CTYPE_STRUCT || ctype->kind == CTYPE_UNION)
			member = ctype_find_member(ctype, name, NULL);
		if (member == NULL) {
			const struct type *in = type_of_ctype(s->arena, ctype, SPACE_NONE);

			return no_member(s, node->span, name, in,
					 arena_printf(s->arena, "'%s'", describe(s, in)));
		}
		if (member->bit_size != 0)
			sema_report(s, node->span, DIAG_OFFSET_OF_BITS, name);
		ctype = member->type;
	}
	return type_int(8, false);
}

const struct type *infer_type_query(struct sema *s, struct node *node)
{
	if (node->type_query.operand == NULL)
		return type_error();
	if (node->kind == NODE_SIZEOF)
		return size_of(s, node);
	if (node->kind == NODE_OFFSETOF)
		return offset_of(s, node);
	return infer_typeinfo(s, node);
}
