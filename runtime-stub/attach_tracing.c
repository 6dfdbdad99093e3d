/* Programs that are bound to their target when they are loaded: trampolines, BTF tracepoints. */
#include <errno.h>
#include <string.h>

#include "attach.h"
#include "bpf_call.h"
#include "privilege.h"
#include "probe.h"
#include "problem.h"
#include "rt.h"

static const char *const denied[] = {
#define DENIED(function)    #function,
#define NO_RETURN(function)
#include "trampoline.def"
};

static const char *const no_return[] = {
#define DENIED(function)
#define NO_RETURN(function) #function,
#include "trampoline.def"
};

static bool is_in(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

int rt_trampoline_check(const struct rt_mechanism *mechanism, struct rt_probe *probe,
			const struct rt_target *target)
{
	const char *name = target->symbol;
	if (target->program_id || (target->module && strcmp(target->module, "vmlinux") != 0))
		return 0;
	if (is_in(denied, sizeof(denied) / sizeof(denied[0]), name))
		return rt_probe_fail(probe, -ENOENT,
				     "trampolines call '%s' themselves, so that a program there would "
				     "halt the machine",
				     name);
	if (mechanism->attach_type == BPF_TRACE_FEXIT &&
	    is_in(no_return, sizeof(no_return) / sizeof(no_return[0]), name))
		return rt_probe_fail(probe, -ENOENT, "'%s' never returns", name);
	return 0;
}

static int check(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	for (uint32_t i = 0; i < probe->n_targets; i++)
		if (!probe->targets[i].symbol || probe->targets[i].address)
			return rt_probe_fail(probe, -ENOENT, "only the start of a function has it");
	return 0;
}

static int attach(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	(void)rt;
	int fd = rt_bpf_attach_tracing(target->program_fd);
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
		return rt_probe_fail(probe, fd, "%s", rt_problem_text(fd));
	}
}

static int attach_raw(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	(void)rt;
	const char *name = target->symbol;
	// The kernel makes these out of two for all system calls; so does the program.
	if (target->module && !strcmp(target->module, "syscalls"))
		name = strncmp(name, "sys_exit_", strlen("sys_exit_")) ? "sys_enter" : "sys_exit";
	int fd = rt_bpf_attach_raw(target->program_fd, name);
	if (fd >= 0)
		return rt_probe_keep(probe, fd);
	if (fd == -ENOENT)
		return rt_probe_fail(probe, fd, "this kernel has no tracepoint '%s'",
				     target->symbol);
	if (fd == -EPERM || fd == -EACCES)
		return rt_probe_fail(probe, fd, "not permitted: %s", rt_privilege_reason());
	return rt_probe_fail(probe, fd, "%s", rt_problem_text(fd));
}

#define NEEDS_TRAMPOLINES                                         \
	"a kernel with BPF trampolines (CONFIG_FUNCTION_TRACER, " \
	"CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS, BTF)"

const struct rt_mechanism rt_attach_fentry = {
	.word = "fentry",
	.name = "fentry",
	.type = BPF_PROG_TYPE_TRACING,
	.attach_type = BPF_TRACE_FENTRY,
	.needs = NEEDS_TRAMPOLINES,
	.binding = RT_BINDS_FUNCTION,
	.check = check,
	.attach = attach,
};

const struct rt_mechanism rt_attach_fexit = {
	.word = "fentry",
	.name = "fexit",
	.type = BPF_PROG_TYPE_TRACING,
	.attach_type = BPF_TRACE_FEXIT,
	.needs = NEEDS_TRAMPOLINES,
	.binding = RT_BINDS_FUNCTION,
	.check = check,
	.attach = attach,
};

const struct rt_mechanism rt_attach_btf_tracepoint = {
	.word = "btf",
	.name = "BTF tracepoint",
	.type = BPF_PROG_TYPE_TRACING,
	.attach_type = BPF_TRACE_RAW_TP,
	.needs = "a kernel with BTF (CONFIG_DEBUG_INFO_BTF)",
	.attaches_forward = true,
	.binding = RT_BINDS_TRACEPOINT,
	.attach = attach,
};

const struct rt_mechanism rt_attach_raw_tracepoint = {
	.word = "raw",
	.name = "raw tracepoint",
	.type = BPF_PROG_TYPE_RAW_TRACEPOINT,
	.attaches_forward = true,
	.attach = attach_raw,
};
