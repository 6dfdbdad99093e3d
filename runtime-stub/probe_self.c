/* self:signal:SIGUSR1: the tool runs the program when it gets the signal. */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "attach.h"
#include "probe.h"

struct signal_name {
	const char *name;
	int number;
};

static const struct signal_name names[] = {
#define SELF_SIGNAL(name) { #name, name },
#include "self_signal.def"
};

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target)
		return -ENOMEM;
	if (probe->abi->n_parts != 2 || strcmp(probe->parts[0], "signal") != 0)
		return rt_probe_fail(probe, -EINVAL, "it is not of the form self:signal:NAME");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(probe->parts[1], names[i].name) != 0)
			continue;
		target->number = (uint64_t)names[i].number;
		return 0;
	}
	return rt_probe_fail(probe, -EINVAL, "'%s' is no signal that a tool can wait for",
			     probe->parts[1]);
}

const struct rt_probe_ops rt_probe_self = {
	.provider = "self",
	.when = RT_WHEN_SIGNAL,
	.resolve = resolve,
	.ways = rt_ways_run,
};
