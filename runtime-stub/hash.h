/* FNV-1a of bytes, 64 bits: for tables of our own, not against who chooses the bytes to collide. */
#ifndef RUNTIME_STUB_HASH_H
#define RUNTIME_STUB_HASH_H

#include <stddef.h>
#include <stdint.h>

#define RT_HASH_START 14695981039346656037ULL

/* The hash of what was hashed before (RT_HASH_START: nothing) and of these bytes behind it. */
uint64_t rt_hash(uint64_t before, const void *data, size_t size);

#endif
