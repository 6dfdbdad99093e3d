/*
 * A child that stops at the first instruction of its program, when all libraries that it
 * was linked to are mapped, and nothing of its own has run. By ptrace, which it is free of then.
 */
#ifndef RUNTIME_STUB_CHILD_ENTRY_H
#define RUNTIME_STUB_CHILD_ENTRY_H

#include <sys/types.h>

/* While it waits to execute its program. 0 or a negative errno: then it will not stop. */
int rt_child_entry_follow(pid_t pid);

/* Returns when it has stopped there; with a negative errno if it has ended before, or will not stop. */
int rt_child_entry_wait(pid_t pid);

/* Lets it run, if it is stopped. */
void rt_child_entry_leave(pid_t pid);

#endif
