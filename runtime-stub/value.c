#include "value.h"

#include <string.h>

uint64_t rt_load_unsigned(const uint8_t *data, size_t size)
{
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;
	switch (size) {
	case 1:
		memcpy(&u8, data, 1);
		return u8;
	case 2:
		memcpy(&u16, data, 2);
		return u16;
	case 4:
		memcpy(&u32, data, 4);
		return u32;
	case 8:
		memcpy(&u64, data, 8);
		return u64;
	}
	return 0;
}

int64_t rt_load_signed(const uint8_t *data, size_t size)
{
	uint64_t value = rt_load_unsigned(data, size);
	unsigned unused = 64 - 8 * (unsigned)(size < 8 ? size : 8);
	return unused < 64 ? (int64_t)(value << unused) >> unused : 0;
}

bool rt_type_is_integer(const struct abi_type *type)
{
	return type->kind == ABI_VALUE_INT || type->kind == ABI_VALUE_BOOL ||
	       type->kind == ABI_VALUE_ENUM || type->kind == ABI_VALUE_POINTER;
}

uint64_t rt_value_integer(const struct rt_value *value)
{
	if (value->type->is_signed)
		return (uint64_t)rt_load_signed(value->data, value->size);
	return rt_load_unsigned(value->data, value->size);
}

/* The bits of a field, extended to 64 by the sign of its type. */
static uint64_t bit_field(const struct abi_field *field, const uint8_t *data)
{
	uint64_t bits = rt_load_unsigned(data, field->type->size);
	unsigned size = field->bit_size < 64 ? field->bit_size : 64;
	unsigned above = 64 - size;
	bits = bits >> (field->bit_offset & 63) << above;
	return field->type->is_signed ? (uint64_t)((int64_t)bits >> above) : bits >> above;
}

bool rt_value_field(const struct rt_value *value, const struct abi_field *field, uint64_t *room,
		    struct rt_value *part)
{
	size_t size = field->type->size;
	if (field->offset > value->size || size > value->size - field->offset)
		return false;
	*part = (struct rt_value){ .type = field->type,
				   .data = value->data + field->offset,
				   .size = size };
	if (field->bit_size) {
		*room = bit_field(field, part->data);
		part->data = (const uint8_t *)room;
		part->size = sizeof(*room);
	}
	return true;
}

bool rt_value_element(const struct rt_value *value, uint32_t index, struct rt_value *part)
{
	const struct abi_type *element = value->type->element;
	uint64_t offset = (uint64_t)index * element->size;
	if (offset > value->size || element->size > value->size - offset)
		return false;
	*part = (struct rt_value){ .type = element,
				   .data = value->data + offset,
				   .size = element->size };
	return true;
}

void rt_value_print_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	value->type->ops->text(rt, value, out);
}

void rt_value_print_json(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	value->type->ops->json(rt, value, out);
}
