/* interval and profile: the CPU clock, on one CPU or on all. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "number.h"
#include "perf_event.h"
#include "probe.h"
#include "rt.h"

/* Shorter ones would leave the CPU no time for anything else. */
#define MIN_PERIOD_NS 1000

struct unit {
	const char *name;
	uint64_t nanoseconds;
};

/* Units of "N<unit>"; those of "<unit>:N" are us, ms, s and hz. */
static const struct unit units[] = {
	{ "", 1 },           { "ns", 1 },          { "us", 1000 },         { "ms", 1000000 },
	{ "s", 1000000000 }, { "m", 60000000000 }, { "h", 3600000000000 }, { "d", 86400000000000 },
};

static int set_period(struct rt_probe *probe, struct rt_target *target, uint64_t n,
		      const char *unit)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		uint64_t period;
		if (strcmp(unit, units[i].name) != 0)
			continue;
		if (__builtin_mul_overflow(n, units[i].nanoseconds, &period))
			return rt_probe_fail(probe, -EINVAL, "the time is too long");
		if (period < MIN_PERIOD_NS)
			return rt_probe_fail(probe, -EINVAL, "the time is below 1 microsecond");
		target->period = period;
		return 0;
	}
	return rt_probe_fail(probe, -EINVAL, "'%s' is no unit of time", unit);
}

/* "10ms": as `probe` gives it, that is a number of microseconds. */
static int resolve_duration(struct rt_probe *probe, struct rt_target *target)
{
	uint64_t n;
	const char *unit;
	if (rt_number_prefix(probe->parts[0], &n, &unit))
		return rt_probe_fail(probe, -EINVAL, "'%s' is no time", probe->parts[0]);
	int err = set_period(probe, target, n, unit);
	if (err || probe->abi->name)
		return err;
	return rt_target_set(&target->name, "%s:us:%llu", probe->abi->ops->provider,
			     (unsigned long long)target->period / 1000);
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	uint64_t n;
	const char *rest;
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target)
		return -ENOMEM;
	if (probe->abi->n_parts == 1)
		return resolve_duration(probe, target);
	if (probe->abi->n_parts != 2)
		return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:UNIT:NUMBER",
				     probe->abi->ops->provider);
	if (rt_number_prefix(probe->parts[1], &n, &rest) || *rest)
		return rt_probe_fail(probe, -EINVAL, "'%s' is no number", probe->parts[1]);
	if (strcmp(probe->parts[0], "hz") != 0)
		return set_period(probe, target, n, probe->parts[0]);
	if (!n)
		return rt_probe_fail(probe, -EINVAL, "the frequency is 0");
	target->period = n;
	target->is_frequency = true;
	return 0;
}

static struct perf_event_attr clock_attr(const struct rt_target *target)
{
	struct perf_event_attr attr = rt_perf_attr(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK);
	attr.freq = target->is_frequency;
	attr.sample_period = target->period; // or sample_freq
	return attr;
}

static int explain(struct rt_probe *probe, const struct rt_target *target, int err)
{
	if (err != -EINVAL || !target->is_frequency)
		return err;
	return rt_probe_fail(probe, err,
			     "the frequency is above "
			     "/proc/sys/kernel/perf_event_max_sample_rate");
}

static int attach_interval(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	struct perf_event_attr attr = clock_attr(target);
	return explain(probe, target, rt_perf_attach_once(rt, probe, target, &attr));
}

static int attach_profile(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	struct perf_event_attr attr = clock_attr(target);
	return explain(probe, target, rt_perf_attach_all(rt, probe, target, &attr));
}

static const struct rt_mechanism one_clock = {
	.name = "CPU clock perf event",
	.attaches_forward = true,
	.cookie = RT_COOKIE_PERF,
	.attach = attach_interval,
};

static const struct rt_mechanism all_clocks = {
	.name = "CPU clock perf events",
	.attaches_forward = true,
	.cookie = RT_COOKIE_PERF,
	.attach = attach_profile,
};

static const struct rt_way interval_ways[] = {
	{ &one_clock, false },
	{ NULL, false },
};

static const struct rt_way profile_ways[] = {
	{ &all_clocks, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_interval = {
	.provider = "interval",
	.resolve = resolve,
	.ways = interval_ways,
};

const struct rt_probe_ops rt_probe_profile = {
	.provider = "profile",
	.resolve = resolve,
	.ways = profile_ways,
};
