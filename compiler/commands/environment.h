/*
 * Config keys of the environment, BPFTRACE_<KEY>=VALUE (language.md 1.7).
 */
#ifndef COMMANDS_ENVIRONMENT_H
#define COMMANDS_ENVIRONMENT_H

#include "base/arena.h"
#include "commands/options.h"

/* Adds a "key=value" for each to options->config. What is no key of the config is left alone. */
void environment_add_config(struct options *options);

/* Forgets the keys that a tool does not take from its environment: they are built into it. */
void environment_drop_built_in(struct arena *arena);

#endif
