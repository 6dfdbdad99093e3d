/*
 * JSON as tools write it: an object a line, with ", " and ": " between. Reading one member of a line, and
 * writing strings.
 */
#ifndef COMMANDS_JSON_LINE_H
#define COMMANDS_JSON_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"

/* The value of the member of that name; NULL: there is none, or it is of another kind. */
const char *json_find_string(struct arena *arena, const char *line, const char *name);
/* 0: there is none. */
uint64_t json_find_number(const char *line, const char *name);

/* Quoted. */
void json_put_string(struct strbuf *out, const char *text);

#endif
