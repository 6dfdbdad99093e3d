/*
 * JSON text: strings, numbers and the object around an event, in the spacing of
 * language.md 4.9. Knows no kind of value.
 */
#ifndef RUNTIME_STUB_JSON_H
#define RUNTIME_STUB_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "rt.h"

/*
 * A quoted string. Bytes that are no UTF-8 appear as \u00XX of their value, so the output is always
 * valid JSON.
 */
void rt_json_string(struct rt_text *out, const char *data, size_t size);
/* A hash of the characters that a parser reads in that string. */
uint64_t rt_json_hash(const char *data, size_t size);
/* Numbers; those that a double does not hold exactly are quoted. */
void rt_json_unsigned(struct rt_text *out, uint64_t value);
void rt_json_signed(struct rt_text *out, int64_t value);
/* "name": */
void rt_json_name(struct rt_text *out, const char *name);

/* {"type": "<type>"  and, at the end, } with a newline. */
void rt_json_begin(struct rt_text *out, const char *type);
void rt_json_end(struct rt_text *out);
/* {"type": "<type>", "data":  */
void rt_json_begin_data(struct rt_text *out, const char *type);

/* Replaces what stands behind `from` by a string of it; what -f json makes of printed text. */
void rt_json_quote(struct rt_text *out, size_t from);

/* A value whose JSON is the string of its text. */
void rt_json_of_text(struct rt *rt, const struct rt_value *value, struct rt_text *out);

#endif
