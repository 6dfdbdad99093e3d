/*
 * Numbers as people type them: in parameters, options and attach points.
 */
#ifndef RUNTIME_STUB_NUMBER_H
#define RUNTIME_STUB_NUMBER_H

#include <stdint.h>

/*
 * The whole text as an integer: optional sign, decimal, 0octal or 0xhex.
 * Negative numbers are in two's complement. -EINVAL: not a number; -ERANGE: not in 64 bits.
 */
int rt_number_parse(const char *text, uint64_t *value);

/* Without a sign, and *end shows what follows the digits. */
int rt_number_prefix(const char *text, uint64_t *value, const char **end);

/* The whole text, without a sign: a size, an offset. Errors as above. */
int rt_number_unsigned(const char *text, uint64_t *value);

/* Seconds with an optional fraction, "5" or "0.25", to nanoseconds. */
int rt_number_seconds(const char *text, uint64_t *nanoseconds);

#endif
