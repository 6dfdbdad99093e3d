/*
 * Strings searched, joined and compared, texts of numbers, named parameters.
 */
#include "plan/lower_call.h"

/* Both arguments as bytes that keep what they have until the call. */
static void two_places(struct lower *l, const struct node *call, struct plan_place places[2])
{
	struct lower_operand sides[2];
	for (size_t i = 0; i < 2; i++)
		sides[i] = lower_operand(l, lower_call_arg(call, i));
	lower_hold(l, sides, 2);
	for (size_t i = 0; i < 2; i++)
		places[i] = sides[i].place;
}

/* A literal's own bytes: its NUL need not be compared. */
static const struct plan_expr *search(struct lower *l, const struct node *call)
{
	struct plan_place places[2];
	two_places(l, call, places);
	struct plan_statement *find = lower_library(l, LIBRARY_str_find);
	lower_arg_place(find, places[0]);
	lower_arg_place(find, places[1]);
	return lower_result(l, find, (struct plan_scalar){ 4, true, false });
}

const struct plan_expr *lower_strstr(struct lower *l, const struct node *call)
{
	return search(l, call);
}

const struct plan_expr *lower_strcontains(struct lower *l, const struct node *call)
{
	const struct plan_expr *index = search(l, call);
	return plan_binary(l->arena, PLAN_GREATER_EQUAL, index,
			   plan_const(l->arena, index->type, 0));
}

const struct plan_expr *lower_strcap(struct lower *l, const struct node *call)
{
	return plan_const(l->arena, SCALAR_U64, lower_call_arg(call, 0)->type->size);
}

struct plan_place lower_str_concat(struct lower *l, const struct node *call,
				   const struct plan_place *wanted)
{
	struct plan_place places[2];
	(void)wanted;
	two_places(l, call, places);
	struct plan_place place = lower_new_bytes(l, call->type->size + places[1].size, 1);
	struct plan_statement *concat = lower_library(l, LIBRARY_str_concat);
	lower_arg_place(concat, place);
	lower_arg_place(concat, places[0]);
	lower_arg_place(concat, places[1]);
	lower_arg(concat, plan_const(l->arena, SCALAR_U32, call->type->size));
	return plan_part(place, 0, call->type->size);
}

/* n bytes of the value, or of what it points to. */
static struct lower_operand compared(struct lower *l, const struct node *node, uint64_t n)
{
	if (lower_is_bytes(node->type))
		return lower_operand(l, node);
	struct lower_memory memory = lower_memory_of(l, node);
	struct lower_operand operand = { .place = lower_new_bytes(l, n ? n : 1, 1),
					 .block = l->block };
	lower_read_bytes(l, memory.address, memory.is_user, operand.place);
	operand.mark = l->block->count;
	return operand;
}

const struct plan_expr *lower_memcmp(struct lower *l, const struct node *call)
{
	uint64_t n = lower_call_arg(call, 2)->integer.value;
	struct lower_operand sides[2];
	for (size_t i = 0; i < 2; i++)
		sides[i] = compared(l, lower_call_arg(call, i), n);
	lower_hold(l, sides, 2);
	struct plan_statement *order = lower_library(l, LIBRARY_bytes_order);
	for (size_t i = 0; i < 2; i++)
		lower_arg_bytes(order, sides[i].place);
	lower_arg(order, plan_const(l->arena, SCALAR_U32, n));
	return lower_result(l, order, (struct plan_scalar){ 4, true, false });
}

/* The text that a library function gives for a number. */
static struct plan_place text_of(struct lower *l, const struct node *call,
				 const struct plan_place *wanted, enum plan_library function)
{
	const struct plan_expr *number = lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U64);
	struct plan_place place = lower_destination(l, call->type, wanted);
	struct plan_statement *name = lower_library(l, function);
	lower_arg_place(name, place);
	lower_arg(name, number);
	return place;
}

struct plan_place lower_strerror(struct lower *l, const struct node *call,
				 const struct plan_place *wanted)
{
	return text_of(l, call, wanted, LIBRARY_strerror);
}

struct plan_place lower_signal_name(struct lower *l, const struct node *call,
				    const struct plan_place *wanted)
{
	return text_of(l, call, wanted, LIBRARY_signal_name);
}

struct plan_place lower_syscall_name(struct lower *l, const struct node *call,
				     const struct plan_place *wanted)
{
	return text_of(l, call, wanted, LIBRARY_syscall_name);
}

struct plan_place lower_comm_of(struct lower *l, const struct node *call,
				const struct plan_place *wanted)
{
	const struct plan_expr *number = lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U64);
	struct plan_place place = lower_destination(l, call->type, wanted);
	struct plan_statement *find = lower_library(l, LIBRARY_comm_of);
	lower_arg_place(find, place);
	lower_arg(find, number);
	const struct plan_expr *is_missing =
		plan_unary(l->arena, PLAN_NOT, lower_result(l, find, SCALAR_BOOL));
	lower_warn_if(l, is_missing, call, "No thread has this id; comm is N/A");
	return place;
}

struct plan_place lower_pton(struct lower *l, const struct node *call,
			     const struct plan_place *wanted)
{
	const struct call_text *address = call->call.detail;
	struct plan_place place = lower_destination(l, call->type, wanted);
	lower_literal(l, place, address->text, address->size);
	return place;
}

const struct plan_expr *lower_getopt_scalar(struct lower *l, const struct node *call)
{
	return lower_named_int(l, lower_call_arg(call, 0)->string.text,
			       lower_scalar_type(call->type));
}

struct plan_place lower_getopt_bytes(struct lower *l, const struct node *call,
				     const struct plan_place *wanted)
{
	(void)wanted;
	return lower_named_text(l, lower_call_arg(call, 0)->string.text, call->type->size);
}
