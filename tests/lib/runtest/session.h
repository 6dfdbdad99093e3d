/*
 * One run of a tool with its workload: both started, their output collected,
 * both ended whatever happens.
 */
#ifndef RUNTEST_SESSION_H
#define RUNTEST_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "testfile.h"

struct text {
	char *data; /* NUL behind the last byte */
	size_t length;
};

struct session_options {
	const char *tool;
	struct names names; /* pid is set by the session */
	long scale;         /* factor for every time limit: emulated kernels are slow */
};

struct session_result {
	struct text out;
	struct text err;
	struct text workload; /* what the workload printed, for a failure's report */
	int status;           /* the tool's wait status */
	int workload_status;
	bool has_workload;
	bool timed_out;
	char *pid; /* the workload's, for {pid} */
};

/* Runs the test's tool. False with a message on stdout if nothing could be started. */
bool session_run(const struct testfile *test, const struct session_options *options,
		 struct session_result *result);

#endif
