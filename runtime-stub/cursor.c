#include "cursor.h"

#include <string.h>

uint64_t rt_cursor_unsigned(struct rt_cursor *c, unsigned size)
{
	uint64_t value = 0;
	if ((size_t)(c->end - c->at) < size) {
		c->failed = true;
		c->at = c->end;
		return 0;
	}
	for (unsigned i = 0; i < size; i++) // x86-64 is little-endian
		value |= (uint64_t)c->at[i] << (8 * i);
	c->at += size;
	return value;
}

int64_t rt_cursor_signed(struct rt_cursor *c, unsigned size)
{
	unsigned unused = 64 - 8 * size;
	return (int64_t)(rt_cursor_unsigned(c, size) << unused) >> unused;
}

/* The bits of a number in LEB128, and how many there are. */
static uint64_t leb(struct rt_cursor *c, unsigned *n_bits, bool *is_negative)
{
	uint64_t value = 0;
	uint8_t byte = 0x80;
	*n_bits = 0;
	while (byte & 0x80 && !c->failed) {
		byte = (uint8_t)rt_cursor_unsigned(c, 1);
		if (*n_bits < 64)
			value |= (uint64_t)(byte & 0x7f) << *n_bits;
		*n_bits += 7;
	}
	*is_negative = byte & 0x40;
	return value;
}

uint64_t rt_cursor_uleb(struct rt_cursor *c)
{
	unsigned n_bits;
	bool is_negative;
	return leb(c, &n_bits, &is_negative);
}

int64_t rt_cursor_sleb(struct rt_cursor *c)
{
	unsigned n_bits;
	bool is_negative;
	uint64_t value = leb(c, &n_bits, &is_negative);
	if (is_negative && n_bits < 64)
		value |= ~(uint64_t)0 << n_bits;
	return (int64_t)value;
}

void rt_cursor_skip(struct rt_cursor *c, uint64_t size)
{
	if (size > (uint64_t)(c->end - c->at)) {
		c->failed = true;
		size = (uint64_t)(c->end - c->at);
	}
	c->at += size;
}

const char *rt_cursor_string(struct rt_cursor *c)
{
	const char *text = (const char *)c->at;
	size_t room = (size_t)(c->end - c->at);
	size_t length = strnlen(text, room);
	if (length == room) {
		c->failed = true;
		c->at = c->end;
		return "";
	}
	c->at += length + 1;
	return text;
}
