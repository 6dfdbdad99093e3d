/* watchpoint:ADDRESS:LENGTH:MODE, a hardware breakpoint. */
#include <errno.h>
#include <linux/hw_breakpoint.h>
#include <stdbool.h>
#include <string.h>

#include "attach.h"
#include "capability.h"
#include "number.h"
#include "perf_event.h"
#include "probe.h"
#include "rt.h"

static bool parse_mode(const char *text, uint32_t *mode)
{
	*mode = 0;
	for (; *text; text++) {
		uint32_t bit = *text == 'r' ? HW_BREAKPOINT_R : 0;
		bit = *text == 'w' ? HW_BREAKPOINT_W : bit;
		bit = *text == 'x' ? HW_BREAKPOINT_X : bit;
		if (!bit || *mode & bit)
			return false;
		*mode |= bit;
	}
	return *mode;
}

/* The length goes to period, the mode to number. */
static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	struct rt_target *target = rt_probe_add_target(probe);
	uint32_t mode;
	if (!target)
		return -ENOMEM;
	if (probe->abi->n_parts != 3)
		return rt_probe_fail(probe, -EINVAL,
				     "it is not of the form "
				     "watchpoint:ADDRESS:LENGTH:MODE");
	if (rt_number_parse(probe->parts[0], &target->address))
		return rt_probe_fail(probe, -EINVAL, "'%s' is no address", probe->parts[0]);
	if (rt_number_parse(probe->parts[1], &target->period) || target->period > 8 ||
	    __builtin_popcountll(target->period) != 1)
		return rt_probe_fail(probe, -EINVAL, "the length is not 1, 2, 4 or 8");
	if (!parse_mode(probe->parts[2], &mode))
		return rt_probe_fail(probe, -EINVAL, "the mode '%s' is not of r, w and x",
				     probe->parts[2]);
	target->number = mode;
	return rt_target_set(&target->name, "watchpoint:%llu:%llu:%s",
			     (unsigned long long)target->address,
			     (unsigned long long)target->period, probe->parts[2]);
}

static int attach(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	bool executes = target->number == HW_BREAKPOINT_X;
	struct perf_event_attr attr = rt_perf_attr(PERF_TYPE_BREAKPOINT, 0);
	attr.bp_type = (uint32_t)target->number;
	attr.bp_addr = target->address;
	attr.bp_len = executes ? sizeof(long) : target->period;
	attr.sample_period = 1;
	pid_t pid = rt_probe_pid(rt);
	int err = pid > 0 ? rt_perf_attach_process(rt, probe, target, &attr, pid)
			  : rt_perf_attach_all(rt, probe, target, &attr);
	if (err == -ENOSPC)
		err = rt_probe_fail(
			probe, err,
			"all breakpoint registers of the CPU are in use (x86 has 4), by this script, "
			"another tool or a debugger");
	else if ((err == -EPERM || err == -EACCES) && target->address >> 63 &&
		 !(rt_capabilities_effective() & RT_CAPABILITY(SYS_ADMIN)))
		err = rt_probe_fail(probe, err,
				    "watching addresses of the kernel needs CAP_SYS_ADMIN");
	else if (err == -EINVAL)
		err = rt_probe_fail(probe, err,
				    "the CPU cannot watch that address, length or "
				    "mode");
	return err;
}

static const struct rt_mechanism breakpoint = {
	.name = "hardware breakpoints",
	.attaches_forward = true,
	.cookie = RT_COOKIE_PERF,
	.attach = attach,
};

static const struct rt_way ways[] = {
	{ &breakpoint, false },
	{ NULL, false },
};

/* The kernel's half of the addresses. */
static uint64_t needs_of(const struct abi_probe *probe)
{
	uint64_t address;
	bool is_kernel =
		probe->n_parts && !rt_number_parse(probe->parts[0], &address) && address >> 63;
	return is_kernel ? RT_NEED_KERNEL_WATCH : 0;
}

const struct rt_probe_ops rt_probe_watchpoint = {
	.provider = "watchpoint",
	.resolve = resolve,
	.ways = ways,
	.needs_of = needs_of,
};
