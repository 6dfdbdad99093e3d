/*
 * What a guest of tracec verify holds and does: its plan (compiler/guest_init.c says what it knows) and its files.
 */
#ifndef COMMANDS_VERIFY_PLAN_H
#define COMMANDS_VERIFY_PLAN_H

#include <stdbool.h>

#include "commands/options.h"

struct verify_job {
	const struct options *options;
	struct arena *arena;
	const char *tool, *tool_name; /* NULL: --commands */
	const char *machine;          /* as of uname -m; NULL: this one */
	const char *qemu, *init;
	const char *directory; /* for files of the guest */
	unsigned seconds;
};

/* Checks --as and --commands too. False with *error. */
bool verify_make_plan(const struct verify_job *job, const char **plan, const char **error);
bool verify_make_initramfs(const struct verify_job *job, const char *path, const char **error);

/* The machine that an executable is for; NULL: this one, or one that no guest is known for. */
const char *verify_machine_of(struct arena *arena, const char *tool);

#endif
