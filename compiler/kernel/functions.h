/*
 * Which functions a kernel lets one trace, from the texts in which it says so. Names are
 * "function", or "module:function"; in the order of the text, perhaps several times.
 */
#ifndef KERNEL_FUNCTIONS_H
#define KERNEL_FUNCTIONS_H

#include <stddef.h>

#include "base/arena.h"

/* From tracefs' available_filter_functions: what ftrace can hook. */
const char *const *functions_of_ftrace(struct arena *arena, const char *text, size_t *count);

/* From /proc/kallsyms: all functions that stay in memory, traceable or not. */
const char *const *functions_of_symbols(struct arena *arena, const char *text, size_t *count);

/* Takes those out that are on the kprobes' blacklist of debugfs. Changes names; returns how many are left. */
size_t functions_drop(struct arena *arena, const char **names, size_t count, const char *blacklist);

#endif
