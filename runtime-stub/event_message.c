#include "format.h"
#include "json.h"
#include "output.h"
#include "place.h"
#include "text.h"

/* errorf and warnf: what they print is about the script, with its place. */
static int tell(struct rt *rt, const struct abi_event *event, const uint8_t *record, size_t size,
		const char *type, const char *label)
{
	struct rt_text message = { 0 };
	if (rt->options.format == RT_FORMAT_TEXT) {
		rt_place_text(rt, rt_place_of(event), &message);
		rt_text_add_string(&message, label);
		rt_format_event(rt, event, record, size, &message);
		return rt_place_tell(rt, &message);
	}
	struct rt_text *out = rt_output_begin(rt);
	rt_json_begin(out, type);
	rt_text_add_string(out, ", ");
	rt_json_name(out, "msg");
	size_t from = out->length;
	rt_format_event(rt, event, record, size, out);
	rt_json_quote(out, from);
	rt_place_json(rt, event, out);
	rt_json_end(out);
	return rt_output_end(rt);
}

static int handle_errorf(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			 size_t size)
{
	return tell(rt, event, record, size, "errorf", "ERROR: ");
}

static int handle_warnf(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			size_t size)
{
	if (rt->options.no_warnings)
		return 0;
	return tell(rt, event, record, size, "warnf", "WARNING: ");
}

const struct rt_event_ops rt_event_errorf = { .handle = handle_errorf };
const struct rt_event_ops rt_event_warnf = { .handle = handle_warnf };
