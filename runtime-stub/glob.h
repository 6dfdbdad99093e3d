/*
 * Wildcards in parts of a probe: '*' stands for any text.
 */
#ifndef RUNTIME_STUB_GLOB_H
#define RUNTIME_STUB_GLOB_H

#include <stdbool.h>

bool rt_glob_is_pattern(const char *text);
bool rt_glob_matches(const char *pattern, const char *text);

#endif
