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

struct kernel *target_open(struct arena *arena, struct interner *interner, const char *target)
{
	const char *error = NULL;
	struct kernel *kernel = NULL;

	if (target == NULL) {
		kernel = kernel_open_running(arena, interner);
		if (!kernel_has_btf(kernel))
			target = find_default(arena);
		if (target == NULL)
			return kernel;
		kernel_close(kernel);
	}
	if (strcmp(target, "none") == 0)
		return kernel_open_none(arena, interner);
	kernel = kernel_open_file(arena, interner, target, &error);
	if (kernel == NULL)
		fprintf(stderr, "tracec: %s\n", error);
	return kernel;
}
