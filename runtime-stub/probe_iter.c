/*
 * iter:KIND[:PIN]: reading an iterator file to its end runs the program on every object. The tool does
 * that once; of a pinned one, whoever reads the file does it, as often as he likes.
 */
#include <errno.h>

#include "attach.h"
#include "attach_iterator.h"
#include "capability.h"
#include "probe.h"

/* Of a relative name the directory where BPF objects are pinned. */
static int set_pin(struct rt_probe *probe, struct rt_target *target)
{
	const char *name = probe->parts[1];
	if (!*name)
		return rt_probe_fail(probe, -EINVAL, "there is no file to pin it to");
	return rt_target_set(&target->path, "%s%s", *name == '/' ? "" : "/sys/fs/bpf/", name);
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	if (probe->abi->n_parts < 1 || !*probe->parts[0])
		return rt_probe_fail(probe, -EINVAL, "it is not of the form iter:KIND");
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target)
		return -ENOMEM;
	int err = rt_target_set(&target->symbol, "%s", probe->parts[0]);
	return !err && probe->abi->n_parts == 2 ? set_pin(probe, target) : err;
}

static const struct rt_way ways[] = {
	{ &rt_attach_iterator, false },
	{ NULL, false },
};

/* The kernel opens maps by their number for CAP_SYS_ADMIN alone (BPF_MAP_GET_FD_BY_ID). */
static uint64_t needs_of(const struct abi_probe *probe)
{
	return probe->n_parts && rt_iterator_reads_maps(probe->parts[0]) ? RT_NEED_MAPS : 0;
}

const struct rt_probe_ops rt_probe_iter = {
	.provider = "iter",
	.when = RT_WHEN_READ,
	.resolve = resolve,
	.ways = ways,
	.needs_of = needs_of,
};
