#include "sema/type_syntax.h"

#include <string.h>

#include "sema/type_convert.h"
#include "sema/type_name.h"

/* Larger arrays and strings fit into no map and no record. */
#define MAX_CAPACITY 16384
/* Bytes of an IPv6 address. */
#define MAX_ADDRESS 16

bool is_type_name(struct sema *s, const char *name)
{
	return type_name_find(name) != NULL ||
	       (!is_c_value(s, name) && find_c_typedef(s, name) != NULL);
}

bool type_is_inferred(const struct node *node)
{
	return node->kind == NODE_TYPE && node->type_name.suffixes.count > 0 &&
	       vec_last(&node->type_name.suffixes).is_inferred;
}

static const struct type *of_base(struct sema *s, const struct type_name_row *base)
{
	switch (base->kind) {
	case TYPE_NONE:
		return type_none();
	case TYPE_BOOL:
		return type_bool();
	case TYPE_INT:
		return type_int(base->size, base->is_signed);
	case TYPE_STRING:
		return type_string(s->arena, (uint32_t)s->info->config.max_strlen);
	case TYPE_BUFFER:
		return type_buffer(s->arena, (uint32_t)s->info->config.max_strlen);
	case TYPE_TIMESTAMP:
	case TYPE_CGROUP_PATH:
		return type_any_text(s->arena, base->kind);
	case TYPE_SUM:
	case TYPE_MIN:
	case TYPE_MAX:
	case TYPE_AVG:
	case TYPE_STATS:
		return type_aggregation(s->arena, base->kind, type_int(8, base->is_signed));
	default:
		return type_of_kind(base->kind);
	}
}

static const struct type *unknown_type(struct sema *s, const struct node *node, const char *name)
{
	static const enum kernel_names lists[] = { [TYPE_TAG_NONE] = KERNEL_TYPEDEFS,
						   [TYPE_TAG_STRUCT] = KERNEL_STRUCTS,
						   [TYPE_TAG_UNION] = KERNEL_UNIONS,
						   [TYPE_TAG_ENUM] = KERNEL_ENUMS };
	size_t n;
	const char *const *names;

	if (!s->reports)
		return type_error();
	diag_report(s->diag, node->span, DIAG_UNKNOWN_TYPE, name);
	names = kernel_names(s->kernel, lists[node->type_name.tag], &n);
	if (!diag_did_you_mean(s->diag, node->type_name.name, names, n))
		sema_note(s, (struct span){ 0 },
			  "--target FILE takes the types of another kernel; has_type(%s) asks the "
			  "one that the tool runs on",
			  name);
	return type_error();
}

/* struct, union or enum of C. */
static const struct type *of_tag(struct sema *s, const struct node *node)
{
	static const struct {
		enum ctype_kind kind;
		const char *word;
	} tags[] = { [TYPE_TAG_STRUCT] = { CTYPE_STRUCT, "struct" },
		     [TYPE_TAG_UNION] = { CTYPE_UNION, "union" },
		     [TYPE_TAG_ENUM] = { CTYPE_ENUM, "enum" } };
	const struct ctype *ctype =
		find_c_tag(s, tags[node->type_name.tag].kind, node->type_name.name);

	if (ctype == NULL)
		return unknown_type(s, node,
				    arena_printf(s->arena, "%s %s", tags[node->type_name.tag].word,
						 node->type_name.name));
	return type_of_ctype(s->arena, ctype, current_space(s));
}

static const struct type *of_name(struct sema *s, const struct node *node)
{
	const struct type_name_row *base = type_name_find(node->type_name.name);
	const struct ctype *ctype;

	if (base != NULL && !base->is_c)
		return of_base(s, base);
	if (strcmp(node->type_name.name, "float") == 0 || strcmp(node->type_name.name, "double") == 0) {
		sema_report(s, node->span, DIAG_FLOAT_LITERAL);
		return type_error();
	}
	ctype = find_c_typedef(s, node->type_name.name);
	if (ctype != NULL)
		return type_of_ctype(s->arena, ctype, current_space(s));
	return base != NULL ? of_base(s, base) : unknown_type(s, node, node->type_name.name);
}

static bool is_too_large(struct sema *s, const struct node *node, uint64_t count, uint64_t size)
{
	if (count <= MAX_CAPACITY && count * size <= MAX_CAPACITY)
		return false;
	sema_report(s, node->span, DIAG_TYPE_TOO_LARGE, MAX_CAPACITY);
	return true;
}

/* The first [N] of a string, buffer or address is its capacity; an address is as large for either family. */
static const struct type *with_capacity(struct sema *s, const struct node *node,
					const struct type *base, uint64_t count)
{
	if (base->kind == TYPE_INET) {
		if (count <= MAX_ADDRESS)
			return base;
		sema_report(s, node->span, DIAG_TYPE_TOO_LARGE, MAX_ADDRESS);
		return type_error();
	}
	if (is_too_large(s, node, count, 1))
		return type_error();
	if (count == 0)
		count = 1;
	return base->kind == TYPE_STRING ? type_string(s->arena, (uint32_t)count)
					 : type_buffer(s->arena, (uint32_t)count);
}

static const struct type *of_type_node(struct sema *s, const struct node *node)
{
	const struct type *type =
		node->type_name.tag == TYPE_TAG_NONE ? of_name(s, node) : of_tag(s, node);
	bool has_capacity = type->kind == TYPE_STRING || type->kind == TYPE_BUFFER ||
			    type->kind == TYPE_INET;

	for (size_t i = 0; i < node->type_name.suffixes.count; i++) {
		const struct type_suffix *suffix = &node->type_name.suffixes.items[i];

		if (type->kind == TYPE_ERROR)
			return type;
		if (suffix->is_inferred && i + 1 < node->type_name.suffixes.count) {
			sema_report(s, node->span, DIAG_LENGTH_MISSING);
			return type_error();
		}
		if (suffix->is_pointer) {
			type = type_pointer(s->arena, type, current_space(s));
		} else if (i == 0 && has_capacity && !suffix->is_inferred) {
			type = with_capacity(s, node, type, suffix->count);
		} else if (type->kind == TYPE_NONE) {
			sema_report(s, node->span, DIAG_ARRAY_OF_VOID);
			return type_error();
		} else if (is_too_large(s, node, suffix->count, type->size)) {
			return type_error();
		} else {
			type = type_array(s->arena, type, suffix->count);
		}
	}
	return type;
}

static const struct type *of_typeof(struct sema *s, struct node *operand)
{
	if (operand == NULL)
		return type_error();
	if (operand->kind == NODE_TYPE || operand->kind == NODE_TYPEOF)
		return type_of_node(s, operand);
	return type_rigid(s->arena, infer(s, operand));
}

const struct type *type_of_node(struct sema *s, struct node *node)
{
	if (type_is_inferred(node)) {
		sema_report(s, node->span, DIAG_LENGTH_MISSING);
		node->type = type_error();
		return node->type;
	}
	return type_of_cast(s, node);
}

const struct type *type_of_cast(struct sema *s, struct node *node)
{
	if (node->kind == NODE_TYPE)
		node->type = of_type_node(s, node);
	else if (node->kind == NODE_TYPEOF)
		node->type = of_typeof(s, node->type_query.operand);
	else
		node->type = type_error();
	return node->type;
}
