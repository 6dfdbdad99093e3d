#include "json.h"
#include "output.h"
#include "record.h"
#include "text.h"
#include "value.h"

static int handle_join(struct rt *rt, const struct abi_event *event, const uint8_t *record,
		       size_t size)
{
	const char *separator = event->text ? event->text : " ";
	bool is_json = rt->options.format == RT_FORMAT_JSON;
	struct rt_text *out = rt_output_begin(rt);
	struct rt_arguments arguments;
	struct rt_value value;
	if (is_json)
		rt_json_begin_data(out, "join");
	size_t from = out->length;
	rt_arguments_init(&arguments, event, record, size);
	for (bool is_first = true; rt_arguments_next(&arguments, &value); is_first = false) {
		if (value.is_packed && value.extra)
			break; // the end of the list
		if (!is_first)
			rt_text_add_string(out, separator);
		rt_value_print_text(rt, &value, out);
	}
	if (is_json) {
		rt_json_quote(out, from);
		rt_json_end(out);
	} else {
		rt_text_add_char(out, '\n');
	}
	return rt_output_end(rt);
}

const struct rt_event_ops rt_event_join = { .handle = handle_join };
