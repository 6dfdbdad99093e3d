#include "commands/target.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "build/arch.h"
#include "build/toolchain.h"
#include "commands/options.h"
#include "kernel/kernel.h"
#include "kernel/merge.h"

/* The machine that tools are for, if it is not this one; else NULL. */
static const struct arch *other_machine(const struct options *options)
{
	const struct arch *arch = options->arch != NULL ? arch_find(options->arch) : NULL;

	return arch == arch_find(NULL) ? NULL : arch;
}

/* Path of the installed snapshot for a machine (NULL: this one), or NULL. */
static const char *find_default(struct arena *arena, const struct arch *other)
{
	struct toolchain chain = { 0 };
	const char *error;
	const char *path;

	if (!toolchain_find_parts(arena, &chain, &error))
		return NULL;
	path = arena_printf(arena, "%s/%s%sdefault.snapshot", chain.parts,
			    other != NULL ? other->name : "", other != NULL ? "/" : "");
	return access(path, R_OK) == 0 ? path : NULL;
}

static struct kernel *open_running(struct arena *arena, struct interner *interner,
				   const char **error)
{
	const char *spare = find_default(arena, NULL);

	if (spare != NULL)
		return kernel_open_running_else(arena, interner, spare, error);
	return kernel_open_running(arena, interner);
}

static struct kernel *open_for(const struct options *options, struct arena *arena,
			       struct interner *interner, const struct arch *other,
			       const char **error)
{
	const char *spare = find_default(arena, other);

	if (spare != NULL)
		return kernel_open_file(arena, interner, spare, error);
	if (!options->no_warnings && !options->quiet)
		fprintf(stderr,
			"tracec: warning: types and tracepoints are those of this machine's "
			"kernel, not of one for %s: --target SNAPSHOT names such one\n",
			other->name);
	return open_running(arena, interner, error);
}

static struct kernel *open_target(const struct options *options, struct arena *arena,
				  struct interner *interner, const char **error)
{
	const struct arch *other = other_machine(options);

	if (options->target != NULL && strcmp(options->target, "none") == 0)
		return kernel_open_none(arena, interner);
	if (options->target != NULL)
		return kernel_open_file(arena, interner, options->target, error);
	if (other != NULL)
		return open_for(options, arena, interner, other, error);
	return open_running(arena, interner, error);
}

/* Bare BTF does not say what machine it is of. */
static bool is_for_machine(const struct options *options, const struct kernel *kernel)
{
	const struct arch *arch = arch_find(options->arch);
	const char *machine = kernel_machine(kernel);

	/* A list makes no tool. */
	return !(options->command->options & GROUP_SCRIPT) || options->target == NULL ||
	       arch == NULL || machine == NULL || arch == arch_find(machine);
}

struct kernel *target_open(const struct options *options, struct arena *arena,
			   struct interner *interner)
{
	const char *error = NULL;
	struct kernel *kernel = open_target(options, arena, interner, &error);

	if (kernel == NULL) {
		fprintf(stderr, "tracec: %s\n", error);
	} else if (!is_for_machine(options, kernel)) {
		fprintf(stderr,
			"tracec: %s is of a kernel for %s, and the tool is for %s: --arch and "
			"--target go together\n",
			options->target, kernel_machine(kernel), arch_find(options->arch)->name);
		kernel_close(kernel);
		return NULL;
	}
	return kernel;
}

const char *target_btf_path(const struct options *options, struct arena *arena)
{
	static const char running[] = "/sys/kernel/btf/vmlinux";
	const struct arch *other = other_machine(options);
	const char *spare = find_default(arena, other);

	if (options->target != NULL)
		return strcmp(options->target, "none") == 0 ? NULL : options->target;
	if (other != NULL && spare != NULL)
		return spare;
	return access(running, R_OK) == 0 ? running : spare;
}
