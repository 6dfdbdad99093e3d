/*
 * tracec check: parse and type-check scripts; every one is checked, the worst status wins.
 */
#include "commands/compilation.h"

static int check_one(const struct options *options, const char *path)
{
	struct compilation c;
	int status = compile_script(&c, options, path, COMPILE_PLAN);
	compilation_release(&c);
	return status;
}

int command_check(const struct options *options)
{
	const char *path;
	if (!compilation_path(options, -1, &path))
		return EXIT_USAGE;
	if (options->expression)
		return check_one(options, NULL);
	int worst = EXIT_DONE;
	for (int i = 0; i < options->n_args; i++) {
		int status = check_one(options, options->args[i]);
		worst = status > worst ? status : worst;
	}
	return worst;
}
