/*
 * Running other programs: no shell, output captured, working directory given.
 */
#ifndef BUILD_SPAWN_H
#define BUILD_SPAWN_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/strbuf.h"

struct spawn_options {
	const char *directory;   /* to run in; NULL: here */
	FILE *trace;             /* where to print the command line before it runs; NULL: nowhere */
	const char *stdout_path; /* file that takes its output; NULL: captured with stderr */
};

struct spawn_result {
	int status;         /* exit status; 128 + signal; -1 if it could not be started */
	const char *output; /* what it printed (stderr, and stdout unless it went to a file) */
};

/* Runs argv (NULL-terminated, argv[0] looked up in PATH) and waits for its end. */
struct spawn_result spawn_run(struct arena *arena, const char *const *argv,
			      const struct spawn_options *options);

/* Full path of a program: from PATH, else /usr/sbin and /sbin, which users often lack there. NULL if absent. */
const char *spawn_find(struct arena *arena, const char *program);

#endif
