/*
 * From a command line to an exit status.
 */
#ifndef RUNTIME_STUB_START_H
#define RUNTIME_STUB_START_H

struct abi_entry;
struct abi_tool;

/* argv[0] is the name of the tool in messages, without a directory. 0, or what cli.md 2 says. */
int rt_start(const struct abi_entry *of, const struct abi_tool *tool, const char *name, int argc,
	     char **argv);

/* What stands behind the last slash. */
const char *rt_last_part(const char *path);

#define RT_EXIT_USAGE 2

#endif
