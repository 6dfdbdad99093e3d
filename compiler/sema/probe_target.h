/*
 * What the target's kernel knows about the event of an attach point: types of its arguments and
 * result. What it does not know is looked for on the machine that the tool runs on; the script is
 * warned, and only a use of unknown args is an error.
 */
#ifndef SEMA_PROBE_TARGET_H
#define SEMA_PROBE_TARGET_H

#include "sema/pass.h"

void find_function(struct sema *s, const struct node *point, struct probe_target *target,
		   const char *module, const char *function);
void find_tracepoint(struct sema *s, const struct node *point, struct probe_target *target,
		     const char *category, const char *event);

/*
 * Of a tracepoint with wildcards: what all events of the target that match have in common, if their args
 * are of equal types. Does nothing to other attach points.
 */
void find_matching_tracepoints(struct sema *s, const struct node *point,
			       struct probe_target *target);

void find_rawtracepoint(struct sema *s, const struct node *point, struct probe_target *target,
			const char *event);

#endif
