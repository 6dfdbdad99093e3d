/*
 * Names of code that a process compiles while it runs, out of the file /tmp/perf-PID.map
 * that it writes: lines "START SIZE NAME".
 */
#ifndef RUNTIME_STUB_JIT_NAMES_H
#define RUNTIME_STUB_JIT_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct rt_jit_names;

/* NULL: no memory. */
struct rt_jit_names *rt_jit_names_new(uint32_t pid);
void rt_jit_names_free(struct rt_jit_names *names);

/* Holds the file open if it is there now, so that it can be read when its process has ended. */
void rt_jit_names_note(struct rt_jit_names *names);

/* Reads what was written since. NULL: unknown. The text lives until the next call. */
const char *rt_jit_names_find(struct rt_jit_names *names, uint64_t address, uint64_t *offset);

/* The same for the lines of a text. */
int rt_jit_names_add(struct rt_jit_names *names, const char *text, size_t size);

#endif
