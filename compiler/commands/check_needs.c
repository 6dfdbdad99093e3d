#include "commands/check_needs.h"

#include <stdlib.h>

#include "build/files.h"
#include "commands/executable.h"
#include "kernel/merge.h"

#define OBJECT_MAX ((size_t)64 << 20)

int check_needs_object(struct compilation *c, const char **object, size_t *size)
{
	struct executable exe;
	const char *error = NULL;
	int status = executable_make(&exe, c, MAKE_OBJECT);
	if (status == EXIT_DONE) {
		*object = file_read(c->arena, executable_path(&exe, c, exe.files.object),
				    OBJECT_MAX, size, &error);
		status = *object ? EXIT_DONE : executable_fail(error);
	}
	executable_release(&exe);
	return status;
}

unsigned check_release(const struct kernel *kernel)
{
	const char *release = kernel ? kernel_release(kernel) : NULL;
	char *rest;
	if (!release)
		return 0;
	unsigned long major = strtoul(release, &rest, 10);
	unsigned long minor = *rest == '.' ? strtoul(rest + 1, NULL, 10) : 0;
	return major && minor < 256 ? (unsigned)(major << 8 | minor) : 0;
}

static const struct btf *types_at(void *context, size_t i)
{
	struct check_needs *check = context;
	return kernel_btf_at(check->kernel, i);
}

static enum need_answer has(void *context, enum abi_feature feature)
{
	struct check_needs *check = context;
	return need_feature_of(kernel_btf_at(check->kernel, 0), feature, check->target.release);
}

bool check_needs_find(struct check_needs *check, struct kernel *kernel, const char *object,
		      size_t size)
{
	*check = (struct check_needs){ .kernel = kernel };
	check->target = (struct need_target){
		.types = types_at,
		.has = has,
		.context = check,
		.release = check_release(kernel),
	};
	if (!check->target.release)
		check->target.release = need_release_of(kernel_btf_at(kernel, 0));
	check->is_known = needs_find(&check->needs, object, size, &check->target) == 0;
	return check->is_known;
}

void check_needs_release(struct check_needs *check)
{
	if (check->is_known)
		needs_release(&check->needs);
	check->is_known = false;
}

const struct need *check_needs_obstacle_of(const struct check_needs *check, const struct plan *plan,
					   uint32_t program)
{
	if (!check->is_known)
		return NULL;
	const struct need_program *found =
		needs_program(&check->needs, plan->programs.items[program]->name);
	return found && found->is_refused ? &check->needs.items[found->obstacle] : NULL;
}

const struct need *check_needs_obstacle(const struct check_needs *check, const struct plan *plan,
					const struct abi_probe *probe)
{
	const struct need *obstacle = check_needs_obstacle_of(check, plan, probe->program);
	if (!obstacle || !probe->has_alternative || probe->alternative == probe->program)
		return obstacle;
	return check_needs_obstacle_of(check, plan, probe->alternative) ? obstacle : NULL;
}

bool check_lacks(const struct check_needs *check, enum abi_feature feature)
{
	return check->kernel && has((void *)(uintptr_t)check, feature) == NEED_NO;
}
