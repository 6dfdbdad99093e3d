/*
 * The command line of a built tool (cli.md 2): options, named and positional parameters.
 */
#ifndef RUNTIME_STUB_OPTIONS_H
#define RUNTIME_STUB_OPTIONS_H

#include <stdio.h>

struct rt;

/*
 * Fills rt->options from argv, which it borrows; rt->tool says which named
 * parameters there are. Prints what is wrong and returns a negative errno then.
 */
int rt_options_parse(struct rt *rt, int argc, char **argv);

void rt_options_release(struct rt *rt);

/* The options, one a line, as --help lists them. */
void rt_options_list(FILE *out);

#endif
