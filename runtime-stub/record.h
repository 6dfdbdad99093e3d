/*
 * The arguments of a record (skeleton/layout.h), one after the other. Nothing in
 * a record is believed without a look at its size.
 */
#ifndef RUNTIME_STUB_RECORD_H
#define RUNTIME_STUB_RECORD_H

#include <stdbool.h>

#include "rt.h"

struct rt_arguments {
	const struct abi_event *event;
	const uint8_t *record;
	size_t size;
	uint32_t next;        /* argument */
	size_t packed_offset; /* where the bytes of the next packed one stand */
};

void rt_arguments_init(struct rt_arguments *arguments, const struct abi_event *event,
		       const uint8_t *record, size_t size);
/* The next argument; false behind the last one and if the record is too short for it. */
bool rt_arguments_next(struct rt_arguments *arguments, struct rt_value *value);

#endif
