/* typeinfo(type or expression): what is known of a type, as a record of (btf_id, base_type, full_type). */
#include <string.h>

#include "sema/feature.h"
#include "sema/pass.h"

static const char *const names[] = { "btf_id", "base_type", "full_type" };

#define N_NAMES (sizeof(names) / sizeof(names[0]))

static const char *base_type(const struct type *type)
{
	switch (type->kind) {
	case TYPE_INT:
		return "int";
	case TYPE_ENUM:
		return "enum";
	case TYPE_POINTER:
		return "pointer";
	case TYPE_STRING:
		return "string";
	case TYPE_BUFFER:
		return "buffer";
	case TYPE_ARRAY:
		return "array";
	case TYPE_TUPLE:
		return "tuple";
	case TYPE_RECORD:
		return "record";
	case TYPE_STRUCT:
		return type->ctype->kind == CTYPE_UNION ? "union" : "struct";
	default:
		return NULL;
	}
}

static const char *text_of(struct sema *s, const struct type *type, size_t name)
{
	const char *base = base_type(type);

	return name == 2 || base == NULL ? describe(s, type) : base;
}

/* Types that the target numbers by itself. */
static bool has_btf_id(const struct type *type)
{
	return type->kind == TYPE_STRUCT && type->ctype->origin == CTYPE_KERNEL &&
	       type->ctype->name != NULL;
}

static bool is_allowed(struct sema *s, const struct node *node)
{
	return feature_is_allowed(s, node->span, "typeinfo()", "unstable_typeinfo");
}

static void become_number(struct node *node, uint64_t value)
{
	node->kind = NODE_INT;
	memset(&node->integer, 0, sizeof(node->integer));
	node->integer.value = value;
	node->type = type_int(4, false);
}

static void become_text(struct node *node, const char *text)
{
	node->kind = NODE_STRING;
	memset(&node->string, 0, sizeof(node->string));
	node->string.text = text;
	node->string.size = strlen(text);
	node->type = NULL;
}

/* The field as an expression, of the copied TYPEINFO node. */
static void become_field(struct sema *s, struct node *node, size_t name)
{
	const struct type *type = node->type_query.operand->type;

	if (name > 0)
		become_text(node, text_of(s, type, name));
	else if (has_btf_id(type))
		node->type_query.is_id = true;
	else
		become_number(node, 0);
}

static void become_record(struct sema *s, struct node *node)
{
	struct node query = *node;

	node->kind = NODE_RECORD;
	memset(&node->record, 0, sizeof(node->record));
	vec_init(&node->record.values, s->arena);
	vec_init(&node->record.names, s->arena);
	for (size_t i = 0; i < N_NAMES; i++) {
		struct node *value = arena_new_of(s->arena, struct node);

		*value = query;
		become_field(s, value, i);
		vec_push(&node->record.values, value);
		vec_push(&node->record.names, names[i]);
	}
}

static const struct type *record_type(struct sema *s, const struct type *type)
{
	struct type_field fields[N_NAMES] = { 0 };

	for (size_t i = 0; i < N_NAMES; i++) {
		fields[i].name = names[i];
		fields[i].type =
			i == 0 ? type_int(4, false)
			       : type_string(s->arena, (uint32_t)strlen(text_of(s, type, i)) + 1);
	}
	return type_fields(s->arena, fields, N_NAMES);
}

const struct type *infer_typeinfo(struct sema *s, struct node *node)
{
	const struct type *type;

	if (node->type_query.is_id)
		return type_int(4, false);
	if (!is_allowed(s, node))
		return type_error();
	type = infer_query_operand(s, node->type_query.operand);
	if (type == NULL || type->kind == TYPE_ERROR)
		return type;
	node->type_query.operand->type = type;
	if (!s->reports)
		return record_type(s, type);
	become_record(s, node);
	return infer(s, node);
}

bool typeinfo_become_literal(struct sema *s, struct node *field)
{
	struct node *query = field->field.object;
	const struct type *type;

	if (query->kind != NODE_TYPEINFO || query->type_query.is_id ||
	    query->type_query.operand == NULL)
		return false;
	type = infer_query_operand(s, query->type_query.operand);
	if (type == NULL || type->kind == TYPE_ERROR)
		return false;
	for (size_t i = 0; i < N_NAMES; i++) {
		if (strcmp(field->field.name, names[i]) != 0 || (i == 0 && has_btf_id(type)))
			continue;
		if (i == 0)
			become_number(field, 0);
		else
			become_text(field, text_of(s, type, i));
		return true;
	}
	return false;
}
