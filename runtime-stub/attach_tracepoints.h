/* Tracepoints of system calls as one program (syscall_set.bpf.h). */
#ifndef RUNTIME_STUB_ATTACH_SYSCALLS_H
#define RUNTIME_STUB_ATTACH_SYSCALLS_H

#include <stdint.h>

struct abi_tool;

/* How many entries the map of their sets has to have. */
uint32_t rt_syscall_sets_size(const struct abi_tool *tool);

#endif
