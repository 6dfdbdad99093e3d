/*
 * args.name of a uprobe: in the registers and on the stack of the process, where the calling convention
 * has put it.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lower_call.h"
#include "plan/lowering.h"
#include "sema/call_abi.h"
#include "sema/probe_kind.h"

bool lower_has_user_args(const struct lower *l)
{
	const struct probe_target *target = lower_probe_target(l);
	return target && target->places;
}

static const struct call_place *place_of(struct lower *l, const char *name)
{
	const struct probe_target *target = lower_probe_target(l);
	return &target->places[lower_find_param(l, target->prototype, name)];
}

static const struct plan_expr *on_stack(struct lower *l, const struct call_place *place)
{
	return plan_binary(l->arena, PLAN_ADD, plan_register(l->arena, "sp"),
			   plan_const(l->arena, SCALAR_U64, place->offset));
}

/* Where its bytes are in memory; NULL if they are in registers. */
static const struct plan_expr *address_of(struct lower *l, const struct call_place *place)
{
	switch (place->kind) {
	case CALL_STACK:
		return on_stack(l, place);
	case CALL_ADDRESS:
		return plan_register(l->arena, place->registers[0]);
	case CALL_STACK_ADDRESS:
		return lower_read(l, on_stack(l, place), SCALAR_U64, true);
	case CALL_NOWHERE:
	case CALL_REGISTERS:
	case CALL_SPLIT:
	case CALL_FLOATS:
		break;
	}
	return NULL;
}

bool lower_user_args_access(struct lower *l, const struct node *node, struct lower_access *access)
{
	l->is_bound = true;
	const struct plan_expr *address = address_of(l, place_of(l, node->field.name));
	*access = (struct lower_access){ .mode = PLAN_FIELD_USER, .offset_patch = -1 };
	access->base = address;
	return address;
}

const struct plan_expr *lower_user_args_scalar(struct lower *l, const struct node *node)
{
	struct plan_scalar type = lower_scalar_type(node->type);
	const struct call_place *place = place_of(l, node->field.name);
	l->is_bound = true;
	const struct plan_expr *address = address_of(l, place);
	if (address)
		return lower_read(l, address, type, true);
	return plan_cast(l->arena, type, plan_register(l->arena, place->registers[0]));
}

/* The low bytes of a register, in pieces of sizes that a store has. */
static void store_register(struct lower *l, struct plan_place dest, const char *name)
{
	uint32_t done = 0;
	for (uint32_t piece = 8; piece; piece /= 2) {
		if (dest.size - done < piece)
			continue;
		const struct plan_expr *value = plan_register(l->arena, name);
		if (done)
			value = plan_binary(l->arena, PLAN_SHIFT_RIGHT, value,
					    plan_const(l->arena, SCALAR_U64, 8 * (uint64_t)done));
		struct plan_scalar type = { piece, false, false };
		lower_store(l, plan_part(dest, done, piece), plan_cast(l->arena, type, value));
		done += piece;
	}
}

/* The bytes of an argument that is in registers, or half of it on the stack. */
static void store_registers(struct lower *l, struct plan_place dest, const struct call_place *place)
{
	for (uint32_t at = 0; at < dest.size; at += 8) {
		uint32_t size = dest.size - at < 8 ? dest.size - at : 8;
		struct plan_place part = plan_part(dest, at, size);
		if (at && place->kind == CALL_SPLIT)
			lower_read_bytes(l, on_stack(l, place), true, part);
		else if (place->registers[at / 8])
			store_register(l, part, place->registers[at / 8]);
		else
			lower_zero(l, part);
	}
}

struct plan_place lower_user_args_bytes(struct lower *l, const struct node *node,
					const struct plan_place *wanted)
{
	struct plan_place dest = lower_destination(l, node->type, wanted);
	const struct call_place *place = place_of(l, node->field.name);
	l->is_bound = true;
	const struct plan_expr *address = address_of(l, place);
	if (address) {
		lower_read_bytes(l, address, true, dest);
		return dest;
	}
	if (place->kind == CALL_NOWHERE)
		lower_zero(l, dest);
	if (place->kind == CALL_REGISTERS || place->kind == CALL_SPLIT)
		store_registers(l, dest, place);
	return dest;
}

static enum plan_library address_function(const struct lower *l)
{
	if (l->program->kind == ABI_PROBE_USDT)
		return LIBRARY_usdt_uaddr;
	return l->program->kind == ABI_PROBE_URETPROBE ? LIBRARY_uaddr_return : LIBRARY_uaddr;
}

const struct plan_expr *lower_uaddr(struct lower *l, const struct node *call)
{
	const char *symbol = lower_call_arg(call, 0)->string.text;
	uint64_t count = l->plan->user_symbols.count;
	uint64_t index = 0;
	while (strcmp(l->plan->user_symbols.items[index], symbol) != 0)
		index++;
	l->program->user_symbols |= UINT64_C(1) << index;
	struct plan_statement *address = lower_library(l, address_function(l));
	lower_arg_context(address);
	lower_arg(address, plan_const(l->arena, SCALAR_U32, count));
	lower_arg(address, plan_const(l->arena, SCALAR_U32, index));
	return lower_result(l, address, SCALAR_U64);
}
