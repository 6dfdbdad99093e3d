/* software and hardware: counters of the kernel and the CPU that overflow every so many events. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "number.h"
#include "perf_event.h"
#include "probe.h"
#include "rt.h"

struct counter {
	const char *name, *alias;
	uint64_t config;
	uint64_t period; /* when the script gives none */
};

static const struct counter software[] = {
	{ "cpu-clock", "cpu", PERF_COUNT_SW_CPU_CLOCK, 1000000 },
	{ "task-clock", NULL, PERF_COUNT_SW_TASK_CLOCK, 1 },
	{ "page-faults", "faults", PERF_COUNT_SW_PAGE_FAULTS, 100 },
	{ "context-switches", "cs", PERF_COUNT_SW_CONTEXT_SWITCHES, 1000 },
	{ "cpu-migrations", NULL, PERF_COUNT_SW_CPU_MIGRATIONS, 1 },
	{ "minor-faults", NULL, PERF_COUNT_SW_PAGE_FAULTS_MIN, 100 },
	{ "major-faults", NULL, PERF_COUNT_SW_PAGE_FAULTS_MAJ, 1 },
	{ "alignment-faults", NULL, PERF_COUNT_SW_ALIGNMENT_FAULTS, 1 },
	{ "emulation-faults", NULL, PERF_COUNT_SW_EMULATION_FAULTS, 1 },
	{ "dummy", NULL, PERF_COUNT_SW_DUMMY, 1 },
	{ "bpf-output", NULL, PERF_COUNT_SW_BPF_OUTPUT, 1 },
	{ NULL, NULL, 0, 0 },
};

static const struct counter hardware[] = {
	{ "cpu-cycles", "cycles", PERF_COUNT_HW_CPU_CYCLES, 1000000 },
	{ "instructions", NULL, PERF_COUNT_HW_INSTRUCTIONS, 1000000 },
	{ "cache-references", NULL, PERF_COUNT_HW_CACHE_REFERENCES, 1000000 },
	{ "cache-misses", NULL, PERF_COUNT_HW_CACHE_MISSES, 1000000 },
	{ "branch-instructions", "branches", PERF_COUNT_HW_BRANCH_INSTRUCTIONS, 100000 },
	{ "branch-misses", NULL, PERF_COUNT_HW_BRANCH_MISSES, 100000 },
	{ "bus-cycles", NULL, PERF_COUNT_HW_BUS_CYCLES, 100000 },
	{ "frontend-stalls", NULL, PERF_COUNT_HW_STALLED_CYCLES_FRONTEND, 1000000 },
	{ "backend-stalls", NULL, PERF_COUNT_HW_STALLED_CYCLES_BACKEND, 1000000 },
	{ "ref-cycles", NULL, PERF_COUNT_HW_REF_CPU_CYCLES, 1000000 },
	{ NULL, NULL, 0, 0 },
};

static const struct counter *find(const struct counter *counters, const char *name)
{
	for (; counters->name; counters++)
		if (!strcmp(name, counters->name) ||
		    (counters->alias && !strcmp(name, counters->alias)))
			return counters;
	return NULL;
}

/* EVENT, "EVENT:" or EVENT:COUNT */
static int resolve(struct rt_probe *probe, const struct counter *counters)
{
	const char *name = probe->abi->n_parts ? probe->parts[0] : "";
	const char *count = probe->abi->n_parts > 1 ? probe->parts[1] : "";
	const struct counter *counter = find(counters, name);
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target)
		return -ENOMEM;
	if (!counter)
		return rt_probe_fail(probe, -EINVAL, "there is no %s event '%s'",
				     probe->abi->ops->provider, name);
	target->number = counter->config;
	target->period = counter->period;
	if (*count && (rt_number_parse(count, &target->period) || *count == '-' || !target->period))
		return rt_probe_fail(probe, -EINVAL, "'%s' is no count of events", count);
	if (probe->abi->name)
		return 0;
	// A count that the script leaves out is left out here, too.
	return *count ? rt_target_set(&target->name, "%s:%s:%llu", probe->abi->ops->provider, name,
				      (unsigned long long)target->period)
		      : rt_target_set(&target->name, "%s:%s", probe->abi->ops->provider, name);
}

static int resolve_software(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	return resolve(probe, software);
}

static int resolve_hardware(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	return resolve(probe, hardware);
}

static int attach(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		  uint32_t type)
{
	struct perf_event_attr attr = rt_perf_attr(type, target->number);
	attr.sample_period = target->period;
	return rt_perf_attach_all(rt, probe, target, &attr);
}

static int attach_software(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	return attach(rt, probe, target, PERF_TYPE_SOFTWARE);
}

static int attach_hardware(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	int err = attach(rt, probe, target, PERF_TYPE_HARDWARE);
	if (err != -ENOENT)
		return err;
	return rt_probe_fail(probe, err,
			     "this CPU offers no counter for it; a virtual machine has one only if "
			     "its host lets it (QEMU: -cpu host,pmu=on). software:cpu-clock is there "
			     "always");
}

static const struct rt_mechanism software_event = {
	.name = "software perf events",
	.attaches_forward = true,
	.cookie = RT_COOKIE_PERF,
	.attach = attach_software,
};

static const struct rt_mechanism hardware_event = {
	.name = "hardware perf events",
	.attaches_forward = true,
	.cookie = RT_COOKIE_PERF,
	.attach = attach_hardware,
};

static const struct rt_way software_ways[] = {
	{ &software_event, false },
	{ NULL, false },
};

static const struct rt_way hardware_ways[] = {
	{ &hardware_event, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_software = {
	.provider = "software",
	.resolve = resolve_software,
	.ways = software_ways,
};

const struct rt_probe_ops rt_probe_hardware = {
	.provider = "hardware",
	.resolve = resolve_hardware,
	.ways = hardware_ways,
};
