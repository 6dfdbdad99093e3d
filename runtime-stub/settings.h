/*
 * The config keys that matter when the tool runs: as they were built in, or as the environment has
 * them (BPFTRACE_<KEY>, language.md 1.7).
 */
#ifndef RUNTIME_STUB_SETTINGS_H
#define RUNTIME_STUB_SETTINGS_H

#include "abi.h"

struct rt;

/*
 * Overrides settings, a copy of the tool's, by what the environment has; texts stay there. Prints what
 * is wrong with a value and returns -EINVAL. A key that is built in alone is warned of.
 */
int rt_settings_override(const struct rt *rt, struct abi_settings *settings);

#endif
