#include "sema/probe_event.h"

#include <string.h>

static const struct probe_event events[] = {
	{ "alignment-faults", NULL, ABI_PROBE_SOFTWARE },
	{ "bpf-output", NULL, ABI_PROBE_SOFTWARE },
	{ "context-switches", "cs", ABI_PROBE_SOFTWARE },
	{ "cpu-clock", "cpu", ABI_PROBE_SOFTWARE },
	{ "cpu-migrations", NULL, ABI_PROBE_SOFTWARE },
	{ "dummy", NULL, ABI_PROBE_SOFTWARE },
	{ "emulation-faults", NULL, ABI_PROBE_SOFTWARE },
	{ "major-faults", NULL, ABI_PROBE_SOFTWARE },
	{ "minor-faults", NULL, ABI_PROBE_SOFTWARE },
	{ "page-faults", "faults", ABI_PROBE_SOFTWARE },
	{ "task-clock", NULL, ABI_PROBE_SOFTWARE },
	{ "backend-stalls", NULL, ABI_PROBE_HARDWARE },
	{ "branch-instructions", "branches", ABI_PROBE_HARDWARE },
	{ "branch-misses", NULL, ABI_PROBE_HARDWARE },
	{ "bus-cycles", NULL, ABI_PROBE_HARDWARE },
	{ "cache-misses", NULL, ABI_PROBE_HARDWARE },
	{ "cache-references", NULL, ABI_PROBE_HARDWARE },
	{ "cpu-cycles", "cycles", ABI_PROBE_HARDWARE },
	{ "frontend-stalls", NULL, ABI_PROBE_HARDWARE },
	{ "instructions", NULL, ABI_PROBE_HARDWARE },
	{ "ref-cycles", NULL, ABI_PROBE_HARDWARE },
};

static const char *const software_names[] = {
	"alignment-faults", "bpf-output",   "context-switches", "cs",
	"cpu-clock",        "cpu",          "cpu-migrations",   "dummy",
	"emulation-faults", "major-faults", "minor-faults",     "page-faults",
	"faults",           "task-clock",
};

static const char *const hardware_names[] = {
	"backend-stalls", "branch-instructions", "branches",         "branch-misses",
	"bus-cycles",     "cache-misses",        "cache-references", "cpu-cycles",
	"cycles",         "frontend-stalls",     "instructions",     "ref-cycles",
};

const struct probe_event *probe_event_find(enum abi_probe_kind kind, const char *name)
{
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		if (events[i].kind == kind &&
		    (strcmp(events[i].name, name) == 0 ||
		     (events[i].alias != NULL && strcmp(events[i].alias, name) == 0)))
			return &events[i];
	}
	return NULL;
}

const char *const *probe_event_names(enum abi_probe_kind kind, size_t *count)
{
	if (kind == ABI_PROBE_HARDWARE) {
		*count = sizeof(hardware_names) / sizeof(hardware_names[0]);
		return hardware_names;
	}
	*count = sizeof(software_names) / sizeof(software_names[0]);
	return software_names;
}
