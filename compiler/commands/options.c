#include "commands/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/similar.h"
#include "build/arch.h"
#include "commands/environment.h"

enum option_id {
#define OPTION(id, name, letter, argument, groups, effect, help) OPTION_##id,
#include "commands/options.def"
	N_OPTIONS
};

static const struct option_row rows[N_OPTIONS] = {
#define OPTION(id, name, letter, argument, groups, effect, help) \
	[OPTION_##id] = { name, letter, argument, groups, help },
#include "commands/options.def"
};

const struct option_row *option_rows(size_t *count)
{
	*count = N_OPTIONS;
	return rows;
}

/* Long options carry their row's number behind all letters. */
#define LONG_BASE 256

int usage_error(const struct command *command, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("tracec: ", stderr);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\nTry 'tracec help%s%s'.\n", command ? " " : "",
		command ? command->name : "");
	return EXIT_USAGE;
}

int usage_unknown(const struct command *command, const char *what, const char *word,
		  const char *const *candidates, size_t n)
{
	const char *near = similar_find(word, candidates, n);
	if (near)
		return usage_error(command, "unknown %s '%s'; did you mean '%s'?", what, word,
				   near);
	return usage_error(command, "unknown %s '%s'", what, word);
}

static bool set_color(struct options *options, const char *when)
{
	if (strcmp(when, "always") == 0)
		options->color = true;
	else if (strcmp(when, "never") == 0)
		options->color = false;
	else if (strcmp(when, "auto") != 0)
		return usage_error(options->command,
				   "--color takes auto, always or never, not '%s'", when) == 0;
	return true;
}

static bool set_arch(struct options *options, const char *name)
{
	options->arch = name;
	if (arch_find(name))
		return true;
	return usage_error(options->command, "--arch takes one of %s, not '%s'",
			   arch_names(options->arena), name) == 0;
}

static bool set_stage(struct options *options, enum emit_stage stage)
{
	if (options->stage != EMIT_NOTHING && options->stage != stage)
		return usage_error(options->command, "only one stage can be shown at a time") == 0;
	options->stage = stage;
	return true;
}

static bool set_process(struct options *options, const char *pid)
{
	options->pid = pid;
	if (*pid != '\0' && pid[strspn(pid, "0123456789")] == '\0')
		return true;
	return usage_error(options->command, "-p takes the id of a process, not '%s'", pid) == 0;
}

static bool add_target(struct options *options, const char *file)
{
	if (!options->target)
		options->target = file;
	vec_push(&options->targets, file);
	return true;
}

/* What the rows say that an option does; true unless a message was printed. */
#define TEXT(member)   (options->member = value, true)
#define LIST(member)   (vec_push(&options->member, value), true)
#define FLAG(member)   (options->member = true)
#define STAGE(stage)   set_stage(options, EMIT_##stage)
#define CALL(function) function(options, value)

static bool apply(struct options *options, enum option_id id, const char *value)
{
	switch (id) {
#define OPTION(id, name, letter, argument, groups, effect, help) \
	case OPTION_##id:                                        \
		return effect;
#include "commands/options.def"
	case N_OPTIONS:
		break;
	}
	return false;
}

/* getopt's tables for the command's groups. */
static void build_tables(const struct command *command, struct option *longs, char *shorts)
{
	size_t n = 0;
	*shorts++ = strcmp(command->name, "run") == 0 ? '+' : '-';
	*shorts++ = ':';
	for (int id = 0; id < N_OPTIONS; id++) {
		const struct option_row *row = &rows[id];
		if (!(row->groups & command->options))
			continue;
		longs[n++] =
			(struct option){ row->name, row->argument != NULL, NULL, LONG_BASE + id };
		if (row->letter)
			*shorts++ = row->letter;
		if (row->letter && row->argument)
			*shorts++ = ':';
	}
	*shorts = '\0';
	longs[n] = (struct option){ 0 };
}

static int row_of_letter(const struct command *command, int letter)
{
	for (int id = 0; id < N_OPTIONS; id++) {
		if (rows[id].letter == letter && (rows[id].groups & command->options))
			return id;
	}
	return -1;
}

static bool report(const struct options *options, int result, char **argv)
{
	const char *word = argv[optind - 1];
	if (result == ':')
		return usage_error(options->command, "option '%s' needs an argument", word) == 0;
	if (optopt >= LONG_BASE)
		return usage_error(options->command, "option '%s' takes no argument", word) == 0;
	if (optopt)
		return usage_error(options->command, "unknown option '-%c'", optopt) == 0;
	const char *words[N_OPTIONS];
	size_t n = 0;
	for (int id = 0; id < N_OPTIONS; id++) {
		if (rows[id].groups & options->command->options)
			words[n++] = arena_printf(options->arena, "--%s", rows[id].name);
	}
	return usage_unknown(options->command, "option", word, words, n) == 0;
}

bool options_parse(struct options *options, const struct command *command, int argc, char **argv)
{
	struct option longs[N_OPTIONS + 1];
	char shorts[2 * N_OPTIONS + 4];
	build_tables(command, longs, shorts);
	options->command = command;
	options->color = isatty(STDERR_FILENO) && !getenv("NO_COLOR");
	vec_init(&options->config, options->arena);
	environment_add_config(options);
	vec_init(&options->include_directories, options->arena);
	vec_init(&options->defines, options->arena);
	vec_init(&options->includes, options->arena);
	vec_init(&options->embedded, options->arena);
	vec_init(&options->targets, options->arena);
	vec_init(&options->kernels, options->arena);
	vec_init(&options->with, options->arena);
	vec_init(&options->modules, options->arena);
	options->args = arena_alloc(options->arena, sizeof(char *) * (size_t)(argc + 1));
	opterr = 0;
	optind = 1;
	for (;;) {
		int result = getopt_long(argc, argv, shorts, longs, NULL);
		if (result < 0)
			break;
		if (result == 1) { /* a word that is no option, thanks to '-' */
			options->args[options->n_args++] = optarg;
			continue;
		}
		if (result == '?' || result == ':')
			return report(options, result, argv);
		int id = result >= LONG_BASE ? result - LONG_BASE : row_of_letter(command, result);
		if (!apply(options, (enum option_id)id, optarg))
			return false;
	}
	for (; optind < argc; optind++)
		options->args[options->n_args++] = argv[optind];
	return true;
}

void options_help(const struct command *command)
{
	printf("Usage: tracec %s %s\n\n%s\n", command->name, command->usage, command->help);
	bool any = false;
	for (int id = 0; id < N_OPTIONS; id++) {
		const struct option_row *row = &rows[id];
		char word[64];
		if (!(row->groups & command->options))
			continue;
		if (!any)
			printf("\nOptions:\n");
		any = true;
		snprintf(word, sizeof(word), "--%s%s%s", row->name, row->argument ? " " : "",
			 row->argument ? row->argument : "");
		if (row->letter)
			printf("  -%c, %-22s %s\n", row->letter, word, row->help);
		else
			printf("      %-22s %s\n", word, row->help);
	}
}
