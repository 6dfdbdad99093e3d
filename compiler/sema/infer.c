/* Types of expressions, and the rounds that settle them over the whole program. */
#include "sema/pass.h"
#include "sema/type_convert.h"
#include "sema/type_syntax.h"

/*
 * A round lets a type pass at least one more name. Most scripts need three; a long one may have to
 * do with the least.
 */
#define MIN_ROUNDS    64
#define MAX_TEXT_READ (1u << 28) /* bytes of the script, over all rounds */

const struct type *poison(struct node *node)
{
	node->kind = NODE_ERROR;
	node->type = type_error();
	return node->type;
}

const char *describe(struct sema *s, const struct type *type)
{
	return type_name(s->arena, type);
}

static const struct type *infer_identifier(struct sema *s, struct node *node)
{
	if (node->ident.builtin != NULL) {
		const struct type *type = builtin_type(s, node);

		if (node->kind != NODE_IDENT || node->ident.builtin->id != BUILTIN_args ||
		    type->kind == TYPE_ERROR)
			return type;
		return builtin_expand_args(s, node, type) ? infer(s, node) : type_error();
	}
	if (node->ident.is_constant)
		return node->type;
	sema_report(s, node->span, DIAG_UNKNOWN_NAME, node->ident.name);
	return type_error();
}

static const struct type *infer_tuple(struct sema *s, const node_vec *values,
				      const char *const *names)
{
	struct type_field *fields = arena_alloc(s->arena, (values->count + 1) * sizeof(*fields));
	bool is_known = true;

	for (size_t i = 0; i < values->count; i++) {
		fields[i].name = names != NULL ? names[i] : NULL;
		fields[i].type = infer_value(s, values->items[i], "a field");
		is_known &= fields[i].type != NULL;
		for (size_t k = 0; names != NULL && k < i; k++) {
			if (names[k] == names[i])
				sema_report(s, values->items[i]->span, DIAG_FIELD_TWICE, names[i]);
		}
	}
	return is_known ? type_fields(s->arena, fields, values->count) : NULL;
}

static const struct type *infer_if(struct sema *s, struct node *node)
{
	const struct type *then_type, *else_type, *joined;

	if (node->if_.is_comptime)
		return infer_comptime_if(s, node);
	infer_if_branches(s, node);
	then_type = node->if_.then_block->type;
	else_type = node->if_.else_block != NULL ? node->if_.else_block->type : type_none();
	if (then_type == NULL || else_type == NULL)
		return then_type == NULL ? else_type : then_type;
	joined = type_join(s->arena, then_type, else_type);
	if (joined != NULL)
		return joined;
	if (then_type->kind == TYPE_NONE || else_type->kind == TYPE_NONE)
		return type_none(); /* as a statement */
	sema_report(s, node->span, DIAG_BRANCH_TYPES, describe(s, then_type),
		    describe(s, else_type));
	return type_error();
}

static const struct type *infer_kind(struct sema *s, struct node *node)
{
	switch (node->kind) {
	case NODE_INT:
		return node->type != NULL ? node->type : type_literal(node->integer.value, false);
	case NODE_BOOL:
		return type_bool();
	case NODE_STRING:
		return type_string(s->arena, (uint32_t)node->string.size + 1);
	case NODE_IDENT:
		return infer_identifier(s, node);
	case NODE_VAR:
		return infer_variable(s, node);
	case NODE_MAP:
		return infer_map(s, node);
	case NODE_PARAM:
		return type_int(8, true);
	case NODE_PARAM_COUNT:
		return type_int(8, false);
	case NODE_UNARY:
		return infer_unary(s, node);
	case NODE_INCDEC:
		return infer_incdec(s, node);
	case NODE_BINARY:
		return infer_binary(s, node);
	case NODE_TERNARY:
		return infer_ternary(s, node);
	case NODE_CALL:
		return infer_call(s, node);
	case NODE_FIELD:
		return infer_field(s, node);
	case NODE_TUPLE_FIELD:
		return infer_tuple_field(s, node);
	case NODE_INDEX:
		return infer_index(s, node);
	case NODE_CAST:
		return infer_cast(s, node);
	case NODE_TUPLE:
		return infer_tuple(s, &node->tuple, NULL);
	case NODE_RECORD:
		return infer_tuple(s, &node->record.values, node->record.names.items);
	case NODE_SIZEOF:
	case NODE_OFFSETOF:
	case NODE_TYPEINFO:
		return infer_type_query(s, node);
	case NODE_COMPTIME:
		return infer_comptime(s, node);
	case NODE_BLOCK:
		return infer_block(s, node);
	case NODE_IF:
		return infer_if(s, node);
	case NODE_TYPE:
	case NODE_TYPEOF:
		sema_report(s, node->span, DIAG_TYPE_AS_VALUE);
		return type_error();
	default:
		return type_error();
	}
}

const struct type *infer(struct sema *s, struct node *node)
{
	const struct type *type = infer_kind(s, node);

	if (type == NULL && s->reports)
		type = type_error();
	node->type = type;
	return type;
}

/* An aggregation that stands where a number is needed: the map's element is reduced. */
static const struct type *reduce(struct node *node)
{
	const struct type *type = type_as_integer(node->type);

	if (node->kind == NODE_MAP && node->map.map != NULL)
		node->map.map->is_reduced = true;
	node->type = type;
	return type;
}

const struct type *infer_integer(struct sema *s, struct node *node, const char *what)
{
	const struct type *type = infer(s, node);

	if (type == NULL || type->kind == TYPE_ERROR)
		return type;
	if (type_is_castable(type))
		return reduce(node);
	if (type_as_integer(type) != NULL)
		return type;
	sema_report(s, node->span, DIAG_NOT_INTEGER, what, describe(s, type));
	return type_error();
}

const struct type *infer_value(struct sema *s, struct node *node, const char *what)
{
	const struct type *type = infer(s, node);

	if (type == NULL)
		return NULL;
	if (type_is_castable(type))
		return reduce(node);
	if (type->kind == TYPE_NONE)
		sema_report(s, node->span, DIAG_NO_VALUE, what);
	else if (type_is_aggregation(type))
		sema_report(s, node->span, DIAG_AGGREGATION_VALUE, describe(s, type), what);
	else
		return type;
	return type_error();
}

/* -- rounds -- */

const struct type *slot_read(const struct slot *slot)
{
	return slot->type != NULL ? slot->type : slot->next;
}

void slot_join(struct sema *s, struct slot *slot, const struct type *type, struct span span)
{
	const struct type *joined;

	bool is_first = slot->next == NULL || slot->next->kind == TYPE_ERROR;

	/* An error counts as a type, so that what gets nothing else is not called undefined too. */
	if (type == NULL || s->reports || (type->kind == TYPE_ERROR && slot->next != NULL))
		return;
	if (is_first)
		slot->from = span;
	joined = type_join(s->arena, slot->next, type);
	if (joined != NULL)
		slot->next = joined;
}

static void walk(struct sema *s)
{
	infer_subprograms(s);
	for (size_t i = 0; i < s->script->roots.count; i++) {
		struct node *root = s->script->roots.items[i];

		if (root->kind != NODE_PROBE)
			continue;
		s->probe = root;
		if (root->probe.predicate != NULL)
			infer_condition(s, root->probe.predicate);
		infer_body(s, root->probe.body);
		s->probe = NULL;
	}
}

static bool advance(struct slot *slot)
{
	const struct type *next = slot->next;
	bool changed = (next == NULL) != (slot->type == NULL) ||
		       (next != NULL && !type_equal(next, slot->type));

	slot->next = NULL;
	if (slot->is_fixed)
		return false;
	slot->type = next;
	return changed;
}

static bool advance_all(struct sema *s)
{
	bool changed = false;

	for (size_t i = 0; i < s->maps.count; i++) {
		changed |= advance(&s->maps.items[i].key);
		changed |= advance(&s->maps.items[i].value);
	}
	for (size_t i = 0; i < s->variables.count; i++)
		changed |= advance(&s->variables.items[i].value);
	return changed;
}

static void settle(struct sema *s)
{
	unsigned most = MAX_TEXT_READ / (s->script->span.end - s->script->span.begin + 1);

	for (unsigned round = 0; round < MIN_ROUNDS || round < most; round++) {
		walk(s);
		if (!advance_all(s))
			return;
	}
}

/* The symbols' types, without the freedom of literals. */
static void fix_types(struct sema *s)
{
	for (size_t i = 0; i < s->maps.count; i++) {
		struct map_state *map = &s->maps.items[i];

		map->key.type = type_rigid(s->arena, map->key.type);
		map->value.type = type_rigid(s->arena, map->value.type);
		map->symbol->key = map->key.type;
		map->symbol->value = map->value.type;
		map->symbol->key_from = map->key.from;
		map->symbol->value_from = map->value.from;
		map->symbol->is_scalar = map->keyed_use.begin == 0;
	}
	for (size_t i = 0; i < s->variables.count; i++) {
		struct variable_state *variable = &s->variables.items[i];

		/* Declared and never assigned: zero. */
		if (variable->value.type == NULL)
			variable->value.type = type_int(8, true);
		variable->value.type = type_rigid(s->arena, variable->value.type);
		variable->symbol->type = variable->value.type;
	}
}

/*
 * Needs: names, folded constants. Leaves: a type in every expression, keys and values of maps,
 * types of variables; every mistake in types is reported, each once.
 */
void infer_types(struct sema *s)
{
	settle(s);
	s->guesses = true;
	settle(s);
	fix_types(s);
	s->reports = true;
	walk(s);
}
