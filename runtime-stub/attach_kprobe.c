/* Functions through the kprobe and uprobe PMUs: a perf event for each. */
#include <errno.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "perf_event.h"
#include "probe.h"
#include "rt.h"

/* Where the offset of a semaphore is in the config of an uprobe event (Linux 4.20). */
#define SEMAPHORE_SHIFT 32

static int check_kernel(struct rt *rt, struct rt_probe *probe)
{
	uint32_t type;
	uint64_t return_bit;
	(void)rt;
	int err = rt_perf_probe_type("kprobe", &type, &return_bit);
	if (err != -ENOENT)
		return err;
	return rt_probe_fail(probe, -ENOENT,
			     "this kernel is built without kprobes "
			     "(CONFIG_KPROBES, CONFIG_KPROBE_EVENTS)");
}

static int explain_kernel(struct rt_probe *probe, const struct rt_target *target, int err)
{
	const char *symbol = target->symbol ? target->symbol : "there";
	switch (-err) {
	case ENOENT:
		return rt_probe_fail(probe, -ENOENT, "this kernel has no function '%s'", symbol);
	case EADDRNOTAVAIL:
		return rt_probe_fail(probe, -ENOENT,
				     "this kernel has several functions '%s', or none", symbol);
	case EINVAL:
	case EILSEQ:
		return rt_probe_fail(probe, -ENOENT,
				     "the kernel does not let '%s' be probed (notrace, "
				     "blacklisted, or no start of an instruction)",
				     symbol);
	default:
		return err;
	}
}

static int attach_kernel(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
			 bool is_return)
{
	uint32_t type = 0;
	uint64_t return_bit = 0;
	char *symbol = NULL;
	int err = rt_perf_probe_type("kprobe", &type, &return_bit);
	// The kernel itself is no module to a kprobe.
	bool has_module = target->module && strcmp(target->module, "vmlinux") != 0;
	if (!err && target->symbol)
		err = has_module
			      ? rt_target_set(&symbol, "%s:%s", target->module, target->symbol)
			      : rt_target_set(&symbol, "%s", target->symbol);
	if (!err) {
		struct perf_event_attr attr = rt_perf_attr(type, is_return ? return_bit : 0);
		attr.kprobe_func = (uint64_t)(uintptr_t)symbol;
		attr.probe_offset = target->address; // without a function: the address
		err = rt_perf_attach_once(rt, probe, target, &attr);
	}
	free(symbol);
	return explain_kernel(probe, target, err);
}

static int attach_kprobe(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	return attach_kernel(rt, probe, target, false);
}

static int attach_kretprobe(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	return attach_kernel(rt, probe, target, true);
}

static int check_user(struct rt *rt, struct rt_probe *probe)
{
	uint32_t type;
	uint64_t return_bit;
	(void)rt;
	int err = rt_perf_probe_type("uprobe", &type, &return_bit);
	if (err != -ENOENT)
		return err;
	return rt_probe_fail(probe, -ENOENT,
			     "this kernel is built without uprobes "
			     "(CONFIG_UPROBE_EVENTS)");
}

#define ENOTSUPP 524 /* which only the kernel knows */

/* Of what a wildcard matches, the others are attached. */
static int explain_user(struct rt_probe *probe, const struct rt_target *target, int err)
{
	int given = probe->is_pattern ? -ENOENT : err;
	switch (-err) {
	case EINVAL:
		return rt_probe_fail(probe, given,
				     "no instruction starts there, or %s is not on a file system "
				     "that can be probed",
				     target->path);
	case ENOTSUPP:
		return rt_probe_fail(probe, given,
				     "the kernel cannot probe the instruction there (it has a "
				     "lock or segment prefix); another offset may do");
	case EIO:
		return rt_probe_fail(probe, given,
				     "the code at that place of %s is not what the kernel reads "
				     "there now",
				     target->path);
	default:
		return err;
	}
}

static int attach_user(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		       bool is_return)
{
	uint32_t type = 0;
	uint64_t return_bit = 0;
	int err = rt_perf_probe_type("uprobe", &type, &return_bit);
	if (err)
		return err;
	uint64_t semaphore = target->semaphore << SEMAPHORE_SHIFT;
	struct perf_event_attr attr = rt_perf_attr(type, semaphore | (is_return ? return_bit : 0));
	attr.uprobe_path = (uint64_t)(uintptr_t)target->path;
	attr.probe_offset = target->address;
	pid_t pid = rt_probe_pid(rt);
	err = pid > 0 ? rt_perf_attach(rt, probe, target, &attr, pid, -1)
		      : rt_perf_attach_once(rt, probe, target, &attr);
	return explain_user(probe, target, err);
}

static int attach_uprobe(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	return attach_user(rt, probe, target, false);
}

static int attach_uretprobe(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	return attach_user(rt, probe, target, true);
}

const struct rt_mechanism rt_attach_kprobe = {
	.word = "kprobe",
	.name = "kprobe",
	.type = BPF_PROG_TYPE_KPROBE,
	.cookie = RT_COOKIE_PERF,
	.check = check_kernel,
	.attach = attach_kprobe,
};

const struct rt_mechanism rt_attach_kretprobe = {
	.word = "kprobe",
	.name = "kretprobe",
	.type = BPF_PROG_TYPE_KPROBE,
	.attaches_forward = true,
	.cookie = RT_COOKIE_PERF,
	.check = check_kernel,
	.attach = attach_kretprobe,
};

const struct rt_mechanism rt_attach_uprobe = {
	.word = "uprobe",
	.name = "uprobe",
	.cookie = RT_COOKIE_PERF,
	.check = check_user,
	.attach = attach_uprobe,
};

const struct rt_mechanism rt_attach_uretprobe = {
	.word = "uprobe",
	.name = "uretprobe",
	.cookie = RT_COOKIE_PERF,
	.check = check_user,
	.attach = attach_uretprobe,
};
