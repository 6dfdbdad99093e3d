/* The completion of tracec's own command line; that of built tools is theirs (runtime-stub/completion.c). */
#include <stdio.h>
#include <string.h>

#include "commands/command.h"
#include "commands/manual.h"
#include "commands/options.h"

/*
 * How bash completes what stands behind an option, by the name of its argument; others are files. $(...) splits at
 * blanks, which words have not but names of files may: those are read line by line.
 */
static const struct {
	const char *argument;
	const char *words; /* of compgen */
} arguments[] = {
	{ "WHEN", "-W 'auto always never'" },
	{ "ARCH", "-W '"
#define ARCH(name, alias, debian, triplet, clang_target, target_macro, lack) name " "
#include "build/arch.def"
		  "'" },
	{ "PAGE", "-W 'tracec tracec-script'" },
	{ "SHELL", "-W bash" },
	{ "PROGRAM", "-W ''" },
	{ "KEY=VALUE", "-W ''" },
	{ "NAME[=VALUE]", "-W ''" },
};

#define READ_FILES(words) "mapfile -t COMPREPLY < <(" words ")"

static void put_reply(const char *argument)
{
	for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++) {
		if (strcmp(arguments[i].argument, argument) != 0)
			continue;
		printf("COMPREPLY=($(compgen %s -- \"$current\"))", arguments[i].words);
		return;
	}
	fputs(strcmp(argument, "DIR") == 0 ? READ_FILES("compgen -d -- \"$current\"")
					   : READ_FILES("compgen -f -- \"$current\""),
	      stdout);
}

/* Rows of different commands may share a name, but then they take the same. */
static void put_arguments(void)
{
	size_t n;
	const struct option_row *rows = option_rows(&n);
	printf("\tcase $before in\n");
	for (size_t i = 0; i < n; i++) {
		if (!rows[i].argument)
			continue;
		printf("\t--%s", rows[i].name);
		if (rows[i].letter)
			printf(" | -%c", rows[i].letter);
		printf(") ");
		put_reply(rows[i].argument);
		printf("; return ;;\n");
	}
	printf("\tesac\n");
}

static void put_words(const struct command *command)
{
	size_t n;
	const struct option_row *rows = option_rows(&n);
	printf("\t%s) words='", command->name);
	for (size_t i = 0; i < n; i++) {
		if (!(rows[i].groups & command->options))
			continue;
		printf("--%s ", rows[i].name);
		if (rows[i].letter)
			printf("-%c ", rows[i].letter);
	}
	printf("' ;;\n");
}

bool shell_completion_print(const char *shell)
{
	if (strcmp(shell, "bash") != 0)
		return false;
	printf("# bash completion of tracec %s\n_tracec()\n{\n"
	       "\tlocal current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tlocal words= commands='",
	       TRACEC_VERSION);
	for (const struct command *c = commands; c->name; c++)
		printf("%s ", c->name);
	/* bash takes "--color=al" apart into three words. */
	printf("'\n\tCOMPREPLY=()\n\tif [ \"$current\" = = ]; then\n\t\tcurrent=\n"
	       "\telif [ \"$before\" = = ]; then\n\t\tbefore=${COMP_WORDS[COMP_CWORD-2]}\n\tfi\n"
	       "\tif [ \"$COMP_CWORD\" = 1 ]; then\n"
	       "\t\tCOMPREPLY=($(compgen -W \"$commands --help --version\" -- \"$current\"))\n"
	       "\t\treturn\n\tfi\n");
	put_arguments();
	printf("\tcase ${COMP_WORDS[1]} in\n");
	for (const struct command *c = commands; c->name; c++)
		put_words(c);
	printf("\tesac\n\tcase ${COMP_WORDS[1]},$current in\n"
	       "\thelp,[!-]* | help,) COMPREPLY=($(compgen -W \"$commands probes builtins functions statements types maps "
	       "config features\" -- \"$current\")) ;;\n"
	       "\t*,-*) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
	       "\tverify,* | symbolize,*) " READ_FILES(
		       "compgen -f -- \"$current\"") " ;;\n"
						     "\tlist,* | snapshot,*) ;;\n"
						     "\t*) " READ_FILES(
							     "compgen -f -X '!*.bt' -- \"$current\"; compgen -d -- \"$current\"") " ;;\n"
																  "\tesac\n}\ncomplete -o filenames -F _tracec tracec\n");
	return true;
}
