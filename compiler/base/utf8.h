/*
 * Just enough of UTF-8 to show any bytes safely on a terminal and to keep
 * columns right. Depends on nothing, and not on the locale.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes one character of at most size bytes; returns its length, or 0 if it is not valid. */
size_t utf8_decode(const char *text, size_t size, uint32_t *code);

/* Columns that a character takes on a terminal: 0, 1 or 2. */
unsigned utf8_width(uint32_t code);

/* Whether the character can be shown as it is: no control and nothing that reorders text. */
bool utf8_is_printable(uint32_t code);

/* Longest text that utf8_show writes, with its NUL. */
#define UTF8_SHOWN_MAX 16

struct utf8_shown {
	char text[UTF8_SHOWN_MAX]; /* the character, or \x80 or <U+202E> in its place */
	unsigned width;            /* columns of text */
	size_t consumed;           /* bytes of the source that it stands for; at least 1 */
};

/* The first character of text (size at least 1) in a form that is safe to print. */
struct utf8_shown utf8_show(const char *text, size_t size);

#endif
