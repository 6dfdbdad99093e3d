/*
 * The files that processes have mapped for execution.
 */
#ifndef RUNTIME_STUB_MAPPED_H
#define RUNTIME_STUB_MAPPED_H

#include <sys/types.h>

/*
 * Calls visit for each, possibly several times: those of one process, or of all (pid 0). The path is as the
 * process sees it; files that are deleted meanwhile are left out. Stops at an error of visit's.
 */
int rt_mapped_each(pid_t pid, int (*visit)(void *context, pid_t pid, const char *path),
		   void *context);

#endif
