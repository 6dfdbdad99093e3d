/*
 * --completion: text that teaches a shell the tool's command line, from the tables of options and parameters.
 */
#ifndef RUNTIME_STUB_COMPLETION_H
#define RUNTIME_STUB_COMPLETION_H

#include <stdbool.h>

struct abi_entry;
struct rt;

#define RT_SHELLS "bash|zsh|fish"

bool rt_completion_knows(const char *shell);

/* For rt->options.shell, on stdout. */
void rt_completion_print(const struct rt *rt);
/* Of a bundle: its own command line, and that of each tool under the tool's name. */
void rt_completion_print_bundle(const struct abi_entry *of, const char *name, const char *shell);

#endif
