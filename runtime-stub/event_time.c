#include <time.h>

#include "json.h"
#include "output.h"
#include "text.h"
#include "time_text.h"

static int handle_time(struct rt *rt, const struct abi_event *event, const uint8_t *record,
		       size_t size)
{
	const char *format = event->text ? event->text : "%H:%M:%S\n";
	bool is_json = rt->options.format == RT_FORMAT_JSON;
	struct rt_text *out = rt_output_begin(rt);
	struct timespec now;
	(void)record;
	(void)size;
	clock_gettime(CLOCK_REALTIME, &now);
	if (is_json)
		rt_json_begin_data(out, "time");
	size_t from = out->length;
	rt_time_text(format, now.tv_sec, (uint32_t)now.tv_nsec, false, out);
	if (is_json) {
		rt_json_quote(out, from);
		rt_json_end(out);
	}
	return rt_output_end(rt);
}

const struct rt_event_ops rt_event_time = { .handle = handle_time };
