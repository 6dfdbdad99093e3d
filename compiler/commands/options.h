/*
 * The command line of a tracec command, parsed by the rows of options.def.
 */
#ifndef COMMANDS_OPTIONS_H
#define COMMANDS_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"
#include "commands/command.h"

enum option_group {
	GROUP_SCRIPT = 1, /* reads a script */
	GROUP_OUTPUT = 2, /* writes a file */
	GROUP_BUILD = 4,
	GROUP_EMIT = 8,
	GROUP_HELP = 16, /* takes --help alone */
	GROUP_TARGET = 32,
	GROUP_LIST = 64,
	GROUP_FORMAT = 128,
	GROUP_SYMBOLIZE = 256,
	GROUP_CROSS = 512, /* may build for another machine */
	GROUP_IMAGE = 1024,    /* may make an image for containers */
	GROUP_DOCUMENT = 2048, /* of help */
	GROUP_EMBED = 4096,
	GROUP_VERIFY = 8192,
	GROUP_RECORD = 16384,
	GROUP_REPORT = 32768, /* check */
	GROUP_ALL = 0x7fffffff,
};

/* What emit shows: the options of GROUP_EMIT. */
enum emit_stage {
	EMIT_NOTHING,
	EMIT_AST,
	EMIT_PLAN,
	EMIT_BPF_C,
	EMIT_HOST_C,
	EMIT_OBJECT,
	EMIT_SKELETON,
};

struct options {
	struct arena *arena;
	const struct command *command;
	const char *output;
	const char *expression;
	const char *target; /* the first of targets, for which is compiled; NULL: none */
	VEC(const char *) targets;
	FILE *messages; /* where diagnostics go; NULL: stderr */
	const char *arch; /* a name that arch_find knows; NULL: this machine's */
	VEC(const char *) config;
	VEC(const char *) include_directories, defines, includes; /* of C */
	bool unsafe, quiet, no_warnings;
	bool color; /* decided */
	VEC(const char *) embedded; /* files of kernel types */
	VEC(const char *) kernels, with; /* of verify: images to boot, files for the guest */
	VEC(const char *) modules; /* of the kernels that are booted */
	const char *run, *timeout, *junit, *append, *capabilities;
	const char *commands, *tree, *results; /* of verify: a list of commands, a directory, a file */
	bool without_btf, json;
	const char *keep;
	bool verbose;
	const char *file; /* a script to list the probes of */
	const char *pid;  /* of list: digits; NULL: none */
	bool check_only;  /* of fmt */
	enum emit_stage stage;
	bool no_debug_info; /* of symbolize */
	bool help;
	const char *image;	 /* of --oci */
	const char *manual_page; /* of help --man */
	const char *shell;	 /* of help --completion */
	char **args; /* what is left: scripts, arguments */
	int n_args;
};

struct option_row {
	const char *name;
	char letter;	      /* 0: none */
	const char *argument; /* NULL: it has none */
	unsigned groups;
	const char *help;
};

/* The rows of options.def. */
const struct option_row *option_rows(size_t *count);

/*
 * Parses argv[0..argc) behind the command's name. For commands that run a tool, parsing stops at the
 * script's name. False after a message on stderr.
 */
bool options_parse(struct options *options, const struct command *command, int argc, char **argv);

/* Prints the command's usage and options to stdout. */
void options_help(const struct command *command);

/* "tracec: TEXT" and a hint at the help, on stderr; returns EXIT_USAGE. */
int usage_error(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same for a word that is none of the candidates: "unknown WHAT 'WORD'", and what was probably meant. */
int usage_unknown(const struct command *command, const char *what, const char *word,
		  const char *const *candidates, size_t n);

#endif
