/* begin and end: programs that the tool runs itself, so they see the tool's own pid and comm. */
#include "probe.h"

const struct rt_probe_ops rt_probe_begin = {
	.provider = "begin",
	.when = RT_WHEN_BEGIN,
};

const struct rt_probe_ops rt_probe_end = {
	.provider = "end",
	.when = RT_WHEN_END,
};
