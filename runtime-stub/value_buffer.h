/* The bytes of a buffer, for its printer and for printf's %r. */
#ifndef RUNTIME_STUB_VALUE_BUFFER_H
#define RUNTIME_STUB_VALUE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

#include "rt.h"

/* Number of bytes in a value of kind BUFFER; *data points to the first. */
size_t rt_buffer_bytes(const struct rt_value *value, const uint8_t **data);

#endif
