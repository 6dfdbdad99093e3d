/* Messages that name a place in the script (language.md 3.4): on stderr, or as JSON in the output. */
#ifndef RUNTIME_STUB_PLACE_H
#define RUNTIME_STUB_PLACE_H

#include "rt.h"

struct abi_place rt_place_of(const struct abi_event *event);
/* "script.bt:4:2-9: " */
void rt_place_text(const struct rt *rt, struct abi_place place, struct rt_text *out);
/* A newline, the line of the script, and tildes under the place; nothing without a source. */
void rt_place_quote(const struct rt *rt, struct abi_place place, struct rt_text *out);
/* , "filename": "script.bt", "line": 4, "col": 2 */
void rt_place_json(const struct rt *rt, const struct abi_event *event, struct rt_text *out);

/* Prints a whole message on stderr behind what was output so far, and releases it. */
int rt_place_tell(struct rt *rt, struct rt_text *message);

#endif
