/* iter:KIND: reading an iterator file to its end runs the program on every object. */
#include <errno.h>

#include "attach.h"
#include "probe.h"

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	if (probe->abi->n_parts < 1 || !*probe->parts[0])
		return rt_probe_fail(probe, -EINVAL, "it is not of the form iter:KIND");
	struct rt_target *target = rt_probe_add_target(probe);
	return target ? rt_target_set(&target->symbol, "%s", probe->parts[0]) : -ENOMEM;
}

static const struct rt_way ways[] = {
	{ &rt_attach_iterator, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_iter = {
	.provider = "iter",
	.when = RT_WHEN_READ,
	.resolve = resolve,
	.ways = ways,
};
