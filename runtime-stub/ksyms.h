/*
 * Names of kernel functions, out of /proc/kallsyms, read once at the first
 * question. Kept compactly: 16 bytes and the name for each function, some
 * 10 MiB for a large kernel with its modules.
 */
#ifndef RUNTIME_STUB_KSYMS_H
#define RUNTIME_STUB_KSYMS_H

#include <stdint.h>

struct rt;

/* The function that contains the address, and the distance from its start. NULL: unknown. */
const char *rt_ksym_find(struct rt *rt, uint64_t address, uint64_t *offset);

#endif
