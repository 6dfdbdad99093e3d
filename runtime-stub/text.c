#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Makes room for `size` more bytes and a NUL; false without memory. */
static bool reserve(struct rt_text *text, size_t size)
{
	if (text->failed)
		return false;
	if (size >= SIZE_MAX / 4 - text->length) {
		text->failed = true;
		return false;
	}
	size_t needed = text->length + size + 1;
	if (needed <= text->capacity)
		return true;
	size_t capacity = text->capacity ? text->capacity : 64;
	while (capacity < needed)
		capacity *= 2;
	char *data = realloc(text->data, capacity);
	if (!data) {
		text->failed = true;
		return false;
	}
	text->data = data;
	text->capacity = capacity;
	return true;
}

void rt_text_add(struct rt_text *text, const void *data, size_t size)
{
	if (!size || !reserve(text, size))
		return;
	memcpy(text->data + text->length, data, size);
	text->length += size;
}

void rt_text_add_string(struct rt_text *text, const char *string)
{
	rt_text_add(text, string, strlen(string));
}

void rt_text_add_char(struct rt_text *text, char c)
{
	if (reserve(text, 1))
		text->data[text->length++] = c;
}

void rt_text_add_separator(struct rt_text *text, const char *separator)
{
	for (const char *c = separator; *c; c++)
		if (*c != ' ' || !text->is_compact)
			rt_text_add_char(text, *c);
}

void rt_text_add_repeated(struct rt_text *text, char c, size_t n)
{
	if (!n || !reserve(text, n))
		return;
	memset(text->data + text->length, c, n);
	text->length += n;
}

void rt_text_add_digits(struct rt_text *text, uint64_t value, unsigned base, unsigned n_digits)
{
	char digits[24]; // 2^64 has 22 octal digits
	unsigned n = 0;
	do {
		digits[sizeof(digits) - ++n] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	if (n < n_digits)
		rt_text_add_repeated(text, '0', n_digits - n);
	rt_text_add(text, digits + sizeof(digits) - n, n);
}

void rt_text_add_unsigned(struct rt_text *text, uint64_t value)
{
	rt_text_add_digits(text, value, 10, 1);
}

void rt_text_add_signed(struct rt_text *text, int64_t value)
{
	if (value < 0)
		rt_text_add_char(text, '-');
	rt_text_add_unsigned(text, value < 0 ? -(uint64_t)value : (uint64_t)value);
}

void rt_text_add_hex(struct rt_text *text, uint64_t value)
{
	rt_text_add_digits(text, value, 16, 1);
}

void rt_text_add_escaped(struct rt_text *text, const uint8_t *data, size_t size, bool printable)
{
	for (size_t i = 0; i < size; i++) {
		if (printable && data[i] >= 32 && data[i] <= 126) {
			rt_text_add_char(text, (char)data[i]);
			continue;
		}
		rt_text_add_string(text, "\\x");
		rt_text_add_digits(text, data[i], 16, 2);
	}
}

void rt_text_pad(struct rt_text *text, size_t from, size_t width, bool is_left)
{
	if (text->failed || text->length - from >= width)
		return;
	size_t length = text->length - from;
	size_t blanks = width - length;
	rt_text_add_repeated(text, ' ', blanks);
	if (is_left || text->failed)
		return;
	memmove(text->data + from + blanks, text->data + from, length);
	memset(text->data + from, ' ', blanks);
}

void rt_text_cut(struct rt_text *text, size_t length)
{
	if (length < text->length)
		text->length = length;
}

const char *rt_text_string(struct rt_text *text)
{
	if (!reserve(text, 0))
		return NULL;
	text->data[text->length] = '\0';
	return text->data;
}

void rt_text_release(struct rt_text *text)
{
	free(text->data);
	memset(text, 0, sizeof(*text));
}
