#include "commands/check_mechanism.h"

#include <string.h>

#include "kernel/merge.h"

#define N_OPTIONS 2

/* ORDER WAYS: as in runtime-stub/probe_kprobe.c and probe_tracing.c. */
static const struct way {
	uint8_t kind;
	bool is_alternative;     /* with the probe's second program */
	bool is_last_of_pattern; /* of a wildcard it is the last to be taken */
	const char *mechanism;
	unsigned since; /* Linux, major << 8 | minor */
	const char *options[N_OPTIONS];
} ways[] = {
	{ ABI_PROBE_KPROBE,
	  true,
	  true,
	  "fentry",
	  5 << 8 | 5,
	  { "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS" } },
	{ ABI_PROBE_KPROBE, false, false, "kprobe.multi", 5 << 8 | 18, { "CONFIG_FPROBE" } },
	{ ABI_PROBE_KPROBE,
	  false,
	  false,
	  "kprobe",
	  4 << 8 | 1,
	  { "CONFIG_KPROBES", "CONFIG_KPROBE_EVENTS" } },
	{ ABI_PROBE_KRETPROBE,
	  true,
	  true,
	  "fexit",
	  5 << 8 | 5,
	  { "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS" } },
	{ ABI_PROBE_KRETPROBE, false, false, "kretprobe.multi", 5 << 8 | 18, { "CONFIG_FPROBE" } },
	{ ABI_PROBE_KRETPROBE,
	  false,
	  false,
	  "kretprobe",
	  4 << 8 | 1,
	  { "CONFIG_KPROBES", "CONFIG_KPROBE_EVENTS" } },
	{ ABI_PROBE_FENTRY,
	  false,
	  false,
	  "fentry",
	  5 << 8 | 5,
	  { "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS" } },
	{ ABI_PROBE_FENTRY, true, false, "kprobe.multi", 5 << 8 | 18, { "CONFIG_FPROBE" } },
	{ ABI_PROBE_FENTRY,
	  true,
	  false,
	  "kprobe",
	  4 << 8 | 1,
	  { "CONFIG_KPROBES", "CONFIG_KPROBE_EVENTS" } },
	{ ABI_PROBE_FEXIT,
	  false,
	  false,
	  "fexit",
	  5 << 8 | 5,
	  { "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS" } },
	{ ABI_PROBE_FEXIT, true, false, "kretprobe.multi", 5 << 8 | 18, { "CONFIG_FPROBE" } },
	{ ABI_PROBE_FEXIT,
	  true,
	  false,
	  "kretprobe",
	  4 << 8 | 1,
	  { "CONFIG_KPROBES", "CONFIG_KPROBE_EVENTS" } },
};

#define N_WAYS (sizeof(ways) / sizeof(ways[0]))

/* NULL: it has them all, or does not tell. */
static const char *missing_option(const struct kernel *kernel, const struct way *way)
{
	for (size_t i = 0; i < N_OPTIONS && way->options[i]; i++)
		if (kernel_find_option(kernel, way->options[i]) == KERNEL_OPTION_OFF)
			return way->options[i];
	return NULL;
}

static bool is_told(const struct kernel *kernel)
{
	return check_release(kernel) &&
	       kernel_find_option(kernel, "CONFIG_BPF") == KERNEL_OPTION_ON;
}

static bool serves(const struct kernel *kernel, const struct plan *plan,
		   const struct check_needs *needs, const struct abi_probe *probe,
		   const struct way *way)
{
	uint32_t program = way->is_alternative ? probe->alternative : probe->program;
	return check_release(kernel) >= way->since && !missing_option(kernel, way) &&
	       !check_needs_obstacle_of(needs, plan, program);
}

const char *check_mechanism(const struct kernel *kernel, const struct plan *plan,
			    const struct check_needs *needs, const struct abi_probe *probe,
			    const char **mechanism)
{
	const char *lack = NULL;
	bool is_pattern = probe->n_parts && strpbrk(probe->parts[probe->n_parts - 1], "*?[");
	*mechanism = NULL;
	if (!is_told(kernel))
		return NULL;
	for (size_t i = 0; i < 2 * N_WAYS && !*mechanism; i++) {
		const struct way *way = &ways[i % N_WAYS];
		bool is_second = i >= N_WAYS;
		if (way->kind != probe->kind || (way->is_alternative && !probe->has_alternative) ||
		    is_second != (is_pattern && way->is_last_of_pattern))
			continue;
		if (serves(kernel, plan, needs, probe, way))
			*mechanism = way->mechanism;
		else if (!lack || missing_option(kernel, way))
			lack = missing_option(kernel, way);
	}
	return *mechanism ? NULL : lack;
}
