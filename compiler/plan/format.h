/*
 * Format strings of the printf family (language.md 5.1), checked by sema, as tables for the running side.
 */
#ifndef PLAN_FORMAT_H
#define PLAN_FORMAT_H

#include "abi.h"
#include "base/arena.h"

const struct abi_format *format_parse(struct arena *arena, const char *text, size_t size);

#endif
