/* tracepoint:category:event, with wildcards, by the number in tracefs. */
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "capability.h"
#include "perf_event.h"
#include "probe.h"
#include "rt.h"
#include "syscall_events.h"
#include "tracefs.h"
#include "wildcard.h"

static int explain(struct rt *rt, struct rt_probe *probe, int err)
{
	const char *problem = rt_tracefs_problem(rt);
	return rt_probe_fail(probe, err, "%s", problem ? problem : strerror(-err));
}

static int add(struct rt_probe *probe, const char *category, const char *event,
	       struct rt_target **added)
{
	struct rt_target *target = rt_probe_add_target(probe);
	*added = target;
	return target && !rt_target_set(&target->module, "%s", category) &&
			       !rt_target_set(&target->symbol, "%s", event)
		       ? 0
		       : -ENOMEM;
}

/* A line "category:event". */
static int take_line(struct rt *rt, struct rt_probe *probe, char *line)
{
	struct rt_target *target;
	line[strcspn(line, "\n")] = 0;
	char *event = strchr(line, ':');
	if (!event)
		return 0;
	*event++ = 0;
	if (!rt_wildcard_matches(probe->parts[0], line) ||
	    !rt_wildcard_matches(probe->parts[1], event))
		return 0;
	int err = add(probe, line, event, &target);
	if (!err)
		err = rt_target_set(&target->name, "tracepoint:%s:%s", line, event);
	if (!err)
		err = rt_tracefs_id(rt, line, event, &target->number);
	if (err != -ENOENT)
		return err;
	rt_probe_remove_target(probe, probe->n_targets - 1); // gone meanwhile
	return 0;
}

static int add_syscall(struct rt_probe *probe, const char *prefix, const char *name)
{
	char event[256];
	struct rt_target *target;
	snprintf(event, sizeof(event), "%s%s", prefix, name);
	if (!rt_wildcard_matches(probe->parts[1], event))
		return 0;
	int err = add(probe, "syscalls", event, &target);
	return err ? err : rt_target_set(&target->name, "tracepoint:syscalls:%s", event);
}

static int take_syscall(void *context, const char *name)
{
	struct rt_probe *probe = context;
	int err = add_syscall(probe, "sys_enter_", name);
	return err ? err : add_syscall(probe, "sys_exit_", name);
}

/*
 * Which events there are only tracefs tells, but for those of system calls: each has a function. They attach by their
 * names if their records are not read. 0: they are not that.
 */
static int resolve_syscalls(struct rt *rt, struct rt_probe *probe)
{
	if (strcmp(probe->parts[0], "syscalls") != 0 || !probe->abi->has_alternative)
		return 0;
	int err = rt_syscall_events_each(take_syscall, probe);
	if (!err && probe->n_targets)
		rt_explain(rt, "%s: names from /proc/kallsyms, as tracefs cannot be read",
			   probe->abi->text);
	return err;
}

static int resolve_pattern(struct rt *rt, struct rt_probe *probe)
{
	char *line = NULL;
	size_t room = 0;
	int err = 0;
	probe->is_pattern = true;
	FILE *file = rt_tracefs_open(rt, "available_events");
	if (!file) {
		err = resolve_syscalls(rt, probe);
		return err || !probe->n_targets
			       ? explain(rt, probe, err ? err : -ENODEV)
			       : rt_probe_check_matches(rt, probe, "tracepoint");
	}
	while (!err && getline(&line, &room, file) > 0)
		err = take_line(rt, probe, line);
	free(line);
	fclose(file);
	return err ? explain(rt, probe, err) : rt_probe_check_matches(rt, probe, "tracepoint");
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	struct rt_target *target;
	char **parts = probe->parts;
	if (probe->abi->n_parts != 2)
		return rt_probe_fail(probe, -EINVAL,
				     "it is not of the form "
				     "tracepoint:CATEGORY:EVENT");
	if (rt_wildcard_is_in(parts[0]) || rt_wildcard_is_in(parts[1]))
		return resolve_pattern(rt, probe);
	int err = add(probe, parts[0], parts[1], &target);
	if (!err)
		err = rt_tracefs_id(rt, parts[0], parts[1], &target->number);
	if (err == -ENOENT)
		return rt_probe_fail(probe, err, "this kernel has no tracepoint %s:%s", parts[0],
				     parts[1]);
	if (err && probe->abi->has_alternative) // it is known by its name alone, too
		return 0;
	return err ? explain(rt, probe, err) : 0;
}

static int check(struct rt *rt, struct rt_probe *probe)
{
	const char *problem = rt_tracefs_problem(rt);
	return problem ? rt_probe_fail(probe, -ENODEV, "%s", problem) : 0;
}

static int attach(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	struct perf_event_attr attr = rt_perf_attr(PERF_TYPE_TRACEPOINT, target->number);
	return rt_perf_attach_once(rt, probe, target, &attr);
}

static const struct rt_mechanism perf_tracepoint = {
	.word = "tracepoint",
	.name = "tracepoint",
	.attaches_forward = true,
	.type = BPF_PROG_TYPE_TRACEPOINT,
	.cookie = RT_COOKIE_PERF,
	.check = check,
	.attach = attach,
};

static const struct rt_way pattern_ways[] = {
	{ &rt_attach_syscall_set, true },
	{ &rt_attach_raw_tracepoints, true },
	{ &perf_tracepoint, false },
	{ &rt_attach_raw_tracepoint, true },
	{ NULL, false },
};

static const struct rt_way ways[] = {
	{ &perf_tracepoint, false },
	{ &rt_attach_raw_tracepoint, true },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_tracepoint = {
	.provider = "tracepoint",
	.resolve = resolve,
	.ways = ways,
	.pattern_ways = pattern_ways,
	.needs = RT_CAPABILITY(DAC_READ_SEARCH),
};
