#include "json.h"
#include "text.h"
#include "value.h"

typedef void print_function(struct rt *rt, const struct rt_value *value, struct rt_text *out);

static void print_elements(struct rt *rt, const struct rt_value *value, struct rt_text *out,
			   uint32_t count, print_function *print)
{
	struct rt_value part;
	rt_text_add_char(out, '[');
	for (uint32_t i = 0; i < count && rt_value_element(value, i, &part); i++) {
		if (i)
			rt_text_add_char(out, ',');
		print(rt, &part, out);
	}
	rt_text_add_char(out, ']');
}

void rt_array_text(struct rt *rt, const struct rt_value *value, struct rt_text *out, uint32_t count)
{
	print_elements(rt, value, out, count, rt_value_print_text);
}

void rt_array_json(struct rt *rt, const struct rt_value *value, struct rt_text *out, uint32_t count)
{
	print_elements(rt, value, out, count, rt_value_print_json);
}

static void array_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_array_text(rt, value, out, value->type->count);
}

static void array_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_array_json(rt, value, out, value->type->count);
}

const struct rt_value_ops rt_value_array = {
	.name = "array",
	.text = array_text,
	.json = array_json,
};

static void print_fields(struct rt *rt, const struct rt_value *value, struct rt_text *out,
			 const char *separator, print_function *print)
{
	uint64_t room;
	struct rt_value part;
	for (uint32_t i = 0; i < value->type->count; i++) {
		if (!rt_value_field(value, &value->type->fields[i], &room, &part))
			return;
		if (i)
			rt_text_add_separator(out, separator);
		print(rt, &part, out);
	}
}

static void tuple_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_text_add_char(out, '(');
	print_fields(rt, value, out, ", ", rt_value_print_text);
	rt_text_add_char(out, ')');
}

static void tuple_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_text_add_char(out, '[');
	print_fields(rt, value, out, ",", rt_value_print_json);
	rt_text_add_char(out, ']');
}

const struct rt_value_ops rt_value_tuple = {
	.name = "tuple",
	.text = tuple_text,
	.json = tuple_json,
};

void rt_record_text(struct rt *rt, const struct rt_value *value, struct rt_text *out,
		    const bool *left_out)
{
	uint64_t room;
	struct rt_value part;
	uint32_t n = 0;
	rt_text_add_char(out, '{');
	for (uint32_t i = 0; i < value->type->count; i++) {
		const struct abi_field *field = &value->type->fields[i];
		if (left_out && left_out[i])
			continue;
		if (!rt_value_field(value, field, &room, &part))
			break;
		rt_text_add_separator(out, n++ ? ", ." : " .");
		rt_text_add_string(out, field->name);
		rt_text_add_separator(out, " = ");
		if (field->type->kind == ABI_VALUE_NONE)
			rt_text_add_string(out, "null");
		else
			rt_value_print_text(rt, &part, out);
	}
	rt_text_add_separator(out, value->type->count ? " }" : "}");
}

void rt_record_json(struct rt *rt, const struct rt_value *value, struct rt_text *out,
		    const bool *left_out)
{
	uint64_t room;
	struct rt_value part;
	uint32_t n = 0;
	rt_text_add_char(out, '{');
	for (uint32_t i = 0; i < value->type->count; i++) {
		const struct abi_field *field = &value->type->fields[i];
		if (left_out && left_out[i])
			continue;
		if (!rt_value_field(value, field, &room, &part))
			break;
		if (n++)
			rt_text_add_string(out, ", ");
		rt_json_name(out, field->name);
		rt_value_print_json(rt, &part, out);
	}
	rt_text_add_char(out, '}');
}

static void record_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_record_text(rt, value, out, NULL);
}

static void record_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	rt_record_json(rt, value, out, NULL);
}

const struct rt_value_ops rt_value_record = {
	.name = "record",
	.text = record_text,
	.json = record_json,
};
