/* Warnings about what went wrong in a program (language.md 3.4). */
#ifndef RUNTIME_STUB_RUNTIME_ERROR_H
#define RUNTIME_STUB_RUNTIME_ERROR_H

#include "rt.h"

/*
 * Tells of an event of kind runtime_error, with its line of the script; code is what the failed helper
 * returned, 0 if it is not about one. 0 or a negative errno of the output.
 */
int rt_runtime_error_tell(struct rt *rt, const struct abi_event *event, int64_t code);

/* The same of a helper that failed n times where no record can tell of it: without a ring buffer. */
int rt_runtime_error_count(struct rt *rt, const struct abi_event *event, uint64_t n);

#endif
