/* begin and end: programs that the tool runs itself, so they see the tool's own pid and comm. */
#include "attach.h"
#include "probe.h"

const struct rt_probe_ops rt_probe_begin = {
	.provider = "begin",
	.when = RT_WHEN_BEGIN,
	.ways = rt_ways_run,
};

const struct rt_probe_ops rt_probe_end = {
	.provider = "end",
	.when = RT_WHEN_END,
	.ways = rt_ways_run,
};
