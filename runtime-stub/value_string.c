#include <string.h>

#include "json.h"
#include "text.h"
#include "value.h"

static void string_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	size_t length = value->size;
	bool is_full = length && length >= value->type->size;
	if (!value->is_packed) {
		length = strnlen((const char *)value->data, value->size);
		is_full = length && length == value->size;
	}
	rt_text_add(out, value->data, length);
	if (is_full)
		rt_text_add_string(out, rt->tool->settings->str_trunc_trailer);
}

const struct rt_value_ops rt_value_string = {
	.name = "string",
	.text = string_text,
	.json = rt_json_of_text,
};
