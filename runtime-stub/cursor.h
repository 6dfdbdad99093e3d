/* Little-endian numbers of DWARF, read one after the other. */
#ifndef RUNTIME_STUB_CURSOR_H
#define RUNTIME_STUB_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that are read one after the other; what lies beyond the end reads as 0 and is noted. */
struct rt_cursor {
	const uint8_t *at, *end;
	bool failed;
};

uint64_t rt_cursor_unsigned(struct rt_cursor *c, unsigned size); /* 1, 2, 4 or 8 bytes */
int64_t rt_cursor_signed(struct rt_cursor *c, unsigned size);
uint64_t rt_cursor_uleb(struct rt_cursor *c);
int64_t rt_cursor_sleb(struct rt_cursor *c);
void rt_cursor_skip(struct rt_cursor *c, uint64_t size);
/* NUL-terminated; "" if it does not end. */
const char *rt_cursor_string(struct rt_cursor *c);

#endif
