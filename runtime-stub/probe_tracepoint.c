/* tracepoint:category:event, by its number in tracefs. */
#include <errno.h>
#include <string.h>

#include "attach.h"
#include "perf_event.h"
#include "probe.h"
#include "tracefs.h"

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	char **parts = probe->parts;
	if (probe->abi->n_parts != 2)
		return rt_probe_fail(probe, -EINVAL,
				     "it is not of the form "
				     "tracepoint:CATEGORY:EVENT");
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target || rt_target_set(&target->module, "%s", parts[0]) ||
	    rt_target_set(&target->symbol, "%s", parts[1]))
		return -ENOMEM;
	int err = rt_tracefs_id(parts[0], parts[1], &target->number);
	if (err == -ENOENT)
		return rt_probe_fail(probe, err, "this kernel has no tracepoint %s:%s", parts[0],
				     parts[1]);
	const char *problem = err ? rt_tracefs_problem() : NULL;
	if (err)
		return rt_probe_fail(probe, err, "%s", problem ? problem : strerror(-err));
	return 0;
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
	.cookie = RT_COOKIE_PERF,
	.attach = attach,
};

static const struct rt_way ways[] = {
	{ &perf_tracepoint, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_tracepoint = {
	.provider = "tracepoint",
	.resolve = resolve,
	.ways = ways,
};
