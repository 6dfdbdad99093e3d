/*
 * The kernel that a command is about.
 */
#ifndef COMMANDS_TARGET_H
#define COMMANDS_TARGET_H

#include "base/arena.h"
#include "base/intern.h"

struct kernel;

struct options;

/*
 * What --target names: a file, or "none"; a snapshot has to be of the machine that --arch names. Without
 * --target it is the running kernel; what that does not let us read, the snapshot says that is installed with
 * tracec, if there is one. For another machine than this one it is that machine's installed snapshot, else the running
 * kernel after a warning. NULL after a message. The caller closes it.
 */
struct kernel *target_open(const struct options *options, struct arena *arena,
			   struct interner *interner);

/* The file with the types of the same target, as far as there is one; NULL if not. */
const char *target_btf_path(const struct options *options, struct arena *arena);

#endif
