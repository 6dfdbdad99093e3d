/*
 * Time, addresses and numbers.
 */

#include "plan/lower_call.h"

const struct plan_expr *lower_nsecs(struct lower *l, const struct node *call)
{
	struct plan_statement *read = lower_library(l, LIBRARY_nsecs);
	const struct call_clock *detail = call->call.detail;
	lower_arg(read, plan_const(l->arena, SCALAR_U32, detail ? detail->clock : ABI_CLOCK_BOOT));
	return lower_result(l, read, SCALAR_U64);
}

const struct plan_expr *lower_same_scalar(struct lower *l, const struct node *call)
{
	return lower_scalar(l, lower_call_arg(call, 0));
}

const struct plan_expr *lower_bswap(struct lower *l, const struct node *call)
{
	const struct plan_expr *value = lower_scalar(l, lower_call_arg(call, 0));
	uint32_t size = call->type->size;
	if (size == 1)
		return value;
	struct plan_scalar type = { size, false, false };
	struct plan_statement *swap = lower_library(l, LIBRARY_bswap);
	lower_arg(swap, plan_cast(l->arena, type, value));
	lower_arg(swap, plan_const(l->arena, SCALAR_U32, size));
	return plan_cast(l->arena, type, lower_result(l, swap, SCALAR_U64));
}

struct plan_place lower_strftime(struct lower *l, const struct node *call,
				 const struct plan_place *wanted)
{
	const struct node *time = lower_call_arg(call, 1);
	const struct call_clock *detail = call->call.detail;
	const struct plan_expr *ns = lower_scalar_as(l, time, SCALAR_U64);
	struct plan_place place = lower_destination(l, call->type, wanted);
	lower_store(l, plan_part(place, offsetof(struct abi_timestamp, nanoseconds), 8), ns);
	lower_store(l, plan_part(place, offsetof(struct abi_timestamp, mode), 4),
		    plan_const(l->arena, SCALAR_U32, detail->clock));
	lower_store(l, plan_part(place, offsetof(struct abi_timestamp, reserved), 4),
		    plan_const(l->arena, SCALAR_U32, 0));
	return place;
}

#define FAMILY_INET  2
#define FAMILY_INET6 10

/* The address's bytes are in network order already, so that they are kept as they are. */
struct plan_place lower_ntop(struct lower *l, const struct node *call,
			     const struct plan_place *wanted)
{
	bool has_family = call->call.args.count == 2;
	const struct node *address = lower_call_arg(call, has_family);
	bool is_inet6 = lower_is_bytes(address->type) && address->type->size == 16;
	const struct plan_expr *family =
		plan_const(l->arena, SCALAR_U32, is_inet6 ? FAMILY_INET6 : FAMILY_INET);
	if (has_family)
		family = lower_scalar_as(l, lower_call_arg(call, 0), SCALAR_U32);
	struct plan_place place = lower_destination(l, call->type, wanted);
	struct plan_place bytes = plan_part(place, offsetof(struct abi_inet, address), 16);
	if (!is_inet6)
		lower_zero(l, place);
	lower_store(l, plan_part(place, offsetof(struct abi_inet, family), 4), family);
	if (lower_is_bytes(address->type)) {
		uint32_t size = address->type->size < 16 ? address->type->size : 16;
		lower_copy(l, plan_part(bytes, 0, size),
			   plan_part(lower_bytes(l, address, NULL), 0, size));
	} else {
		lower_store(l, plan_part(bytes, 0, 4), lower_scalar_as(l, address, SCALAR_U32));
	}
	return place;
}

struct plan_place lower_macaddr(struct lower *l, const struct node *call,
				const struct plan_place *wanted)
{
	(void)wanted;
	struct plan_place bytes = lower_bytes(l, lower_call_arg(call, 0), NULL);
	if (bytes.size >= call->type->size)
		return plan_part(bytes, 0, call->type->size);
	struct plan_place place = lower_new_bytes(l, call->type->size, 1);
	lower_zero(l, place);
	lower_copy(l, plan_part(place, 0, bytes.size), bytes);
	return place;
}
