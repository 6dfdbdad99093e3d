/*
 * tracec build: script -> static executable. The compiler's whole way, on one screen.
 */
#include <string.h>

#include "commands/check_report.h"
#include "commands/compilation.h"
#include "commands/executable.h"

/* Where the result goes: -o, else the script's base name; -e and stdin have none. An image alone is enough, too. */
static const char *output_path(const struct compilation *c, const char *path)
{
	if (c->options->output || c->options->image)
		return c->options->output;
	return path && strcmp(path, "-") != 0 ? c->tool_name : NULL;
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
