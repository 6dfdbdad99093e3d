#include <string.h>

#include "json.h"
#include "text.h"
#include "time_text.h"
#include "value.h"

#define NS_PER_SECOND 1000000000ULL

static void timestamp_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct abi_timestamp timestamp;
	if (value->size < sizeof(timestamp))
		return;
	memcpy(&timestamp, value->data, sizeof(timestamp));
	uint64_t ns = timestamp.nanoseconds;
	// Both TAI clocks count from 1970 by themselves.
	if (timestamp.mode != ABI_CLOCK_TAI && timestamp.mode != ABI_CLOCK_SW_TAI)
		ns += rt->boot_offset_ns;
	if (ns < NS_PER_SECOND)
		rt_text_add_string(out, "(?)");
	else
		rt_time_text(value->type->text, (int64_t)(ns / NS_PER_SECOND),
			     (uint32_t)(ns % NS_PER_SECOND), true, out);
}

const struct rt_value_ops rt_value_timestamp = {
	.name = "timestamp",
	.text = timestamp_text,
	.json = rt_json_of_text,
};
