/*
 * Growing text. A zeroed struct is an empty text; release frees its memory.
 * Running out of memory sets `failed` and leaves what was there: one check at
 * the end is enough.
 */
#ifndef RUNTIME_STUB_TEXT_H
#define RUNTIME_STUB_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_text {
	char *data; /* not NUL-terminated; NULL while empty */
	size_t length, capacity;
	bool failed;
	bool is_compact; /* separators lose their blanks: the text becomes a key of JSON */
};

void rt_text_add(struct rt_text *text, const void *data, size_t size);
void rt_text_add_string(struct rt_text *text, const char *string);
/* What stands between values, which is not data. */
void rt_text_add_separator(struct rt_text *text, const char *separator);
void rt_text_add_char(struct rt_text *text, char c);
void rt_text_add_repeated(struct rt_text *text, char c, size_t n);
void rt_text_add_unsigned(struct rt_text *text, uint64_t value);
void rt_text_add_signed(struct rt_text *text, int64_t value);
/* Lower hex digits, without prefix. */
void rt_text_add_hex(struct rt_text *text, uint64_t value);
/* Digits of base 8, 10 or 16, at least n_digits, zeros in front. */
void rt_text_add_digits(struct rt_text *text, uint64_t value, unsigned base, unsigned n_digits);
/* Bytes 32 to 126 as they are, others as \xNN; all as \xNN if not `printable`. */
void rt_text_add_escaped(struct rt_text *text, const uint8_t *data, size_t size, bool printable);

/* Pads what stands behind `from` with blanks to `width` bytes, to the left or the right side. */
void rt_text_pad(struct rt_text *text, size_t from, size_t width, bool is_left);
/* Shortens; keeps the memory. */
void rt_text_cut(struct rt_text *text, size_t length);
/* As a C string, that lives until the text changes; NULL without memory. */
const char *rt_text_string(struct rt_text *text);
void rt_text_release(struct rt_text *text);

#endif
