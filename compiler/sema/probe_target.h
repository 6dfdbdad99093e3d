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
void find_rawtracepoint(struct sema *s, const struct node *point, struct probe_target *target,
			const char *event);

void find_iterator(struct sema *s, const struct node *point, const char *name);

/* The same of one event by its name, without a word about a missing one. */
void describe_function(struct sema *s, struct probe_target *target, enum abi_probe_kind kind,
		       const char *module, const char *function);
void describe_tracepoint(struct sema *s, struct probe_target *target, const char *category,
			 const char *event);
void describe_raw_tracepoint(struct sema *s, struct probe_target *target, const char *event);

/*
 * open(2) and the like are calls of old machines alone: a block for it and for openat(2) is right on arm64, too. There
 * it never runs for the first, whose args are taken to be those of the second. Needs all of the block's targets.
 */
void borrow_syscall_args(struct sema *s, const struct node *probe);

#endif
