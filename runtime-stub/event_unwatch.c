/* unwatch(address): detaches the watchpoints of that address. */
#include "probe.h"
#include "record.h"
#include "rt.h"
#include "value.h"

static int handle_unwatch(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			  size_t size)
{
	struct rt_arguments arguments;
	struct rt_value value;
	rt_arguments_init(&arguments, event, record, size);
	if (!rt_arguments_next(&arguments, &value))
		return 0;
	uint64_t address = rt_load_unsigned(value.data, value.size);
	for (uint32_t i = 0; i < rt->tool->n_probes; i++) {
		struct rt_probe *probe = &rt->probes[i];
		if (probe->abi->kind == ABI_PROBE_WATCHPOINT && probe->n_targets &&
		    probe->targets[0].address == address)
			rt_probe_detach(rt, probe);
	}
	return 0;
}

const struct rt_event_ops rt_event_unwatch = { .handle = handle_unwatch };
