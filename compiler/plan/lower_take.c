/*
 * print(@m) with clear(@m) or zero(@m) behind it: one event, which takes out of the map exactly what it
 * prints. Two events would lose what the programs add between them.
 */
#include "plan/lower_call.h"

/* Whether a statement changes what the map holds, or may leave the block. */
static bool is_between(const struct lower *l, const struct plan_statement *s, int map);

static bool has_between(const struct lower *l, const plan_block *block, int map)
{
	vec_foreach(struct plan_statement *, s, block) {
		if (is_between(l, *s, map))
			return true;
	}
	return false;
}

static bool is_between(const struct lower *l, const struct plan_statement *s, int map)
{
	bool is_own = s->event >= 0 && l->plan->events.items[s->event].map == map;
	bool leaves = s->kind == PLAN_BREAK || s->kind == PLAN_CONTINUE || s->kind == PLAN_RETURN ||
		      s->kind == PLAN_SUBPROGRAM || s->kind == PLAN_C_CALL;
	return s->map == map || is_own || leaves || has_between(l, &s->condition, map) ||
	       has_between(l, &s->body, map) || has_between(l, &s->orelse, map);
}

/* The print of the whole map that the last statements of the block follow. */
static struct abi_event *find_print(struct lower *l, int map)
{
	for (size_t i = l->block->count; i > 0; i--) {
		const struct plan_statement *s = l->block->items[i - 1];
		struct abi_event *event =
			s->kind == PLAN_EVENT ? &l->plan->events.items[s->event] : NULL;
		if (event && event->kind == ABI_EVENT_PRINT_MAP && event->map == map)
			return event->n_args || event->taking ? NULL : event;
		if (is_between(l, s, map))
			return NULL;
	}
	return NULL;
}

bool lower_take(struct lower *l, const struct map_symbol *symbol, enum abi_taking taking)
{
	/* Nothing else runs before the others are attached and after they are detached. */
	bool is_alone = l->program->kind == ABI_PROBE_BEGIN || l->program->kind == ABI_PROBE_END;
	struct abi_event *print = is_alone ? NULL : find_print(l, symbol->index);
	if (!print)
		return false;
	struct abi_map *map = &l->plan->maps.items[symbol->index].abi;
	print->taking = taking;
	map->spare_name = arena_printf(l->arena, "spare_%s", symbol->name);
	map->live_name = arena_printf(l->arena, "live_%s", symbol->name);
	return true;
}
