/*
 * The files that the first part of a user-space probe means.
 */
#ifndef RUNTIME_STUB_BINARY_H
#define RUNTIME_STUB_BINARY_H

#include <stdbool.h>
#include <stddef.h>

#include "zip.h"

struct rt;
struct rt_probe;
struct rt_elf;

struct rt_binary {
	char *name; /* its path as the traced process sees it; for messages and `probe` */
	char *path; /* as this process reaches it; of an entry of an archive: the archive */
	struct rt_zip_entry entry; /* of `archive!/entry`; size 0: it is a file of its own */
};

struct rt_binaries {
	struct rt_binary *items; /* each file once */
	size_t n;
	bool is_pattern; /* there may be any number, and not all of them mean something */
	bool is_of_one_process; /* of -p */
};

/*
 * By a path, `ARCHIVE!/ENTRY`, a command in $PATH, a library's name, or a pattern of paths; "*" and "" stand for all files that
 * the process of -p, else any process, has mapped for execution. A file that the process of -p runs is found even if it
 * was deleted or replaced, and a library is the one that it has. Notes failures.
 */
int rt_binaries_find(struct rt *rt, struct rt_probe *probe, const char *name,
		     struct rt_binaries *binaries);
void rt_binaries_release(struct rt_binaries *binaries);

/* Opens it. Notes failures: -ENOEXEC, or that it cannot be read. */
int rt_binary_open(struct rt_probe *probe, const struct rt_binary *binary, struct rt_elf **elf);

#endif
