/*
 * Functions on maps.
 */
#include "plan/lower_call.h"

/* The key of f(@m, key), f(@m[key]) or f(@scalar). */
static const struct node *key_node(const struct node *call)
{
	const struct node *map = lower_call_arg(call, 0);
	return map->map.key ? map->map.key : lower_call_arg(call, 1);
}

static struct plan_statement *with_key(struct lower *l, const struct node *call,
				       enum plan_statement_kind kind)
{
	const struct map_symbol *map = lower_call_arg(call, 0)->map.map;
	struct plan_place key = lower_key(l, map, key_node(call));
	return lower_map_statement(l, kind, map, key);
}

const struct plan_expr *lower_delete(struct lower *l, const struct node *call)
{
	return lower_result(l, with_key(l, call, PLAN_MAP_DELETE), SCALAR_BOOL);
}

#define HELPER_NO_ENTRY (-2) /* -ENOENT */

/* Without a taker for its result, a delete of a missing key is reported (language.md 3.4). */
void lower_delete_effect(struct lower *l, const struct node *call)
{
	const struct plan_expr *was_there = lower_delete(l, call);
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = plan_unary(l->arena, PLAN_NOT, was_there);
	plan_block *outer = lower_enter(l, &test->body);
	lower_runtime_error(l, call, "Can't delete map element because it does not exist.",
			    "map_delete_elem",
			    plan_const(l->arena, SCALAR_S32, (uint64_t)HELPER_NO_ENTRY));
	lower_leave(l, outer);
}

const struct plan_expr *lower_has_key(struct lower *l, const struct node *call)
{
	return lower_result(l, with_key(l, call, PLAN_MAP_HAS), SCALAR_BOOL);
}

/* The variable changes only if the map has the key. */
const struct plan_expr *lower_find(struct lower *l, const struct node *call)
{
	const struct map_symbol *map = lower_call_arg(call, 0)->map.map;
	const struct variable *variable = lower_call_arg(call, 2)->var.variable;
	struct plan_place key = lower_key(l, map, lower_call_arg(call, 1));
	struct plan_statement *has = lower_map_statement(l, PLAN_MAP_HAS, map, key);
	const struct plan_expr *found = lower_keep(l, lower_result(l, has, SCALAR_BOOL));
	int temp = lower_variable(l, variable);
	struct plan_place place = { .kind = PLACE_TEMP, .temp = temp };
	place.size = variable->type->size;
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = found;
	plan_block *outer = lower_enter(l, &test->body);
	if (lower_is_bytes(variable->type))
		lower_map_value_into(l, map, key, variable->type, place);
	else
		lower_set(l, temp,
			  plan_cast(l->arena, lower_scalar_type(variable->type),
				    lower_map_scalar_at(l, map, key)));
	lower_leave(l, outer);
	return found;
}

const struct plan_expr *lower_len(struct lower *l, const struct node *call)
{
	const struct node *of = lower_call_arg(call, 0);
	if (of->kind == NODE_MAP && !of->map.key && !of->map.map->is_scalar) {
		struct plan_place no_key = { .temp = -1 };
		struct plan_statement *length =
			lower_map_statement(l, PLAN_MAP_LENGTH, of->map.map, no_key);
		return lower_result(l, length, SCALAR_U64);
	}
	uint32_t offset = of->type->kind == TYPE_USTACK ? offsetof(struct abi_ustack, count)
							: offsetof(struct abi_kstack, count);
	struct plan_place stack = lower_bytes(l, of, NULL);
	return plan_load(l->arena, SCALAR_U64, plan_part(stack, offset, sizeof(uint64_t)));
}
