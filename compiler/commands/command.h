/*
 * The subcommands of tracec: one row and one file each. `options` says which of
 * the common options a command takes, so that help and errors follow from it.
 */
#ifndef COMMANDS_COMMAND_H
#define COMMANDS_COMMAND_H

/* Exit status of every command (cli.md 1). */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_SCRIPT = 1,  /* the script is wrong */
	EXIT_USAGE = 2,   /* the command line is wrong */
	EXIT_TOOLING = 3, /* a program that tracec needs failed or is missing */
};

struct options;

struct command {
	const char *name;
	const char *usage; /* behind "tracec NAME " */
	const char *help;  /* one line */
	unsigned options;  /* enum option_group, or-ed */
	int (*run)(const struct options *options);
};

/* Every command, in the order of help; ends with a row whose name is NULL. */
extern const struct command commands[];

const struct command *command_find(const char *name);

int command_build(const struct options *options);
int command_bundle(const struct options *options);
int command_run(const struct options *options);
int command_check(const struct options *options);
int command_emit(const struct options *options);
int command_list(const struct options *options);
int command_snapshot(const struct options *options);
int command_verify(const struct options *options);
int command_fmt(const struct options *options);
int command_symbolize(const struct options *options);
int command_help(const struct options *options);

#endif
