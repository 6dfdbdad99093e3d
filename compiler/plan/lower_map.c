/*
 * Maps: how each is kept, and what is done to it.
 *
 *	scalar integer			ARRAY of struct abi_aggregate
 *	scalar string, tuple, ...	HASH with a u64 key of 0
 *	scalar aggregation		PERCPU_ARRAY; with delete() PERCPU_HASH
 *	keyed				HASH, PERCPU_HASH for aggregations, or as declared
 *
 * hist and lhist have an element for each bucket: of an array by its index, of a hash behind the key.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lowering.h"
#include "sema/function.h"
#include "sema/map_kind.h"

static const struct type *value_type(const struct map_symbol *map)
{
	return map->value ? map->value : type_int(8, true);
}

static bool has_buckets(const struct map_symbol *map)
{
	return value_type(map)->kind >= TYPE_HIST && value_type(map)->kind <= TYPE_TSERIES;
}

static bool is_array(const struct map_symbol *map)
{
	const struct type *type = value_type(map);
	if (!map->is_scalar || map->declared_kind)
		return false;
	if (type_is_aggregation(type))
		return !map->is_deleted && type->kind != TYPE_TSERIES;
	return type_is_scalar(type);
}

static const char *bpf_type(const struct map_symbol *map, bool in_array, bool *is_percpu)
{
	if (map->declared_kind) {
		const struct map_kind *kind = map_kind_find(map->declared_kind);
		*is_percpu = kind->is_percpu;
		return kind->bpf_type;
	}
	*is_percpu = type_is_aggregation(value_type(map));
	if (in_array)
		return *is_percpu ? "BPF_MAP_TYPE_PERCPU_ARRAY" : "BPF_MAP_TYPE_ARRAY";
	return *is_percpu ? "BPF_MAP_TYPE_PERCPU_HASH" : "BPF_MAP_TYPE_HASH";
}

static uint32_t key_size(const struct map_symbol *map)
{
	if (is_array(map))
		return sizeof(uint32_t);
	if (!has_buckets(map))
		return map->is_scalar ? sizeof(uint64_t) : map->key->size;
	uint32_t size = map->is_scalar ? 0 : map->key->size;
	return (size + 7) / 8 * 8 + sizeof(uint64_t);
}

static uint32_t max_entries(const struct lower *l, const struct map_symbol *map)
{
	if (map->is_scalar)
		return has_buckets(map) ? layout_buckets(value_type(map)) : 1;
	return map->max_entries ? map->max_entries : l->config->max_map_keys;
}

static struct plan_map make_map(struct lower *l, const struct map_symbol *symbol)
{
	struct plan_map map = { 0 };
	struct abi_map *abi = &map.abi;
	const struct type *value = value_type(symbol);
	abi->name = arena_printf(l->arena, "@%s", symbol->name);
	abi->object_name = arena_printf(l->arena, "m_%s", symbol->name);
	abi->key = symbol->is_scalar ? NULL : layout_type(&l->layout, symbol->key);
	abi->value = layout_map_value(&l->layout, value);
	abi->is_array = is_array(symbol);
	map.bpf_type = bpf_type(symbol, abi->is_array, &abi->is_percpu);
	abi->key_size = key_size(symbol);
	abi->value_size = abi->value->size;
	if (abi->is_array && !abi->is_percpu)
		abi->value_size = sizeof(struct abi_aggregate);
	abi->max_entries = max_entries(l, symbol);
	abi->line = lower_line(l, symbol->first_use);
	return map;
}

void lower_maps(struct lower *l)
{
	const struct program_info *info = l->input->info;
	for (size_t i = 0; i < info->maps.count; i++)
		vec_push(&l->plan->maps, make_map(l, info->maps.items[i]));
}

static const struct abi_map *abi_map(const struct lower *l, const struct map_symbol *map)
{
	return &l->plan->maps.items[map->index].abi;
}

/* A key with room for the bucket behind it: as large as the BPF map's key. */
static struct plan_place roomy_key(struct lower *l, const struct map_symbol *map,
				   const struct node *key)
{
	struct plan_place place = lower_new_bytes(l, abi_map(l, map)->key_size, 8);
	lower_zero(l, place);
	lower_into(l, key, map->key, plan_part(place, 0, map->key->size));
	return place;
}

struct plan_place lower_key(struct lower *l, const struct map_symbol *map, const struct node *key)
{
	struct plan_place none = { .temp = -1 };
	if (map->is_scalar)
		return none;
	if (has_buckets(map))
		return roomy_key(l, map, key);
	return lower_bytes_as(l, key, map->key);
}

static struct lower_operand key_operand(struct lower *l, const struct map_symbol *map,
					const struct node *key)
{
	struct lower_operand operand = { .place = lower_key(l, map, key), .block = l->block };
	operand.mark = l->block->count;
	return operand;
}

#define MAP_FULL                                                                          \
	"Map full; can't update element. Try increasing max_map_keys config or manually " \
	"setting the max entries in a map declaration e.g. `let @a = hash(5000)`"

/* An element of an array is always there. */
static int failure_of_update(struct lower *l, const struct map_symbol *map)
{
	if (is_array(map) && !has_buckets(map))
		return -1;
	int failure = lower_failure(l, "map_update_elem", MAP_FULL);
	l->plan->failures.items[failure].map = map->index;
	return failure;
}

struct plan_statement *lower_map_statement(struct lower *l, enum plan_statement_kind kind,
					   const struct map_symbol *map, struct plan_place key)
{
	struct plan_statement *statement = lower_add(l, kind);
	statement->map = map->index;
	statement->key = key;
	if (kind == PLAN_MAP_SET || kind == PLAN_MAP_ADD || kind == PLAN_MAP_UPDATE)
		statement->failure = failure_of_update(l, map);
	return statement;
}

/* Type of a scalar as the map keeps it. */
static struct plan_scalar stored_type(const struct map_symbol *map)
{
	struct plan_scalar type = lower_scalar_type(value_type(map));
	if (type_is_scalar(value_type(map)))
		return type.is_signed ? SCALAR_S64 : SCALAR_U64;
	return type;
}

/* The value as a scalar: of an aggregation the reduction over all CPUs. */
static const struct plan_expr *get_scalar(struct lower *l, const struct map_symbol *map,
					  struct plan_place key)
{
	bool is_reduced = type_is_aggregation(value_type(map));
	struct plan_statement *get =
		lower_map_statement(l, is_reduced ? PLAN_MAP_REDUCE : PLAN_MAP_GET, map, key);
	get->temp = lower_new_scalar(l, stored_type(map));
	return lower_temp(l, get->temp);
}

const struct plan_expr *lower_map_scalar_at(struct lower *l, const struct map_symbol *map,
					    struct plan_place key)
{
	return get_scalar(l, map, key);
}

static void get_bytes(struct lower *l, const struct map_symbol *map, struct plan_place key,
		      struct plan_place dest)
{
	lower_map_statement(l, PLAN_MAP_GET, map, key)->place = dest;
}

/* A missing key is told under -k where the script asks for the value. */
static void note_lookup(struct lower *l)
{
	struct plan_statement *get = vec_last(l->block);
	if (get->kind == PLAN_MAP_GET && !l->plan->maps.items[get->map].abi.is_array)
		get->failure = lower_failure(l, "map_lookup_elem",
					     "Can't lookup map element because it does not exist.");
}

const struct plan_expr *lower_map_scalar(struct lower *l, const struct node *node)
{
	const struct map_symbol *map = node->map.map;
	const struct plan_expr *value = get_scalar(l, map, lower_key(l, map, node->map.key));
	note_lookup(l);
	return plan_cast(l->arena, lower_scalar_type(node->type), value);
}

struct plan_place lower_map_bytes(struct lower *l, const struct node *node,
				  const struct plan_place *wanted)
{
	const struct map_symbol *map = node->map.map;
	struct plan_place key = lower_key(l, map, node->map.key);
	struct plan_place place = lower_destination(l, value_type(map), wanted);
	get_bytes(l, map, key, place);
	note_lookup(l);
	return place;
}

/* stats() as the record that a loop sees. */
static void stats_into(struct lower *l, const struct map_symbol *map, struct plan_place key,
		       const struct type *type, struct plan_place dest)
{
	static const enum plan_part parts[] = { PLAN_PART_COUNT, PLAN_PART_VALUE, PLAN_PART_TOTAL };
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct type_field *field = &type->fields[i];
		struct plan_statement *get = lower_map_statement(l, PLAN_MAP_REDUCE, map, key);
		get->part = parts[i];
		get->temp = lower_new_scalar(l, lower_scalar_type(field->type));
		lower_store(l, plan_part(dest, field->offset, field->type->size),
			    lower_temp(l, get->temp));
	}
}

void lower_map_value_into(struct lower *l, const struct map_symbol *map, struct plan_place key,
			  const struct type *type, struct plan_place dest)
{
	if (value_type(map)->kind == TYPE_STATS) {
		stats_into(l, map, key, type, dest);
		return;
	}
	if (!lower_is_bytes(value_type(map))) {
		lower_store(l, dest, get_scalar(l, map, key));
		return;
	}
	if (lower_same_layout(value_type(map), type)) {
		get_bytes(l, map, key, dest);
		return;
	}
	struct plan_place place = lower_destination(l, value_type(map), NULL);
	get_bytes(l, map, key, place);
	lower_convert_bytes(l, place, value_type(map), dest, type);
}

/* @m[k] = count() and the like */
static void update(struct lower *l, const struct map_symbol *map, const struct node *key_node,
		   const struct node *call)
{
	struct lower_operand key = key_operand(l, map, key_node);
	const struct plan_expr *sample = plan_const(l->arena, SCALAR_U64, 1);
	if (call->call.function->id != FUNCTION_count) {
		const struct plan_expr *value = lower_scalar(l, call->call.args.items[0]);
		sample =
			plan_cast(l->arena, value->type.is_signed ? SCALAR_S64 : SCALAR_U64, value);
	}
	lower_hold(l, &key, 1);
	lower_map_statement(l, PLAN_MAP_UPDATE, map, key.place)->expr = sample;
}

static void set_scalar(struct lower *l, const struct map_symbol *map, struct plan_place key,
		       const struct plan_expr *value)
{
	lower_map_statement(l, PLAN_MAP_SET, map, key)->expr =
		plan_cast(l->arena, stored_type(map), value);
}

static void set(struct lower *l, const struct map_symbol *map, const struct node *key_node,
		const struct node *value_node)
{
	struct lower_operand key = key_operand(l, map, key_node);
	if (!lower_is_bytes(value_type(map))) {
		const struct plan_expr *value =
			lower_scalar_as(l, value_node, lower_scalar_type(value_type(map)));
		lower_hold(l, &key, 1);
		set_scalar(l, map, key.place, value);
		return;
	}
	struct plan_place value = lower_bytes_as(l, value_node, value_type(map));
	lower_hold(l, &key, 1);
	lower_map_statement(l, PLAN_MAP_SET, map, key.place)->source = value;
}

static struct plan_statement *add(struct lower *l, const struct map_symbol *map,
				  struct plan_place key, const struct plan_expr *delta,
				  bool is_subtraction)
{
	delta = plan_cast(l->arena, stored_type(map), delta);
	if (is_subtraction)
		delta = plan_unary(l->arena, PLAN_NEGATE, delta);
	struct plan_statement *statement = lower_map_statement(l, PLAN_MAP_ADD, map, key);
	statement->expr = delta;
	return statement;
}

/* @m[k] op= value, for all but integers' += and -= */
static void set_compound(struct lower *l, const struct node *node, struct plan_place key,
			 const struct plan_expr *old, const struct plan_expr *value)
{
	const struct map_symbol *map = node->assign.target->map.map;
	const struct type *type = value_type(map);
	const struct plan_expr *result =
		lower_arithmetic(l, node, node->assign.op, old->type, old, value,
				 type->kind == TYPE_POINTER ? type->to : NULL);
	set_scalar(l, map, key, plan_cast(l->arena, lower_scalar_type(type), result));
}

static void compound(struct lower *l, const struct node *node)
{
	const struct map_symbol *map = node->assign.target->map.map;
	enum binary_operator op = node->assign.op;
	bool is_sum = op == OPERATOR_ADD || op == OPERATOR_SUBTRACT;
	bool is_atomic = is_sum && value_type(map)->kind == TYPE_INT && value_type(map)->size == 8;
	struct lower_operand key = key_operand(l, map, node->assign.target->map.key);
	const struct plan_expr *old = is_atomic ? NULL : get_scalar(l, map, key.place);
	const struct plan_expr *value = lower_scalar(l, node->assign.value);
	lower_hold(l, &key, 1);
	if (is_atomic)
		add(l, map, key.place, value, op == OPERATOR_SUBTRACT);
	else
		set_compound(l, node, key.place, old, value);
}

void lower_map_assign(struct lower *l, const struct node *node)
{
	const struct map_symbol *map = node->assign.target->map.map;
	const struct node *key = node->assign.target->map.key, *value = node->assign.value;
	bool is_sample = value->kind == NODE_CALL && value->call.function &&
			 value->call.function->flags & FUNCTION_MAP_ONLY;
	if (node->assign.op != OPERATOR_NONE)
		compound(l, node);
	else if (is_sample)
		update(l, map, key, value);
	else
		set(l, map, key, value);
}

const struct plan_expr *lower_map_incdec(struct lower *l, const struct node *node, bool is_wanted)
{
	const struct node *operand = node->incdec.operand;
	const struct map_symbol *map = operand->map.map;
	const struct type *type = value_type(map);
	struct plan_place key = lower_key(l, map, operand->map.key);
	const struct plan_expr *step = plan_const(l->arena, SCALAR_U64, 1);
	if (type->kind == TYPE_POINTER)
		step = lower_scaled(l, step, type->to);
	struct plan_statement *statement = add(l, map, key, step, node->incdec.is_decrement);
	if (!is_wanted)
		return NULL;
	statement->wants_new = !node->incdec.is_postfix;
	const struct plan_expr *value = lower_result(l, statement, stored_type(map));
	return plan_cast(l->arena, lower_scalar_type(node->type), value);
}
