/*
 * Macros. Runs before sema_run, on a script whose imports are in place: what follows knows nothing
 * of macros.
 */
#ifndef SEMA_EXPAND_H
#define SEMA_EXPAND_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "front/ast.h"

/*
 * Leaves: no MACRO roots, and in place of each call the macro's body, with positions of their own
 * (source_add_expansion) for its nodes and private names for its variables, so that neither a
 * message nor a variable is taken for the caller's. Heights are right and within PARSE_MAX_DEPTH.
 */
void expand_macros(struct arena *arena, struct diag *diag, struct source_set *sources,
		   struct script *script);

#endif
