/*
 * Names of kernel functions. /proc/kallsyms is read at the first question, and again when modules came or
 * went since, or when something is asked for that it did not have: a BPF program, a trampoline. How often is bounded.
 */
#ifndef RUNTIME_STUB_KSYMS_H
#define RUNTIME_STUB_KSYMS_H

#include <stdint.h>

struct rt;

/* The function that contains the address, and the distance from its start. NULL: unknown. */
const char *rt_ksym_find(struct rt *rt, uint64_t address, uint64_t *offset);

#endif
