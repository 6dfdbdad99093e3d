/* iter:KIND: reading an iterator file to its end runs the program on every object. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bpf_call.h"
#include "probe.h"
#include "rt.h"

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	if (probe->abi->n_parts < 1 || !*probe->parts[0])
		return rt_probe_fail(probe, -EINVAL, "it is not of the form iter:KIND");
	probe->load_target = strdup(probe->parts[0]);
	return probe->load_target ? 0 : -ENOMEM;
}

static int attach(struct rt *rt, struct rt_probe *probe)
{
	if (rt->options.check_only)
		return 0;
	int fd = rt_bpf_link(probe->program_fd, BPF_TRACE_ITER);
	int err = fd < 0 ? fd : rt_probe_keep(probe, fd);
	if (!err) {
		fd = rt_bpf_iterator(fd);
		err = fd < 0 ? fd : rt_probe_keep(probe, fd);
	}
	return err && !probe->reason ? rt_probe_fail(probe, err, "%s", strerror(-err)) : err;
}

const struct rt_probe_ops rt_probe_iter = {
	.provider = "iter",
	.mechanism = "BPF iterator",
	.when = RT_WHEN_READ,
	.needs = "this iterator in the kernel (Linux 5.8 or later, BTF)",
	.resolve = resolve,
	.attach = attach,
};
