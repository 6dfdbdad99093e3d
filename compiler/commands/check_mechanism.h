/*
 * By which mechanism a probe on a function of the kernel would attach on a target, as far as its version and
 * configuration tell: the order is that of the stub's ways (runtime-stub/probe_kprobe.c, probe_tracing.c).
 */
#ifndef COMMANDS_CHECK_MECHANISM_H
#define COMMANDS_CHECK_MECHANISM_H

#include "commands/check_needs.h"

/*
 * *mechanism is its name; NULL: another kind of probe, or the target does not tell. Returns what the kernel would have to
 * be built with, if none of them serves; else NULL.
 */
const char *check_mechanism(const struct kernel *kernel, const struct plan *plan,
			    const struct check_needs *needs, const struct abi_probe *probe,
			    const char **mechanism);

#endif
