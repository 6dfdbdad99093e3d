/*
 * How large the buffer for records is.
 */
#ifndef RUNTIME_STUB_RING_SIZE_H
#define RUNTIME_STUB_RING_SIZE_H

#include <stdint.h>

/* Bytes, a power of two: of perf_rb_pages, or, if that is 0, by the memory that is free. */
uint32_t rt_ring_size(uint32_t pages, uint32_t page_size, uint64_t available);

/* What /proc/meminfo calls available, in bytes. */
uint64_t rt_memory_available(void);

#endif
