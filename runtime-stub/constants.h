/*
 * The constants that programs see: section .rodata.tool, set before load.
 */
#ifndef RUNTIME_STUB_CONSTANTS_H
#define RUNTIME_STUB_CONSTANTS_H

#include <stddef.h>
#include <stdint.h>

struct rt;

/* Writes them all. Prints what is wrong. */
int rt_constants_fill(struct rt *rt, uint8_t *section, size_t size);

/* Reads the clocks once, for the constants and for the output. */
void rt_clocks_read(struct rt *rt);

#endif
