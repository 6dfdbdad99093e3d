/* printf, as language.md 5.1 has it: one table of conversions. */
#ifndef RUNTIME_STUB_FORMAT_H
#define RUNTIME_STUB_FORMAT_H

#include "rt.h"

struct rt_arguments;

/*
 * Appends the format with the arguments that follow in `arguments`. What cannot be converted leaves
 * !{why} in the text.
 */
void rt_format(struct rt *rt, const struct abi_format *format, struct rt_arguments *arguments,
	       struct rt_text *out);

/* event->format with the arguments of its record. */
void rt_format_event(struct rt *rt, const struct abi_event *event, const uint8_t *record,
		     size_t size, struct rt_text *out);

#endif
