/*
 * The machines that tools can be built for: rows of arch.def.
 */
#ifndef BUILD_ARCH_H
#define BUILD_ARCH_H

#include "base/arena.h"

struct arch {
	const char *name;
	const char *alias;
	const char *debian;
	const char *triplet;
	const char *clang_target;
	const char *target_macro;
	const char *lack; /* NULL: tools for it are tested */
};

/* By name or alias; NULL: the machine that tracec runs on. NULL if there is no such row. */
const struct arch *arch_find(const char *name);

/* All names, for messages and completion: "x86_64, aarch64". */
const char *arch_names(struct arena *arena);

#endif
