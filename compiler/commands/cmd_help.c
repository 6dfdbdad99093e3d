/*
 * tracec help: the commands, one command, or a topic from the tables that the
 * compiler itself uses: probe kinds, builtins, functions, config keys.
 */
#include <stdio.h>
#include <string.h>

#include "commands/manual.h"
#include "commands/options.h"
#include "commands/topic.h"

static int general_help(void)
{
	printf("Usage: tracec COMMAND [OPTION]... [ARGUMENT]...\n\n"
	       "Compiles a tracing script into one static executable.\n\nCommands:\n");
	for (const struct command *c = commands; c->name; c++)
		printf("  %-10s %s\n", c->name, c->help);
	printf("\nTopics of 'tracec help TOPIC':\n");
	topic_list();
	printf("\nExamples:\n"
	       "  tracec build opens.bt -o opens\n"
	       "  tracec run -e 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }'\n"
	       "  tracec help str\n");
	return EXIT_DONE;
}

static int unknown(const struct options *options, const char *name)
{
	const char *meant = topic_similar(name);
	if (meant)
		return usage_error(options->command, "no help on '%s'; did you mean '%s'?", name, meant);
	return usage_error(options->command, "no help on '%s'", name);
}

int command_help(const struct options *options)
{
	if (options->manual_page && !manual_print(options->manual_page))
		return usage_error(options->command, "there is no page '%s'", options->manual_page);
	if (options->shell && !shell_completion_print(options->shell))
		return usage_error(options->command, "no completion for '%s', only for bash",
				   options->shell);
	if (options->manual_page || options->shell)
		return EXIT_DONE;
	if (options->n_args == 0)
		return general_help();
	int status = EXIT_DONE;
	for (int i = 0; i < options->n_args; i++) {
		const struct command *command = command_find(options->args[i]);
		if (command)
			options_help(command);
		else if (!topic_show(options->args[i]))
			status = unknown(options, options->args[i]);
	}
	return status;
}
