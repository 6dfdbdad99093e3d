/*
 * The programs and libraries that processes of this machine run.
 */
#ifndef KERNEL_MAPPED_FILES_H
#define KERNEL_MAPPED_FILES_H

#include "kernel/binary_path.h"

/*
 * The files of which a process has mapped code, sorted, each once; pid NULL: of all processes that may be looked
 * at. Deleted ones are left out. NULL with *error set if the process cannot be looked at.
 */
const binary_path_vec *mapped_files(struct arena *arena, const char *pid, const char **error);

/* "/proc/PID/root" if the process sees other files than we do, else "". */
const char *mapped_root(struct arena *arena, const char *pid);

#endif
