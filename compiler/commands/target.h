/*
 * The kernel that a command is about.
 */
#ifndef COMMANDS_TARGET_H
#define COMMANDS_TARGET_H

#include "base/arena.h"
#include "base/intern.h"

struct kernel;

/*
 * What --target names: a file, or "none". NULL stands for the running kernel; what that
 * does not let us read, the snapshot says that is installed with tracec, if there is one. NULL after
 * a message. The caller closes it.
 */
struct kernel *target_open(struct arena *arena, struct interner *interner, const char *target);

/* The file with the types of the same target, as far as there is one; NULL if not. */
const char *target_btf_path(struct arena *arena, const char *target);

#endif
