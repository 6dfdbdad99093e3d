/*
 * The command line of a built tool (cli.md 2): options, named and positional parameters.
 */
#ifndef RUNTIME_STUB_OPTIONS_H
#define RUNTIME_STUB_OPTIONS_H

#include <stddef.h>
#include <stdio.h>

struct rt;

struct rt_option {
	char letter;       /* 0: none */
	const char *word;  /* behind two dashes; NULL: none */
	const char *value; /* what to call its value: a name, or "this|that"; NULL: it has none */
	const char *help;
	int (*set)(struct rt *rt, const char *value);
};

/* Every option, in the order of --help. */
extern const struct rt_option rt_option_rows[];
extern const size_t rt_option_count;

/*
 * Fills rt->options from argv, which it borrows; rt->tool says which named
 * parameters there are. Prints what is wrong and returns a negative errno then.
 */
int rt_options_parse(struct rt *rt, int argc, char **argv);

void rt_options_release(struct rt *rt);

/* The options, one a line, as --help lists them. */
void rt_options_list(FILE *out);

#endif
