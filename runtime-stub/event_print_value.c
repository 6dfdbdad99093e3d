#include "json.h"
#include "output.h"
#include "record.h"
#include "text.h"
#include "value.h"

static int handle_print_value(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			      size_t size)
{
	struct rt_arguments arguments;
	struct rt_value value;
	rt_arguments_init(&arguments, event, record, size);
	if (!rt_arguments_next(&arguments, &value))
		return 0;
	struct rt_text *out = rt_output_begin(rt);
	if (rt->options.format == RT_FORMAT_JSON) {
		rt_json_begin_data(out, "value");
		rt_value_print_json(rt, &value, out);
		rt_json_end(out);
	} else {
		rt_value_print_text(rt, &value, out);
		rt_text_add_char(out, '\n');
	}
	return rt_output_end(rt);
}

const struct rt_event_ops rt_event_print_value = { .handle = handle_print_value };
