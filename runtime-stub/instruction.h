/*
 * Where instructions of this machine begin, so that no probe is put into the middle of one.
 */
#ifndef RUNTIME_STUB_INSTRUCTION_H
#define RUNTIME_STUB_INSTRUCTION_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of the instruction at the start of the code; 0: it is none, or does not fit into size. */
size_t rt_instruction_length(const uint8_t *code, size_t size);

#endif
