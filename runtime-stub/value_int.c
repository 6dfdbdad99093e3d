#include <string.h>

#include "json.h"
#include "map.h"
#include "text.h"
#include "value.h"

static void int_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	(void)rt;
	if (value->type->is_signed)
		rt_text_add_signed(out, (int64_t)rt_value_integer(value));
	else
		rt_text_add_unsigned(out, rt_value_integer(value));
}

static void int_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	(void)rt;
	if (value->type->is_signed)
		rt_json_signed(out, (int64_t)rt_value_integer(value));
	else
		rt_json_unsigned(out, rt_value_integer(value));
}

/* A map's integer is 8 bytes, in an array too, where a struct abi_aggregate begins with it. */
static uint64_t load_value(const uint8_t *data)
{
	return rt_load_unsigned(data, sizeof(uint64_t));
}

static int compare_values(const struct abi_type *type, const uint8_t *a, const uint8_t *b)
{
	uint64_t left = load_value(a);
	uint64_t right = load_value(b);
	if (type->is_signed)
		return ((int64_t)left > (int64_t)right) - ((int64_t)left < (int64_t)right);
	return (left > right) - (left < right);
}

static void divide_value(const struct abi_type *type, uint8_t *data, uint64_t divisor)
{
	uint64_t value = load_value(data);
	if (type->is_signed && divisor <= INT64_MAX)
		value = (uint64_t)((int64_t)value / (int64_t)divisor);
	else
		value /= divisor;
	memcpy(data, &value, sizeof(value));
}

const struct rt_map_ops rt_map_integers = {
	.json_type = "map",
	.compare = compare_values,
	.divide = divide_value,
};

const struct rt_value_ops rt_value_int = {
	.name = "integer",
	.text = int_text,
	.json = int_json,
	.map = &rt_map_integers,
};

static void pointer_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	(void)rt;
	rt_text_add_string(out, "0x");
	rt_text_add_hex(out, rt_load_unsigned(value->data, value->size));
}

const struct rt_value_ops rt_value_pointer = {
	.name = "pointer",
	.text = pointer_text,
	.json = int_json,
};
