/*
 * Names of capabilities, as linux/capability.h numbers them: for guests that run something with only some of them.
 */
#ifndef GUEST_CAPABILITY_H
#define GUEST_CAPABILITY_H

#include <stddef.h>

/* "CAP_BPF", "cap_bpf" or "bpf", size bytes -> its number; -1: there is none of that name. */
int guest_capability(const char *name, size_t size);

#endif
