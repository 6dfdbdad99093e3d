/*
 * Wildcards in parts of a probe: '*' stands for any text.
 */
#ifndef RUNTIME_STUB_WILDCARD_H
#define RUNTIME_STUB_WILDCARD_H

#include <stdbool.h>

bool rt_wildcard_is_in(const char *text);
bool rt_wildcard_matches(const char *pattern, const char *text);

#endif
