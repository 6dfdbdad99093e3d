/*
 * The files that processes have mapped for execution.
 */
#ifndef RUNTIME_STUB_MAPPED_H
#define RUNTIME_STUB_MAPPED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct rt_mapped_code {
	pid_t pid;
	const char *path;    /* as the process sees it */
	bool is_deleted;     /* nobody finds this file at the path any more */
	uint64_t start, end; /* in the process */
};

/*
 * Calls visit for each mapping, so possibly several times for a file: those of one process, or of all (pid 0).
 * Stops at an error of visit's.
 */
int rt_mapped_each(pid_t pid, int (*visit)(void *context, const struct rt_mapped_code *code),
		   void *context);

#endif
