/*
 * What has to go even if this process is killed: a file whose name keeps a BPF program attached.
 */
#ifndef RUNTIME_STUB_GUARD_H
#define RUNTIME_STUB_GUARD_H

#include <sys/types.h>

/* A process that waits for the end of this one. pid 0: there is none. */
struct rt_guard {
	pid_t pid;
	int pipe; /* which it reads from */
};

/* Removes the file when this process ends in any way but by rt_guard_end. 0 or a negative errno. */
int rt_guard_start(struct rt_guard *guard, const char *path);
/* The file is gone already. */
void rt_guard_end(struct rt_guard *guard);

#endif
