/*
 * What a test needs of the kernel and the machine, asked of the kernel itself.
 * One row of needs.c each: a word, how to find out, what to say if it is missing.
 */
#ifndef RUNTEST_NEEDS_H
#define RUNTEST_NEEDS_H

#include <stdbool.h>

/* The reason why one of the words (blank or comma separated) is not met, or NULL. */
const char *needs_missing(const char *words, bool is_guest);

#endif
