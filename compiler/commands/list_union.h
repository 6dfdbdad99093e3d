/*
 * What several targets have, in one list: each line is told once, behind the numbers of the targets that have it.
 */
#ifndef COMMANDS_LIST_UNION_H
#define COMMANDS_LIST_UNION_H

#include <stddef.h>

#include "base/arena.h"
#include "base/strbuf.h"

/*
 * texts[0..n) are lists of probes or types, each sorted; lines that begin with space or '}' belong to the one before. Where targets
 * differ in these, the probe stands once for each way. "1 -  tracepoint:a:b": the first of two has it.
 */
void list_unite(struct arena *arena, const char *const *texts, size_t n, struct strbuf *out);

#endif
