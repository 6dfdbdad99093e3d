#include "text.h"
#include "value.h"

static void none_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	(void)rt;
	(void)value;
	(void)out;
}

static void none_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	(void)rt;
	(void)value;
	rt_text_add_string(out, "null");
}

const struct rt_value_ops rt_value_none = { .name = "none", .text = none_text, .json = none_json };
