/*
 * tracec check: parse and type-check scripts; every one is checked, the worst status wins.
 */
#include "commands/check_report.h"
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
	bool is_report = options->json || options->targets.count > 0;
	int (*check)(const struct options *options, const char *path) =
		is_report ? check_report : check_one;
	if (options->expression)
		return check(options, NULL);
	int worst = EXIT_DONE;
	for (int i = 0; i < options->n_args; i++) {
		int status = check(options, options->args[i]);
		worst = status > worst ? status : worst;
	}
	return worst;
}
