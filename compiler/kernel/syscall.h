/*
 * The tracepoints syscalls:sys_enter_<name> and sys_exit_<name>. They have formats of their
 * own, but the records of all are trace_event_raw_sys_enter and _sys_exit.
 */
#ifndef KERNEL_SYSCALL_H
#define KERNEL_SYSCALL_H

#include "kernel/format.h"
#include "kernel/target.h"

/* Whether the event, which has its category and name, is one of these. */
bool syscall_is_event(const struct tracepoint *event);

void syscall_fill(struct kernel *kernel, struct tracepoint *event,
		  const struct format_field *fields, size_t n_fields);

/*
 * Without a format: from the prototype of __do_sys_<name>, of which BTF has only those that the
 * compiler did not inline. False if the BTF does not say.
 */
bool syscall_fill_from_btf(struct kernel *kernel, struct tracepoint *event);

#endif
