/*
 * Names of system calls: those of the tracepoints syscalls:sys_enter_NAME, and those of the tables of the BPF
 * library (skeleton/syscall_*.def).
 */
#ifndef SEMA_SYSCALL_NAME_H
#define SEMA_SYSCALL_NAME_H

#include <stdbool.h>

/* What a tracepoint's NAME is in the tables, of any machine; NULL if it is in none. */
const char *syscall_name_find(const char *name);

/* Whether no kernel of the machine (as uname -m has it) has it: it is a call of other machines alone. */
bool syscall_name_is_foreign(const char *machine, const char *name);

#endif
