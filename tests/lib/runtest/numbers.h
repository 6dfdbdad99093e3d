/* Rules about the numbers that a tool prints, where no single line is known. */
#ifndef RUNTEST_NUMBERS_H
#define RUNTEST_NUMBERS_H

#include <stdbool.h>

#include "session.h"
#include "testfile.h"

/*
 * The rules `sum: TOTAL REGEX` and `ascending: REGEX`. What counts is the last number of a line. True if all
 * hold; else what is wrong is printed on stdout.
 */
bool numbers_hold(const struct testfile *test, const struct session_result *result);

#endif
