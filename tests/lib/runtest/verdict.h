/* Compares what a tool printed with what its test expects. */
#ifndef RUNTEST_VERDICT_H
#define RUNTEST_VERDICT_H

#include <stdbool.h>

#include "session.h"
#include "testfile.h"

/* True if everything is as expected; else every difference is printed on stdout. */
bool verdict_give(const struct testfile *test, const struct names *names,
		  const struct session_result *result);

#endif
