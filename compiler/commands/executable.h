/*
 * From plan to executable: emits both C files into a work directory and runs
 * the build steps on them.
 */
#ifndef COMMANDS_EXECUTABLE_H
#define COMMANDS_EXECUTABLE_H

#include "build/steps.h"
#include "commands/compilation.h"

/* How far to go: each needs those before it. */
enum executable_stage { MAKE_SOURCES, MAKE_OBJECT, MAKE_SKELETON, MAKE_EXECUTABLE };

struct executable {
	const char *directory; /* the work directory: --keep's or a temporary one */
	bool is_temporary;
	const char
		*bundled_symbol; /* of the tool's tables, if it is a part of a bundle; else NULL */
	struct build_files files;
};

/* Makes what `last` says from c->plan. EXIT_DONE or EXIT_TOOLING after a message. Release in any case. */
int executable_make(struct executable *exe, struct compilation *c, enum executable_stage last);
void executable_release(struct executable *exe);

/* For a bundle, whose parts share a work directory. The options are the command's; false with *error. */
bool executable_open(struct executable *exe, const struct options *options, const char **error);
/* Makes files.host_object of c->plan in exe->directory. As executable_make. */
int executable_make_part(struct executable *exe, struct compilation *c, const char *symbol);

/*
 * Puts the finished executable where the options want it: output (NULL: nowhere), and as an image at --oci.
 * False with *error.
 */
bool executable_deliver(const struct options *options, const char *executable, const char *output,
			const char *name, const char **error);

/* "tracec: ERROR" on stderr; EXIT_TOOLING. */
int executable_fail(const char *error);

/* Full path of one of exe->files. */
const char *executable_path(const struct executable *exe, struct compilation *c, const char *file);

#endif
