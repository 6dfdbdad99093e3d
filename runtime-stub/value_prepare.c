#include "value.h"

static int prepare_type(struct rt *rt, const struct abi_type *type)
{
	int err = 0;
	if (!type)
		return 0;
	if (type->ops->prepare)
		err = type->ops->prepare(rt, type);
	if (!err)
		err = prepare_type(rt, type->element);
	for (uint32_t i = 0; type->fields && i < type->count && !err; i++)
		err = prepare_type(rt, type->fields[i].type);
	return err;
}

int rt_values_prepare(struct rt *rt)
{
	const struct abi_tool *t = rt->tool;
	int err = 0;
	for (uint32_t i = 0; i < t->n_maps && !err; i++) {
		err = prepare_type(rt, t->maps[i].key);
		if (!err)
			err = prepare_type(rt, t->maps[i].value);
	}
	for (uint32_t i = 0; i < t->n_events; i++)
		for (uint32_t arg = 0; arg < t->events[i].n_args && !err; arg++)
			err = prepare_type(rt, t->events[i].args[arg].type);
	return err;
}
