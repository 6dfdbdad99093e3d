/* .gnu_debugdata: a small ELF file inside of another one, compressed by xz. */
#ifndef RUNTIME_STUB_ELF_DEBUGDATA_H
#define RUNTIME_STUB_ELF_DEBUGDATA_H

#include <stddef.h>

/* The bytes unpacked into new memory. NULL: they are damaged, or too many. */
void *rt_debugdata_unpack(const void *packed, size_t packed_size, size_t *size);

#endif
