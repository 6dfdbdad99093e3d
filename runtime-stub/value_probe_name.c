#include "json.h"
#include "text.h"
#include "value.h"

static void probe_name_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	uint64_t index = rt_load_unsigned(value->data, value->size);
	if (index < rt->n_probe_names)
		rt_text_add_string(out, rt->probe_names[index]);
}

const struct rt_value_ops rt_value_probe_name = {
	.name = "probe",
	.text = probe_name_text,
	.json = rt_json_of_text,
};
