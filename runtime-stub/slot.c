#include "slot.h"

#include <errno.h>
#include <string.h>

#include "load_btf.h"
#include "load_patch.h"
#include "probe.h"
#include "rt.h"
#include "tracefs.h"

static int find_field(struct rt_probe *probe, const struct rt_target *target,
		      const struct abi_slot *wanted, struct rt_slot *slot)
{
	struct rt_tracefs_field field;
	int err = rt_tracefs_find_field(target->module, target->symbol, wanted->name, &field);
	if (err == -ENOENT)
		return rt_probe_fail(probe, -EINVAL, "tracepoint %s:%s has no field '%s' here",
				     target->module, target->symbol, wanted->name);
	if (err)
		return rt_probe_fail(probe, err, "cannot read the format of tracepoint %s:%s: %s",
				     target->module, target->symbol, strerror(-err));
	if (wanted->kind == ABI_SLOT_FIELD_OFFSET)
		field.size = 0;
	else if (field.size > 8 || __builtin_popcount(field.size) != 1)
		return rt_probe_fail(probe, -EINVAL,
				     "field '%s' of tracepoint %s:%s has another type here",
				     wanted->name, target->module, target->symbol);
	if (field.offset > INT16_MAX)
		return rt_probe_fail(probe, -EINVAL,
				     "field '%s' of tracepoint %s:%s is too far away", wanted->name,
				     target->module, target->symbol);
	slot->offset = (int16_t)field.offset;
	slot->size = (uint8_t)field.size;
	return 0;
}

static int find_value(struct rt_probe *probe, const struct rt_target *target,
		      const struct rt_btf_place *place, const struct abi_slot *wanted,
		      struct rt_slot *slot)
{
	struct rt_btf_function function;
	uint32_t index = wanted->index;
	int err = rt_btf_describe(place, &function);
	if (!err && wanted->kind == ABI_SLOT_PARAMETER &&
	    rt_btf_find_parameter(place, wanted->name, &index))
		return rt_probe_fail(probe, -EINVAL, "%s() has no parameter '%s' here",
				     target->symbol, wanted->name);
	if (!err && wanted->kind == ABI_SLOT_RESULT) {
		index = function.n_params;
		if (!function.has_result)
			return rt_probe_fail(probe, -EINVAL, "%s() returns nothing here",
					     target->symbol);
	}
	if (!err && !function.is_plain)
		return rt_probe_fail(probe, -EINVAL, "%s() takes a struct by value",
				     target->symbol);
	if (err || (wanted->kind == ABI_SLOT_ARGUMENT && index >= function.n_params))
		return rt_probe_fail(probe, -EINVAL, "%s() has no argument %u here", target->symbol,
				     index);
	uint32_t size = rt_btf_value_size(place, index);
	slot->offset = (int16_t)(8 * index);
	// A result has the register's width, as a kretprobe sees it.
	slot->size = size && wanted->kind != ABI_SLOT_RESULT ? (uint8_t)size : 8;
	return 0;
}

int rt_slots_find(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		  const struct abi_program *program, const struct rt_btf_place *place,
		  struct rt_slot *slots)
{
	int err = 0;
	(void)rt;
	for (uint32_t i = 0; i < program->n_slots && !err; i++) {
		const struct abi_slot *wanted = &program->slots[i];
		if (wanted->kind == ABI_SLOT_FIELD || wanted->kind == ABI_SLOT_FIELD_OFFSET)
			err = find_field(probe, target, wanted, &slots[i]);
		else
			err = find_value(probe, target, place, wanted, &slots[i]);
	}
	return err;
}
