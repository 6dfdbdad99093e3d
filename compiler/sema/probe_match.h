/*
 * What the events have in common that an attach point with wildcards stands for, as far as the target
 * tells: which ones there are is found out on the machine that the tool runs on.
 */
#ifndef SEMA_PROBE_MATCH_H
#define SEMA_PROBE_MATCH_H

#include "sema/pass.h"

/*
 * Sets the target's args to the fields that every match with fields has, of equal types; NULL if there is none.
 * Does nothing to attach points without wildcards or args.
 */
void find_matches(struct sema *s, const struct node *point, struct probe_target *target);

#endif
