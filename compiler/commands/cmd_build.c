/*
 * tracec build: script -> static executable. The compiler's whole way, on one screen.
 */
#include <string.h>

#include "commands/check_report.h"
#include "commands/compilation.h"
#include "commands/executable.h"
#include "commands/output_check.h"

/* Where the result goes: -o, else the script's base name; -e and stdin have none. An image alone is enough, too. */
static const char *output_path(const struct compilation *c, const char *path)
{
	if (c->options->output || c->options->image)
		return c->options->output;
	return path && strcmp(path, "-") != 0 ? c->tool_name : NULL;
}

/* Neither of the results replaces the script, or what it imports. */
static bool may_write(struct compilation *c, const char *path)
{
	const char *const outputs[] = { output_path(c, path), c->options->image };
	for (int i = 0; i < 2; i++) {
		if (!output_check(c->options, outputs[i]))
			return false;
		for (size_t k = 0; k < c->imports.count; k++) {
			if (!output_check_file(c->options, outputs[i], c->imports.items[k]->name))
				return false;
		}
	}
	return true;
}

static int install(struct executable *exe, struct compilation *c, const char *output)
{
	const char *error = NULL;
	const char *executable = executable_path(exe, c, exe->files.executable);
	if (executable_deliver(c->options, executable, output, c->tool_name, &error))
		return EXIT_DONE;
	return executable_fail(error);
}

int command_build(const struct options *options)
{
	struct compilation c;
	struct executable exe = { 0 };
	const char *path;
	if (!compilation_path(options, 1, &path))
		return EXIT_USAGE;
	if ((!path || strcmp(path, "-") == 0) && !options->output && !options->image)
		return usage_error(options->command, "-o is needed: the script has no name");
	int status = compile_script(&c, options, path, COMPILE_PLAN);
	if (status == EXIT_DONE && !may_write(&c, path))
		status = EXIT_USAGE;
	if (status == EXIT_DONE)
		status = check_all_targets(options, path);
	if (status == EXIT_DONE)
		status = executable_make(&exe, &c, MAKE_EXECUTABLE);
	if (status == EXIT_DONE)
		status = install(&exe, &c, output_path(&c, path));
	executable_release(&exe);
	compilation_release(&c);
	return status;
}
