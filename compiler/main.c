/*
 * tracec: finds the command and runs it.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "commands/command.h"
#include "commands/options.h"

static int run_command(const struct command *command, int argc, char **argv)
{
	struct options options = { .arena = arena_new() };
	int status = EXIT_USAGE;
	if (options_parse(&options, command, argc, argv)) {
		status = EXIT_DONE;
		if (options.help)
			options_help(command);
		else
			status = command->run(&options);
	}
	arena_free(options.arena);
	return status;
}

static int unknown_command(const char *name)
{
	const char *names[64];
	size_t n = 0;
	for (const struct command *command = commands; command->name && n < 64; command++)
		names[n++] = command->name;
	return usage_unknown(NULL, "command", name, names, n);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : NULL;
	if (!name)
		return usage_error(NULL, "no command given");
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
		printf("tracec %s\n", TRACEC_VERSION);
		return EXIT_DONE;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	const struct command *command = command_find(name);
	if (!command)
		return unknown_command(name);
	return run_command(command, argc - 1, argv + 1);
}
