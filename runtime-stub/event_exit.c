#include "record.h"
#include "value.h"

static int handle_exit(struct rt *rt, const struct abi_event *event, const uint8_t *record,
		       size_t size)
{
	struct rt_arguments arguments;
	struct rt_value value;
	rt_arguments_init(&arguments, event, record, size);
	rt->exit_requested = true;
	if (rt_arguments_next(&arguments, &value))
		rt->exit_status = (uint8_t)rt_load_unsigned(value.data, value.size);
	return 0;
}

const struct rt_event_ops rt_event_exit = { .handle = handle_exit };
