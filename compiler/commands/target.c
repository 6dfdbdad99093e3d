#include "commands/target.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "build/toolchain.h"
#include "kernel/kernel.h"

/* Path of the installed snapshot, or NULL. */
static const char *find_default(struct arena *arena)
{
	struct toolchain chain = { 0 };
	const char *error;
	const char *path;

	if (!toolchain_find_parts(arena, &chain, &error))
		return NULL;
	path = arena_printf(arena, "%s/default.snapshot", chain.parts);
	return access(path, R_OK) == 0 ? path : NULL;
}

static struct kernel *open_target(struct arena *arena, struct interner *interner,
				  const char *target, const char **error)
{
	const char *spare;

	if (target != NULL && strcmp(target, "none") == 0)
		return kernel_open_none(arena, interner);
	if (target != NULL)
		return kernel_open_file(arena, interner, target, error);
	spare = find_default(arena);
	if (spare != NULL)
		return kernel_open_running_else(arena, interner, spare, error);
	return kernel_open_running(arena, interner);
}

struct kernel *target_open(struct arena *arena, struct interner *interner, const char *target)
{
	const char *error = NULL;
	struct kernel *kernel = open_target(arena, interner, target, &error);

	if (kernel == NULL)
		fprintf(stderr, "tracec: %s\n", error);
	return kernel;
}

const char *target_btf_path(struct arena *arena, const char *target)
{
	static const char running[] = "/sys/kernel/btf/vmlinux";

	if (target != NULL)
		return strcmp(target, "none") == 0 ? NULL : target;
	return access(running, R_OK) == 0 ? running : find_default(arena);
}
