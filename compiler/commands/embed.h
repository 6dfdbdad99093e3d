/*
 * Kernel types that go into a tool (--embed-btf).
 */
#ifndef COMMANDS_EMBED_H
#define COMMANDS_EMBED_H

#include "commands/compilation.h"
#include "commands/executable.h"

/*
 * Whether the files of --embed-btf can be used, before anything is built. Notes in the plan how many there
 * are. EXIT_DONE, or EXIT_USAGE after a message.
 */
int embed_check(struct compilation *c);

/* Writes exe->files.types, from the object. False with *error set. */
bool embed_make(struct executable *exe, struct compilation *c, const struct toolchain *chain,
		const char **error);

#endif
