/* Variables and maps: what is known of their types, and what is written to them. */
#include "sema/pass.h"
#include "sema/type_convert.h"

struct map_state *map_state_of(struct sema *s, const struct node *map)
{
	return &s->maps.items[map->map.map->index];
}

struct variable_state *variable_state_of(struct sema *s, const struct node *var)
{
	return &s->variables.items[var->var.variable->id];
}

const struct type *infer_variable(struct sema *s, struct node *node)
{
	return type_rigid(s->arena, slot_read(&variable_state_of(s, node)->value));
}

static const char *map_text(struct sema *s, const struct node *map)
{
	return arena_printf(s->arena, "@%s", map->map.name);
}

void report_undefined_map(struct sema *s, struct map_state *map, struct span span)
{
	const char *name = arena_printf(s->arena, "@%s", map->symbol->name);
	VEC(const char *) others;

	if (!s->reports || map->is_reported)
		return;
	map->is_reported = true;
	vec_init(&others, s->arena);
	vec_foreach(struct map_state, other, &s->maps)
		if (other->value.type != NULL)
			vec_push(&others, arena_printf(s->arena, "@%s", other->symbol->name));
	diag_report(s->diag, span, DIAG_UNDEFINED_MAP, name);
	diag_did_you_mean(s->diag, name, others.items, others.count);
}

/* Several keys are one tuple. */
static const struct type *key_type(struct sema *s, struct node *key)
{
	return infer_value(s, key, "a map's key");
}

/* Arrays without length and structs without members can be looked at, not kept. */
static bool is_empty(struct sema *s, const struct type *type, struct span span)
{
	if (type->size > 0 || (type->kind != TYPE_ARRAY && type->kind != TYPE_STRUCT))
		return false;
	sema_report(s, span, DIAG_EMPTY_VALUE, describe(s, type));
	return true;
}

static void check_key(struct sema *s, const struct node *map, const struct slot *slot,
		      const struct type *type, struct span span)
{
	if (!s->reports || slot->type == NULL || type->kind == TYPE_ERROR ||
	    is_empty(s, type, span) || type_join(s->arena, slot->type, type) != NULL)
		return;
	diag_report(s->diag, span, DIAG_KEY_TYPE, map_text(s, map), describe(s, type),
		    describe(s, slot->type));
	diag_note(s->diag, slot->from, "its keys have type '%s' since here",
		  describe(s, slot->type));
}

void infer_map_key(struct sema *s, const struct node *map, struct node *key)
{
	struct slot *slot = &map_state_of(s, map)->key;
	const struct type *type;

	prefer_probe_number(key);
	type = key_type(s, key);

	if (type == NULL)
		return;
	slot_join(s, slot, type, key->span);
	check_key(s, map, slot, type, key->span);
}

const struct type *infer_map(struct sema *s, struct node *node)
{
	struct map_state *state = map_state_of(s, node);

	if (node->map.key != NULL)
		infer_map_key(s, node, node->map.key);
	if (s->reports) {
		state->symbol->is_read = true;
		if (state->value.type == NULL)
			report_undefined_map(s, state, node->span);
	}
	return type_rigid(s->arena, slot_read(&state->value));
}

static void warn_sign(struct sema *s, const struct slot *slot, const char *name,
		      const struct type *type, struct span span)
{
	diag_report(s->diag, span, DIAG_SIGN_LOST, describe(s, type), name,
		    describe(s, slot->type));
	if (slot->from.begin != span.begin && !slot->is_fixed)
		diag_note(s->diag, slot->from, "'%s' is first assigned here", name);
}

/* What is written at `span` must go together with what the name holds. */
static bool is_compatible(struct sema *s, const struct slot *slot, const char *name,
			  const struct type *type, struct span span)
{
	if (!s->reports || slot->type == NULL || type->kind == TYPE_ERROR ||
	    slot->type->kind == TYPE_ERROR)
		return true;
	if (is_empty(s, type, span))
		return false;
	if (type_join(s->arena, slot->type, type) == NULL) {
		diag_report(s->diag, span, DIAG_VALUE_TYPE, describe(s, type), name,
			    describe(s, slot->type));
		diag_note(s->diag, slot->from, "'%s' has type '%s' since here", name,
			  describe(s, slot->type));
		return false;
	}
	if (!type_join_is_exact(slot->type, type))
		warn_sign(s, slot, name, type, span);
	return true;
}

/* Two histograms of one map must have the same buckets. */
static bool has_same_bounds(struct sema *s, const struct slot *slot, const char *name,
			    const struct type *type, struct span span)
{
	if (!s->reports || slot->type == NULL || slot->type->kind != type->kind ||
	    (type->kind != TYPE_HIST && type->kind != TYPE_LHIST && type->kind != TYPE_TSERIES) ||
	    (slot->type->bits == type->bits && slot->type->min == type->min &&
	     slot->type->max == type->max && slot->type->step == type->step))
		return true;
	diag_report(s->diag, span, DIAG_BOUNDS_DIFFER, name, describe(s, type));
	diag_note(s->diag, slot->from, "the others are given here");
	return false;
}

void assign_map(struct sema *s, const struct node *map, const struct type *type, struct span span)
{
	struct map_state *state = map_state_of(s, map);
	const char *name = map_text(s, map);

	if (s->reports)
		state->symbol->is_written = true;
	if (type == NULL)
		return;
	slot_join(s, &state->value, type, span);
	if (has_same_bounds(s, &state->value, name, type, span))
		is_compatible(s, &state->value, name, type, span);
}

/* An annotated variable keeps its type: literals must fit, other values may be narrowed. */
void check_annotated(struct sema *s, const struct slot *slot, const char *name,
		     const struct type *type, const struct node *value)
{
	const struct type *to = slot->type;

	if (type->kind == TYPE_ERROR || to->kind == TYPE_ERROR)
		return;
	if (to->kind == TYPE_STRING && type->kind == TYPE_STRING && type->size > to->size) {
		diag_report(s->diag, value->span,
			    value->kind == NODE_STRING ? DIAG_STRING_TOO_LONG : DIAG_NARROWED,
			    describe(s, type), name, describe(s, to));
		return;
	}
	if (type_is_integer(to) && type_is_integer(type)) {
		const struct type *joined = type_join(s->arena, to, type);

		if (to->kind == TYPE_BOOL || joined == NULL || type_is_same_enum(to, type))
			return;
		if (type_equal(joined, to)) {
			if (!type_join_is_exact(to, type))
				warn_sign(s, slot, name, type, value->span);
			return;
		}
		if (value->kind != NODE_INT)
			diag_report(s->diag, value->span, DIAG_NARROWED, describe(s, type), name,
				    describe(s, to));
		else if (!literal_fits(value, to))
			diag_report(s->diag, value->span, DIAG_LITERAL_RANGE, name,
				    describe(s, to));
		return;
	}
	is_compatible(s, slot, name, type, value->span);
}

void assign_variable(struct sema *s, const struct node *var, const struct type *type,
		     struct node *value)
{
	struct variable_state *state = variable_state_of(s, var);
	const char *name = arena_printf(s->arena, "$%s", var->var.name);

	if (s->reports)
		state->symbol->is_assigned = true;
	if (type == NULL)
		return;
	slot_join(s, &state->value, type, value->span);
	if (!s->reports)
		return;
	if (state->value.is_fixed && value->kind == NODE_INCDEC)
		return; /* wraps around */
	if (state->value.is_fixed)
		check_annotated(s, &state->value, name, type, value);
	else
		is_compatible(s, &state->value, name, type, value->span);
}
