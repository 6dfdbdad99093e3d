/* fentry, fexit and rawtracepoint: [MODULE:]NAME. */
#include <errno.h>
#include <string.h>

#include "attach.h"
#include "probe.h"

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	uint32_t n = probe->abi->n_parts;
	if (n < 1 || n > 2 || !*probe->parts[n - 1])
		return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:NAME",
				     probe->abi->ops->provider);
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target)
		return -ENOMEM;
	int err = n == 2 ? rt_target_set(&target->module, "%s", probe->parts[0]) : 0;
	return err ? err : rt_target_set(&target->symbol, "%s", probe->parts[n - 1]);
}

static const struct rt_way fentry_ways[] = {
	{ &rt_attach_fentry, false },
	{ NULL, false },
};

static const struct rt_way fexit_ways[] = {
	{ &rt_attach_fexit, false },
	{ NULL, false },
};

static const struct rt_way rawtracepoint_ways[] = {
	{ &rt_attach_btf_tracepoint, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_fentry = {
	.provider = "fentry",
	.resolve = resolve,
	.ways = fentry_ways,
};

const struct rt_probe_ops rt_probe_fexit = {
	.provider = "fexit",
	.resolve = resolve,
	.ways = fexit_ways,
};

const struct rt_probe_ops rt_probe_rawtracepoint = {
	.provider = "rawtracepoint",
	.resolve = resolve,
	.ways = rawtracepoint_ways,
};
