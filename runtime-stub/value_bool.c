#include "text.h"
#include "value.h"

static void bool_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	(void)rt;
	rt_text_add_string(out, rt_load_unsigned(value->data, value->size) ? "true" : "false");
}

const struct rt_value_ops rt_value_bool = { .name = "bool", .text = bool_text, .json = bool_text };
