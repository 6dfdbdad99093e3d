/*
 * Functions that ask the tool to do something.
 */
#include "plan/lower_call.h"
#include "sema/format.h"

static const struct abi_format *format_of(struct lower *l, const struct node *text)
{
	struct format scanned;
	format_scan(l->arena, text->string.text, text->string.size, &scanned);
	struct abi_format *format = arena_new_of(l->arena, struct abi_format);
	format->pieces = scanned.pieces.items;
	format->n_pieces = scanned.pieces.count;
	return format;
}

static void formatted(struct lower *l, const struct node *call, enum abi_event_kind kind)
{
	struct abi_event event = lower_event(l, kind, call);
	event.format = format_of(l, lower_call_arg(call, 0));
	lower_event_nodes(l, &event, call->call.args.items + 1, call->call.args.count - 1);
}

void lower_printf(struct lower *l, const struct node *call)
{
	formatted(l, call, ABI_EVENT_PRINTF);
}

void lower_errorf(struct lower *l, const struct node *call)
{
	formatted(l, call, ABI_EVENT_ERRORF);
}

void lower_warnf(struct lower *l, const struct node *call)
{
	formatted(l, call, ABI_EVENT_WARNF);
}

void lower_cat(struct lower *l, const struct node *call)
{
	formatted(l, call, ABI_EVENT_CAT);
}

void lower_system(struct lower *l, const struct node *call)
{
	formatted(l, call, ABI_EVENT_SYSTEM);
}

/* A literal argument; 0 if it is not given. */
static uint64_t number(const struct node *call, size_t i)
{
	const struct node *arg = lower_call_arg(call, i);
	return arg ? arg->integer.value : 0;
}

static void print_map(struct lower *l, const struct node *call)
{
	const struct node *target = lower_call_arg(call, 0);
	const struct map_symbol *map = target->map.map;
	struct abi_event event = lower_event(l, ABI_EVENT_PRINT_MAP, call);
	event.map = map->index;
	event.top = number(call, 1);
	event.divisor = number(call, 2);
	if (target->map.key)
		lower_event_bytes(l, &event, lower_bytes_as(l, target->map.key, map->key),
				  map->key);
	else
		lower_event_plain(l, &event);
}

/* One value of an aggregation is reduced and printed by the tool; any other value goes into the record. */
void lower_print(struct lower *l, const struct node *call)
{
	const struct node *value = lower_call_arg(call, 0);
	bool is_map = value->kind == NODE_MAP && !value->map.key;
	bool is_aggregation = value->kind == NODE_MAP && value->map.map->value &&
			      type_is_aggregation(value->map.map->value);
	if (is_map || is_aggregation) {
		print_map(l, call);
		return;
	}
	struct abi_event event = lower_event(l, ABI_EVENT_PRINT_VALUE, call);
	lower_event_nodes(l, &event, call->call.args.items, 1);
}

static void on_map(struct lower *l, const struct node *call, enum abi_event_kind kind,
		   enum abi_taking taking)
{
	const struct map_symbol *map = lower_call_arg(call, 0)->map.map;
	if (lower_take(l, map, taking))
		return;
	struct abi_event event = lower_event(l, kind, call);
	event.map = map->index;
	lower_event_plain(l, &event);
}

void lower_clear(struct lower *l, const struct node *call)
{
	on_map(l, call, ABI_EVENT_CLEAR_MAP, ABI_TAKE_CLEAR);
}

void lower_zero_map(struct lower *l, const struct node *call)
{
	on_map(l, call, ABI_EVENT_ZERO_MAP, ABI_TAKE_ZERO);
}

void lower_exit(struct lower *l, const struct node *call)
{
	const struct node *status = lower_call_arg(call, 0);
	struct abi_event event = lower_event(l, ABI_EVENT_EXIT, call);
	lower_event_scalar(l, &event,
			   status ? lower_scalar_as(l, status, SCALAR_U8)
				  : plan_const(l->arena, SCALAR_U8, 0));
	lower_add(l, PLAN_RETURN);
}

void lower_time(struct lower *l, const struct node *call)
{
	const struct node *format = lower_call_arg(call, 0);
	struct abi_event event = lower_event(l, ABI_EVENT_TIME, call);
	event.text = format ? format->string.text : "%H:%M:%S\n";
	lower_event_plain(l, &event);
}

#define JOIN_STRINGS     16
#define JOIN_STRING_SIZE 1024

/* The first pointer of an array. */
static const struct plan_expr *first_pointer(struct lower *l, const struct lower_memory *array)
{
	struct plan_statement *load =
		lower_library(l, array->is_user ? LIBRARY_load_user : LIBRARY_load_kernel);
	load->failure = lower_failure_of_read(l, array->address, array->is_user);
	lower_arg(load, array->address);
	lower_arg(load, plan_const(l->arena, SCALAR_U32, sizeof(uint64_t)));
	return lower_keep(l, lower_result(l, load, SCALAR_U64));
}

/*
 * The i-th one, 0 behind the first that is. What is behind the end is read, too, but that it cannot be is no failure;
 * that an array has no end is one.
 */
static const struct plan_expr *next_pointer(struct lower *l, const struct lower_memory *array, size_t i,
					    const struct plan_expr *before, int failure)
{
	struct plan_statement *next =
		lower_library(l, array->is_user ? LIBRARY_list_user : LIBRARY_list_kernel);
	next->failure = failure;
	lower_arg(next, plan_binary(l->arena, PLAN_ADD, array->address,
				    plan_const(l->arena, SCALAR_U64, 8 * i)));
	lower_arg(next, before);
	return lower_result(l, next, SCALAR_U64);
}

/* The strings of a char *[]; behind the first that is NULL all are. */
void lower_join(struct lower *l, const struct node *call)
{
	const struct node *array = lower_call_arg(call, 0), *separator = lower_call_arg(call, 1);
	struct abi_event event = lower_event(l, ABI_EVENT_JOIN, call);
	event.text = separator ? separator->string.text : " ";
	const struct type *type = type_string(l->arena, JOIN_STRING_SIZE);
	const struct abi_type *abi_type = layout_type(&l->layout, type);
	struct plan_event_arg args[JOIN_STRINGS] = { 0 };
	const struct abi_type *types[JOIN_STRINGS];
	struct lower_memory memory = lower_memory_of(l, array);
	memory.address = lower_keep(l, memory.address);
	int failure_of_read = lower_failure_of_read(l, memory.address, memory.is_user);
	int failure = lower_failure_of_string(l, memory.address, memory.is_user);
	for (size_t i = 0; i < JOIN_STRINGS; i++) {
		args[i].kind = PLAN_EVENT_READ_STRING;
		args[i].expr = i ? next_pointer(l, &memory, i, args[i - 1].expr, failure_of_read)
				 : first_pointer(l, &memory);
		args[i].limit = JOIN_STRING_SIZE;
		args[i].is_user = memory.is_user;
		args[i].is_list = true;
		args[i].failure = failure;
		types[i] = abi_type;
	}
	lower_event_args(l, &event, args, types, JOIN_STRINGS);
}
