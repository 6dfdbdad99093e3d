/*
 * Text under construction, in an arena. strbuf_text is always NUL-terminated
 * and stays valid until the next append.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>

#include "base/arena.h"

struct strbuf {
	struct arena *arena;
	char *data;
	size_t size; /* bytes, the NUL not counted */
	size_t capacity;
};

void strbuf_init(struct strbuf *buf, struct arena *arena);
void strbuf_putc(struct strbuf *buf, char c);
void strbuf_puts(struct strbuf *buf, const char *text);
void strbuf_write(struct strbuf *buf, const void *data, size_t size);
void strbuf_printf(struct strbuf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *buf, const char *format, va_list args);
const char *strbuf_text(const struct strbuf *buf);

/* Appends data as the inside of a C string literal (no quotes): \n, \", \\, octal for the rest. */
void strbuf_put_c_escaped(struct strbuf *buf, const char *data, size_t size);

#endif
