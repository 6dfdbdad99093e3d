/*
 * Strings and buffers.
 */
#include "plan/lower_call.h"

/* Bytes that str() reads at most, NUL included (language.md 3.2): one more than fits, to see that it was cut. */
static uint64_t most_bytes(const struct lower *l)
{
	uint64_t max = l->config->max_strlen;
	return max < 1024 ? max + 1 : max;
}

/* The number of bytes that a call of str() reads, where that is known; else 0 and the length's node. */
static uint64_t known_limit(const struct lower *l, const struct node *call)
{
	const struct node *length = lower_call_arg(call, 1);
	uint64_t most = most_bytes(l);
	if (!length)
		return most;
	if (length->kind != NODE_INT)
		return 0;
	return length->integer.value < most ? length->integer.value : most;
}

/* Whether the string is read from an address; else it is a value that is at hand. */
static bool is_address(const struct lower *l, const struct node *node)
{
	return !lower_is_bytes(node->type) || lower_has_args_data(l, node) ||
	       (node->type->kind == TYPE_ARRAY && node->type->count == 0);
}

struct lower_memory lower_memory_of(struct lower *l, const struct node *node)
{
	struct lower_memory memory = { .is_user = lower_is_user_pointer(l, node->type) };
	struct lower_access access;
	if (!lower_is_bytes(node->type)) {
		memory.address = lower_scalar_as(l, node, SCALAR_U64);
	} else if (lower_has_args_data(l, node)) {
		memory.address = lower_args_data(l, node);
		memory.is_user = false;
	} else if (lower_find_access(l, node, &access)) {
		memory.address = lower_access_address(l, &access);
		memory.size = lower_access_size(l, &access, node->type);
		memory.is_user = lower_access_is_user(&access);
	} else {
		memory.address = plan_address(l->arena, lower_bytes(l, node, NULL));
		memory.is_user = false;
	}
	return memory;
}

/* Reads at most limit bytes, NUL included, into place; zero behind them. */
static void read_string(struct lower *l, struct plan_place place, const struct lower_memory *memory,
			const struct plan_expr *limit)
{
	bool is_full = limit->kind == PLAN_EXPR_CONST && limit->value == place.size;
	struct plan_statement *call;
	if (is_full) {
		call = lower_library(l, memory->is_user ? LIBRARY_read_user_str
							: LIBRARY_read_kernel_str);
		call->failure = lower_failure_of_string(l, memory->address, memory->is_user);
		lower_arg_place(call, place);
		lower_arg(call, memory->address);
		return;
	}
	call = lower_library(l, LIBRARY_str);
	call->failure = lower_failure_of_string(l, memory->address, memory->is_user);
	lower_arg_place(call, place);
	lower_arg(call, memory->address);
	lower_arg(call, limit);
	lower_arg(call, plan_const(l->arena, SCALAR_BOOL, memory->is_user));
}

/* A string that the program has already. */
static struct plan_place str_of_string(struct lower *l, const struct node *call,
				       const struct plan_place *wanted)
{
	struct plan_place place = lower_destination(l, call->type, wanted);
	lower_into(l, lower_call_arg(call, 0), call->type, place);
	return place;
}

static bool is_parameter(const struct node *node)
{
	return node->kind == NODE_PARAM ||
	       (node->kind == NODE_BINARY && node->binary.left->kind == NODE_PARAM);
}

/* str($1), str($1 + 2): the text behind its first bytes; and what str($1, n) leaves of it. */
static struct plan_place parameter_text(struct lower *l, const struct node *call)
{
	const struct node *source = lower_call_arg(call, 0);
	bool is_part = source->kind == NODE_BINARY;
	uint32_t skipped = is_part ? source->binary.right->integer.value : 0;
	unsigned number = is_part ? source->binary.left->param : source->param;
	struct plan_place text = lower_param_text(l, number, LIMIT_PARAM_TEXT);
	if (!skipped && call->type->size == text.size)
		return text;
	struct plan_place place = lower_destination(l, call->type, NULL);
	struct lower_memory memory = { .address = plan_binary(
					       l->arena, PLAN_ADD, plan_address(l->arena, text),
					       plan_const(l->arena, SCALAR_U64, skipped)) };
	uint64_t most = place.size < text.size - skipped ? place.size : text.size - skipped;
	read_string(l, place, &memory,
		    plan_const(l->arena, SCALAR_U64, lower_call_arg(call, 1) ? most - 1 : most));
	return place;
}

static const struct plan_expr *at_most_number(struct lower *l, const struct plan_expr *number,
					      uint64_t most)
{
	const struct plan_expr *limit = plan_const(l->arena, number->type, most);
	if (number->kind == PLAN_EXPR_CONST)
		return number->value < most ? number : limit;
	return plan_select(l->arena, plan_binary(l->arena, PLAN_LESS, number, limit), number,
			   limit);
}

static const struct plan_expr *lesser(struct lower *l, const struct plan_expr *a,
				      const struct plan_expr *b)
{
	return plan_select(l->arena, plan_binary(l->arena, PLAN_LESS, a, b), a, b);
}

struct plan_place lower_str(struct lower *l, const struct node *call,
			    const struct plan_place *wanted)
{
	const struct node *pointer = lower_call_arg(call, 0);
	if (is_parameter(pointer))
		return parameter_text(l, call);
	bool is_value = !is_address(l, pointer);
	if (is_value && !lower_call_arg(call, 1))
		return str_of_string(l, call, wanted);
	struct lower_memory memory = lower_memory_of(l, pointer);
	struct lower_operand address = lower_operand_of(l, memory.address);
	uint64_t limit = known_limit(l, call);
	const struct plan_expr *limit_expr = plan_const(l->arena, SCALAR_U64, limit);
	bool is_known = limit || lower_call_arg(call, 1)->kind == NODE_INT;
	if (!is_known) {
		limit_expr = lower_scalar_as(l, lower_call_arg(call, 1), SCALAR_U64);
		limit = most_bytes(l);
	}
	if (is_value)
		limit_expr = at_most_number(l, limit_expr, pointer->type->size);
	if (memory.size)
		limit_expr = lesser(l, limit_expr, memory.size);
	lower_hold(l, &address, 1);
	memory.address = address.expr;
	uint32_t size = call->type->size;
	if (limit <= size) {
		struct plan_place place = lower_destination(l, call->type, wanted);
		read_string(l, place, &memory, limit_expr);
		return place;
	}
	struct plan_place larger = lower_new_bytes(l, limit, 1);
	read_string(l, larger, &memory, limit_expr);
	return plan_part(larger, 0, size);
}

bool lower_str_arg(struct lower *l, const struct node *call, struct plan_event_arg *arg)
{
	const struct node *pointer = lower_call_arg(call, 0);
	uint64_t limit = known_limit(l, call);
	if (!limit || is_parameter(pointer) || !is_address(l, pointer))
		return false;
	struct lower_memory memory = lower_memory_of(l, pointer);
	arg->kind = PLAN_EVENT_READ_STRING;
	arg->expr = memory.address;
	arg->is_user = memory.is_user;
	arg->limit = limit;
	arg->failure = lower_failure_of_string(l, memory.address, memory.is_user);
	return true;
}

/* Address and length of what buf() takes. */
static struct lower_memory buf_source(struct lower *l, const struct node *call,
				      const struct plan_expr **length)
{
	const struct node *data = lower_call_arg(call, 0), *count = lower_call_arg(call, 1);
	struct lower_memory memory = lower_memory_of(l, data);
	struct lower_operand address = lower_operand_of(l, memory.address);
	*length = plan_const(l->arena, SCALAR_U64, call->type->count);
	if (memory.size && !count)
		*length = lower_keep(l, at_most_number(l, memory.size, call->type->count));
	if (count)
		*length = lower_keep(l, lower_scalar_as(l, count, SCALAR_U64));
	lower_hold(l, &address, 1);
	memory.address = lower_keep(l, address.expr);
	return memory;
}

static void read_buffer(struct lower *l, struct plan_place place, const struct lower_memory *memory,
			const struct plan_expr *length)
{
	struct plan_statement *read = lower_library(l, LIBRARY_buf);
	read->failure = lower_failure_of_read(l, memory->address, memory->is_user);
	lower_arg_place(read, place);
	lower_arg(read, memory->address);
	lower_arg(read, length);
	lower_arg(read, plan_const(l->arena, SCALAR_BOOL, memory->is_user));
}

struct plan_place lower_buf(struct lower *l, const struct node *call,
			    const struct plan_place *wanted)
{
	const struct plan_expr *length;
	struct lower_memory memory = buf_source(l, call, &length);
	struct plan_place place = lower_destination(l, call->type, wanted);
	read_buffer(l, place, &memory, length);
	return place;
}

bool lower_buf_arg(struct lower *l, const struct node *call, struct plan_event_arg *arg)
{
	struct lower_memory memory = buf_source(l, call, &arg->length);
	arg->kind = PLAN_EVENT_READ_BUFFER;
	arg->expr = memory.address;
	arg->is_user = memory.is_user;
	arg->limit = call->type->count;
	arg->failure = lower_failure_of_read(l, memory.address, memory.is_user);
	return true;
}

void lower_read_arg(struct lower *l, const struct plan_event_arg *arg, struct plan_place *room)
{
	const struct lower_memory memory = { .address = arg->expr, .is_user = arg->is_user };
	uint32_t size = arg->limit + (uint32_t)sizeof(uint32_t); // of a buffer: its length in front
	if (room->size < size)
		*room = lower_new_bytes(l, size, sizeof(uint32_t));
	if (arg->kind == PLAN_EVENT_READ_STRING)
		read_string(l, plan_part(*room, 0, arg->limit), &memory,
			    plan_const(l->arena, SCALAR_U64, arg->limit));
	else
		read_buffer(l, plan_part(*room, 0, size), &memory, arg->length);
}

static struct plan_place at_most(struct plan_place place, uint64_t size)
{
	if (place.size > size)
		place.size = size;
	return place;
}

/* 0 if the first n bytes are equal: those that the comparison of shorter strings looks at. */
const struct plan_expr *lower_strncmp(struct lower *l, const struct node *call)
{
	uint64_t n = lower_call_arg(call, 2)->integer.value;
	struct lower_operand sides[2];
	sides[0] = lower_operand(l, lower_call_arg(call, 0));
	sides[1] = lower_operand(l, lower_call_arg(call, 1));
	lower_hold(l, sides, 2);
	if (!n)
		return plan_const(l->arena, SCALAR_BOOL, 0);
	struct plan_statement *equal = lower_library(l, LIBRARY_str_equal);
	lower_arg_place(equal, at_most(sides[0].place, n));
	lower_arg_place(equal, at_most(sides[1].place, n));
	return plan_unary(l->arena, PLAN_NOT, lower_result(l, equal, SCALAR_BOOL));
}

const struct plan_expr *lower_strlen(struct lower *l, const struct node *call)
{
	struct plan_place place = lower_bytes(l, lower_call_arg(call, 0), NULL);
	struct plan_statement *length = lower_library(l, LIBRARY_str_length);
	lower_arg_place(length, place);
	return lower_result(l, length, SCALAR_U32);
}
