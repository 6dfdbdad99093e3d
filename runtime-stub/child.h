/*
 * The command of -c: it is started before anything is attached, but its execve waits.
 */
#ifndef RUNTIME_STUB_CHILD_H
#define RUNTIME_STUB_CHILD_H

#include <sys/types.h>

struct rt;

struct rt_child {
	pid_t pid;
	int go;    /* our end of the socket that the child waits at; -1 once released */
	int pidfd; /* readable when it has ended */
};

/* Forks it if -c was given (else pid is 0); prints what is wrong. Sets rt->child_pid. */
int rt_child_start(struct rt *rt, struct rt_child *child);

/* Lets it execute its command. */
int rt_child_release(struct rt *rt, struct rt_child *child);

/* Kills it if it still runs, and waits for it. */
void rt_child_end(struct rt_child *child);

/* A file descriptor that becomes readable when the process ends, or a negative errno. */
int rt_pidfd_open(pid_t pid);

#endif
