/* Builtins that are records of other expressions: args as a value, and config. */
#include <string.h>

#include "sema/pass.h"
#include "sema/type_convert.h"

static struct node *new_node(struct sema *s, enum node_kind kind, struct span span)
{
	struct node *node = arena_new_of(s->arena, struct node);

	node->kind = kind;
	node->span = span;
	return node;
}

static void become_record(struct sema *s, struct node *node)
{
	node->kind = NODE_RECORD;
	memset(&node->record, 0, sizeof(node->record));
	vec_init(&node->record.values, s->arena);
	vec_init(&node->record.names, s->arena);
}

/* Fields of types that a script can't use are left out. */
bool builtin_expand_args(struct sema *s, struct node *node, const struct type *type)
{
	struct node *args = new_node(s, NODE_IDENT, node->span);

	if (type->kind != TYPE_RECORD)
		return false;
	args->ident = node->ident;
	become_record(s, node);
	for (size_t i = 0; i < type->n_fields; i++) {
		struct node *field = new_node(s, NODE_FIELD, node->span);

		if (type->fields[i].type->kind == TYPE_NONE)
			continue;
		field->field.object = args;
		field->field.name = type->fields[i].name;
		field->field.name_span = node->span;
		vec_push(&node->record.values, field);
		vec_push(&node->record.names, type->fields[i].name);
	}
	return true;
}

/* A key's value as the literal that it would be in the config block. */
static void become_setting(struct sema *s, struct node *node, const struct config_row *row)
{
	const char *member = (const char *)&s->info->config + row->offset;
	const char *text = NULL;

	memset(&node->string, 0, sizeof(node->string));
	switch (row->kind) {
	case CONFIG_KIND_FLAG:
		node->kind = NODE_BOOL;
		memcpy(&node->boolean, member, sizeof(node->boolean));
		return;
	case CONFIG_KIND_NUMBER:
		node->kind = NODE_INT;
		memset(&node->integer, 0, sizeof(node->integer));
		memcpy(&node->integer.value, member, sizeof(node->integer.value));
		node->type = type_int(8, false);
		return;
	case CONFIG_KIND_TEXT:
		memcpy(&text, member, sizeof(text));
		break;
	case CONFIG_KIND_WORD: {
		int index;

		memcpy(&index, member, sizeof(index));
		text = row->words[index];
		break;
	}
	}
	node->kind = NODE_STRING;
	node->string.text = text;
	node->string.size = strlen(text);
}

bool builtin_expand_config(struct sema *s, struct node *node)
{
	size_t n;
	const struct config_row *rows = config_rows(&n);
	bool is_key = node->kind == NODE_FIELD;

	for (size_t i = 0; is_key && i < n; i++) {
		if (strcmp(rows[i].name, node->field.name) != 0)
			continue;
		become_setting(s, node, &rows[i]);
		return true;
	}
	if (is_key)
		return false;
	become_record(s, node);
	for (size_t i = 0; i < n; i++) {
		struct node *value = new_node(s, NODE_INT, node->span);

		become_setting(s, value, &rows[i]);
		vec_push(&node->record.values, value);
		vec_push(&node->record.names, rows[i].name);
	}
	return true;
}
