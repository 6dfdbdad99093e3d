/* fentry, fexit and rawtracepoint: programs that are bound to their target when they are loaded. */
#include <errno.h>
#include <string.h>

#include "bpf_call.h"
#include "privilege.h"
#include "probe.h"
#include "rt.h"

/* [MODULE:]NAME; the loader finds the module by the name. */
static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	uint32_t n = probe->abi->n_parts;
	if (n < 1 || n > 2 || !*probe->parts[n - 1])
		return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:NAME",
				     probe->abi->ops->provider);
	probe->load_target = strdup(probe->parts[n - 1]);
	return probe->load_target ? 0 : -ENOMEM;
}

static int attach(struct rt *rt, struct rt_probe *probe)
{
	if (rt->options.check_only)
		return 0;
	int fd = rt_bpf_attach_tracing(probe->program_fd);
	if (fd >= 0)
		return rt_probe_keep(probe, fd);
	switch (-fd) {
	case ENOTSUP:
	case 524: // ENOTSUPP, which only the kernel knows
		return rt_probe_fail(probe, fd,
				     "this kernel cannot attach programs to functions "
				     "(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)");
	case EPERM:
	case EACCES:
		return rt_probe_fail(probe, fd, "not permitted: %s", rt_privilege_reason());
	case EBUSY:
		return rt_probe_fail(probe, fd,
				     "the function is in use by a live patch or by "
				     "ftrace");
	case E2BIG:
		return rt_probe_fail(probe, fd, "too many programs are attached to it");
	default:
		return rt_probe_fail(probe, fd, "%s", strerror(-fd));
	}
}

const struct rt_probe_ops rt_probe_fentry = {
	.provider = "fentry",
	.mechanism = "BPF trampoline",
	.needs = "a kernel with BPF trampolines (CONFIG_FUNCTION_TRACER, "
		 "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS, BTF)",
	.resolve = resolve,
	.attach = attach,
};

const struct rt_probe_ops rt_probe_fexit = {
	.provider = "fexit",
	.mechanism = "BPF trampoline",
	.needs = "a kernel with BPF trampolines (CONFIG_FUNCTION_TRACER, "
		 "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS, BTF)",
	.resolve = resolve,
	.attach = attach,
};

const struct rt_probe_ops rt_probe_rawtracepoint = {
	.provider = "rawtracepoint",
	.mechanism = "BTF tracepoint",
	.attaches_forward = true,
	.needs = "a kernel with BTF (CONFIG_DEBUG_INFO_BTF)",
	.resolve = resolve,
	.attach = attach,
};
