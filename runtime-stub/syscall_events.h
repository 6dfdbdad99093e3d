/* The system calls of this kernel, for whoever cannot read the list of their tracepoints. */
#ifndef RUNTIME_STUB_SYSCALL_EVENTS_H
#define RUNTIME_STUB_SYSCALL_EVENTS_H

/*
 * Calls visit with the NAME of each syscalls:sys_enter_NAME, by the functions in /proc/kallsyms: whose number is known. Stops
 * at an error, which it returns; a negative errno if there are no symbols to read.
 */
typedef int rt_syscall_visit(void *context, const char *name);
int rt_syscall_events_each(rt_syscall_visit *visit, void *context);

#endif
