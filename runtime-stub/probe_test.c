/* test and bench run in modes of their own; an ordinary run ignores them. */
#include "probe.h"

const struct rt_probe_ops rt_probe_test = {
	.provider = "test",
	.when = RT_WHEN_NEVER,
};

const struct rt_probe_ops rt_probe_bench = {
	.provider = "bench",
	.when = RT_WHEN_NEVER,
};
