#include "format.h"
#include "json.h"
#include "output.h"
#include "text.h"

static int handle_printf(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			 size_t size)
{
	struct rt_text *out = rt_output_begin(rt);
	if (rt->options.format == RT_FORMAT_TEXT) {
		rt_format_event(rt, event, record, size, out);
		return rt_output_end(rt);
	}
	rt_json_begin_data(out, "printf");
	size_t from = out->length;
	rt_format_event(rt, event, record, size, out);
	rt_json_quote(out, from);
	rt_json_end(out);
	return rt_output_end(rt);
}

const struct rt_event_ops rt_event_printf = { .handle = handle_printf };
