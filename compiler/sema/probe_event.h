/*
 * Names of the perf events of software and hardware probes (language.md 2). After how many events such a
 * probe fires if the script does not say, the tool knows.
 */
#ifndef SEMA_PROBE_EVENT_H
#define SEMA_PROBE_EVENT_H

#include <stddef.h>

#include "abi.h"

struct probe_event {
	const char *name, *alias; /* alias may be NULL */
	enum abi_probe_kind kind;
};

/* NULL if the kind has no such event. */
const struct probe_event *probe_event_find(enum abi_probe_kind kind, const char *name);
const char *const *probe_event_names(enum abi_probe_kind kind, size_t *count);

#endif
