#include "slot.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "load_btf.h"
#include "load_patch.h"
#include "probe.h"
#include "rt.h"
#include "tracefs.h"

/* Where the architecture passes the first arguments: bytes from the start of struct pt_regs. */
#if defined(__aarch64__)
static const int16_t argument_registers[] = { 0, 8, 16, 24, 32, 40, 48, 56 };
#elif defined(__riscv) /* a0 to a7 */
static const int16_t argument_registers[] = { 80, 88, 96, 104, 112, 120, 128, 136 };
#else /* x86_64: di, si, dx, cx, r8, r9 */
static const int16_t argument_registers[] = { 112, 104, 96, 88, 72, 64 };
#endif

#define N_REGISTERS (sizeof(argument_registers) / sizeof(argument_registers[0]))

/* The slot, as what the program asks for. */
static int set(struct rt_probe *probe, const struct rt_target *target,
	       const struct abi_slot *wanted, uint32_t offset, uint32_t size, struct rt_slot *slot)
{
	const char *name = wanted->name ? wanted->name : "";
	bool is_loaded = wanted->gives == ABI_SLOT_VALUE;
	if (is_loaded && (size > 8 || __builtin_popcount(size) != 1))
		return rt_probe_fail(probe, -EINVAL, "'%s' of %s has another type here", name,
				     target->symbol);
	if (offset > INT16_MAX || size > INT16_MAX)
		return rt_probe_fail(probe, -EINVAL, "'%s' of %s is too far away", name,
				     target->symbol);
	slot->offset = (int16_t)(wanted->gives == ABI_SLOT_SIZE ? size : offset);
	slot->size = is_loaded ? (uint8_t)size : 0;
	return 0;
}

static int find_field(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		      const struct abi_slot *wanted, struct rt_slot *slot)
{
	struct rt_tracefs_field field;
	int err = rt_tracefs_find_field(rt, target->module, target->symbol, wanted->name, &field);
	if (err == -ENOENT)
		return rt_probe_fail(probe, -EINVAL, "tracepoint %s:%s has no field '%s' here",
				     target->module, target->symbol, wanted->name);
	if (err)
		return rt_probe_fail(probe, err, "cannot read the format of tracepoint %s:%s: %s",
				     target->module, target->symbol, strerror(-err));
	return set(probe, target, wanted, field.offset, field.size, slot);
}

/* Index of the parameter or result in the target's prototype. */
static int find_index(struct rt_probe *probe, const struct rt_target *target,
		      const struct rt_btf_place *place, const struct rt_btf_function *function,
		      const struct abi_slot *wanted, uint32_t *index)
{
	*index = wanted->index;
	if (wanted->kind == ABI_SLOT_RESULT) {
		*index = function->n_params;
		if (!function->has_result)
			return rt_probe_fail(probe, -EINVAL, "%s() returns nothing here",
					     target->symbol);
		return 0;
	}
	if (wanted->kind == ABI_SLOT_PARAMETER && rt_btf_find_parameter(place, wanted->name, index))
		return rt_probe_fail(probe, -EINVAL, "%s() has no parameter '%s' here",
				     target->symbol, wanted->name);
	if (*index >= function->n_params)
		return rt_probe_fail(probe, -EINVAL, "%s() has no argument %u here", target->symbol,
				     *index);
	return 0;
}

static int find_value(struct rt_probe *probe, const struct rt_target *target,
		      const struct rt_btf_place *place, const struct abi_slot *wanted,
		      struct rt_slot *slot)
{
	struct rt_btf_function function;
	uint32_t index;
	int err = rt_btf_describe(place, &function);
	if (err)
		return rt_probe_fail(probe, -EINVAL, "the BTF of %s cannot be read",
				     target->symbol);
	err = find_index(probe, target, place, &function, wanted, &index);
	if (err)
		return err;
	// Numbers of arguments are those of registers to a kprobe.
	if (wanted->kind == ABI_SLOT_ARGUMENT && !wanted->name && !function.is_plain)
		return rt_probe_fail(probe, -EINVAL, "%s() takes a struct by value",
				     target->symbol);
	uint32_t size = rt_btf_value_size(place, index);
	// A result has the register's width, as a kretprobe sees it.
	if (!size || wanted->kind == ABI_SLOT_RESULT)
		size = 8;
	return set(probe, target, wanted, rt_btf_value_offset(place, index), size, slot);
}

/* A parameter of a function that a kprobe is on: by its name where BTF gives one, in a register. */
static int find_register(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
			 const struct abi_slot *wanted, struct rt_slot *slot)
{
	struct rt_btf *btf = rt_btf_get(rt);
	struct rt_btf_place place;
	struct rt_btf_function function = { .n_params = N_REGISTERS, .is_plain = true };
	uint32_t index = wanted->index;
	int err = btf ? rt_btf_find_function(btf, target->module, target->symbol, &place) : -ENOMEM;
	if (!err)
		err = rt_btf_describe(&place, &function);
	if (!err) {
		err = find_index(probe, target, &place, &function, wanted, &index);
		if (err)
			return err;
	}
	if (index >= N_REGISTERS || !function.is_plain)
		return rt_probe_fail(probe, -EINVAL, "argument %u of %s() is not in a register",
				     index, target->symbol);
	return set(probe, target, wanted, (uint32_t)argument_registers[index], 8, slot);
}

int rt_slots_find(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		  const struct abi_program *program, const struct rt_btf_place *place,
		  struct rt_slot *slots)
{
	int err = 0;
	for (uint32_t i = 0; i < program->n_slots && !err; i++) {
		const struct abi_slot *wanted = &program->slots[i];
		if (wanted->kind == ABI_SLOT_FIELD)
			err = find_field(rt, probe, target, wanted, &slots[i]);
		else if (place->types)
			err = find_value(probe, target, place, wanted, &slots[i]);
		else
			err = find_register(rt, probe, target, wanted, &slots[i]);
	}
	return err;
}
