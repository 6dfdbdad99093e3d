/* Numbers of this machine's system calls. */
#ifndef RUNTIME_STUB_SYSCALL_NUMBER_H
#define RUNTIME_STUB_SYSCALL_NUMBER_H

#include <stdbool.h>

/*
 * Of the event NAME of syscalls:sys_enter_NAME and sys_exit_NAME, which may be that of the kernel's function
 * ("newuname"). Less than LIMIT_SYSCALLS, or -1: not known.
 */
int rt_syscall_number(const char *event);

/* Whether that is the NAME of such events, where the kernel has the function. */
bool rt_syscall_is_event(const char *event);

#endif
