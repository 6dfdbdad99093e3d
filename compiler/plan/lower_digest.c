/*
 * Maps that are keyed by digests (skeleton/digest.bpf.h): those that programs update, and the tool prints, clears
 * and zeroes, and no program looks at: @[kstack] = count().
 */
#include <string.h>

#include "plan/lowering.h"

static bool is_stack(const struct abi_type *type)
{
	return (type->kind == ABI_VALUE_KSTACK || type->kind == ABI_VALUE_USTACK) &&
	       type->bits != ABI_STACK_BUILD_ID && type->count <= LIMIT_STACK_DEPTH_DEFAULT;
}

static bool has_stack(const struct abi_type *key)
{
	if (is_stack(key))
		return true;
	for (uint32_t i = 0; key->kind == ABI_VALUE_TUPLE && i < key->count; i++) {
		if (is_stack(key->fields[i].type))
			return true;
	}
	return false;
}

static bool is_fitting(const struct plan_map *map)
{
	uint8_t kind = map->abi.value->kind;
	bool is_hash = strcmp(map->bpf_type, "BPF_MAP_TYPE_PERCPU_HASH") == 0;
	return map->abi.key && is_hash && kind >= ABI_VALUE_COUNT &&
	       kind <= ABI_VALUE_STATS && has_stack(map->abi.key);
}

/* Whether statements do nothing with the map but update it. */
static bool only_updates(const plan_block *block, int map)
{
	vec_foreach(struct plan_statement *, item, block) {
		const struct plan_statement *s = *item;
		if (s->kind != PLAN_MAP_UPDATE && s->map == map)
			return false;
		vec_foreach(const struct plan_arg, arg, &s->args) {
			if (arg->kind == PLAN_ARG_MAP && arg->map == map)
				return false;
		}
		if (!only_updates(&s->condition, map) || !only_updates(&s->body, map) ||
		    !only_updates(&s->orelse, map))
			return false;
	}
	return true;
}

/* What is cleared may be there twice: in the map in use, and in the other one, whose keys are taken out at last. */
static bool is_emptied(const struct plan *plan, int map)
{
	vec_foreach(const struct abi_event, event, &plan->events) {
		if (event->map == map && (event->kind == ABI_EVENT_CLEAR_MAP || event->taking))
			return true;
	}
	return false;
}

static bool is_of_whole_map(const struct abi_event *event)
{
	if (event->kind == ABI_EVENT_PRINT_MAP)
		return !event->n_args;
	return event->kind == ABI_EVENT_CLEAR_MAP || event->kind == ABI_EVENT_ZERO_MAP;
}

static bool is_only_updated(const struct plan *plan, int map)
{
	vec_foreach(struct plan_program *, program, &plan->programs) {
		if (!only_updates(&(*program)->body, map))
			return false;
	}
	vec_foreach(const struct abi_event, event, &plan->events) {
		if (event->map == map && !is_of_whole_map(event))
			return false;
	}
	return true;
}

/* A program may use 64 maps; a map with digests is two. */
#define MOST_MAPS 24

void lower_digests(struct lower *l)
{
	if (l->plan->maps.count > MOST_MAPS)
		return;
	for (size_t i = 0; i < l->plan->maps.count; i++) {
		struct abi_map *map = &l->plan->maps.items[i].abi;
		if (!is_fitting(&l->plan->maps.items[i]) || !is_only_updated(l->plan, (int)i))
			continue;
		map->keys_name = arena_printf(l->arena, "keys_%s", map->name + 1);
		map->key_size = sizeof(struct abi_digest);
		l->plan->maps.items[i].n_keys =
			map->max_entries * (is_emptied(l->plan, (int)i) ? 2 : 1);
	}
}
