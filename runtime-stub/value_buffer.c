#include "value_buffer.h"

#include "text.h"
#include "value.h"

size_t rt_buffer_bytes(const struct rt_value *value, const uint8_t **data)
{
	*data = value->data;
	if (value->is_packed)
		return value->size;
	if (value->size < sizeof(uint32_t))
		return 0;
	size_t length = rt_load_unsigned(value->data, sizeof(uint32_t));
	size_t room = value->size - sizeof(uint32_t);
	*data += sizeof(uint32_t);
	return length < room ? length : room;
}

static void buffer_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	const uint8_t *data;
	(void)rt;
	size_t size = rt_buffer_bytes(value, &data);
	rt_text_add_escaped(out, data, size, true);
}

static void buffer_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	const uint8_t *data;
	(void)rt;
	size_t size = rt_buffer_bytes(value, &data);
	rt_text_add_char(out, '[');
	for (size_t i = 0; i < size; i++) {
		if (i)
			rt_text_add_char(out, ',');
		rt_text_add_signed(out, (int8_t)data[i]);
	}
	rt_text_add_char(out, ']');
}

const struct rt_value_ops rt_value_buffer = {
	.name = "buffer",
	.text = buffer_text,
	.json = buffer_json,
};
