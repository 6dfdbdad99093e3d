/* test and bench run in modes of their own; an ordinary run ignores them. */
#include "attach.h"
#include "probe.h"

const struct rt_probe_ops rt_probe_test = {
	.provider = "test",
	.when = RT_WHEN_TEST,
	.ways = rt_ways_run,
};

const struct rt_probe_ops rt_probe_bench = {
	.provider = "bench",
	.when = RT_WHEN_BENCH,
	.ways = rt_ways_run,
};
