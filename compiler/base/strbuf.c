#include "base/strbuf.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"

void strbuf_init(struct strbuf *buf, struct arena *arena)
{
	*buf = (struct strbuf){ .arena = arena };
}

/* Makes room for size more bytes and a NUL. */
static void reserve(struct strbuf *buf, size_t size)
{
	size_t capacity = buf->capacity == 0 ? 64 : buf->capacity;

	if (size > SIZE_MAX / 4 - buf->size)
		BUG("text of %zu bytes cannot grow", buf->size);
	while (capacity < buf->size + size + 1)
		capacity *= 2;
	if (capacity == buf->capacity)
		return;
	buf->data = arena_grow(buf->arena, buf->data, buf->capacity, capacity);
	buf->capacity = capacity;
}

void strbuf_putc(struct strbuf *buf, char c)
{
	strbuf_write(buf, &c, 1);
}

void strbuf_puts(struct strbuf *buf, const char *text)
{
	strbuf_write(buf, text, strlen(text));
}

void strbuf_write(struct strbuf *buf, const void *data, size_t size)
{
	if (size == 0)
		return;
	reserve(buf, size);
	memcpy(buf->data + buf->size, data, size);
	buf->size += size;
	buf->data[buf->size] = '\0';
}

void strbuf_printf(struct strbuf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	strbuf_vprintf(buf, format, args);
	va_end(args);
}

void strbuf_vprintf(struct strbuf *buf, const char *format, va_list args)
{
	va_list again;
	int size;

	va_copy(again, args);
	size = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (size < 0)
		BUG("vsnprintf failed on '%s'", format);
	reserve(buf, (size_t)size);
	vsnprintf(buf->data + buf->size, (size_t)size + 1, format, args);
	buf->size += (size_t)size;
}

const char *strbuf_text(const struct strbuf *buf)
{
	return buf->data == NULL ? "" : buf->data;
}

/* The letter behind the backslash of a short escape, or 0. */
static char short_escape(char c)
{
	switch (c) {
	case '\n':
		return 'n';
	case '\t':
		return 't';
	case '\r':
		return 'r';
	case '"':
		return '"';
	case '\\':
		return '\\';
	default:
		return 0;
	}
}

/*
 * Octal escapes always have three digits, so a digit that follows cannot join
 * them. A '?' behind a '?' is escaped, or it could begin a trigraph.
 */
void strbuf_put_c_escaped(struct strbuf *buf, const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		char c = data[i];
		char letter = short_escape(c);

		if (letter != 0)
			strbuf_printf(buf, "\\%c", letter);
		else if (c == '?' && i > 0 && data[i - 1] == '?')
			strbuf_puts(buf, "\\?");
		else if (c >= ' ' && c <= '~')
			strbuf_putc(buf, c);
		else
			strbuf_printf(buf, "\\%03o", (unsigned char)c);
	}
}
