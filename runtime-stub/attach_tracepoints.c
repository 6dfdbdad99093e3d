/*
 * Tracepoints that a wildcard matches, without perf events. Each of those takes the kernel some 50 ms to detach
 * (perf_trace_event_unreg waits for a grace period), so that a tool on hundreds would end a quarter of a minute late. All
 * tracepoints of system calls are one program of the raw tracepoint from which the kernel makes them (sys_enter, sys_exit); others
 * are raw tracepoints, each of its own, if nothing of their records is read.
 */
#include "attach_tracepoints.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "bpf_call.h"
#include "limit.h"
#include "loader.h"
#include "privilege.h"
#include "probe.h"
#include "problem.h"
#include "rt.h"
#include "syscall_number.h"
#include "tracefs.h"

/* Fewer stay events: the wait is short, and a program of events of system calls runs for its own calls alone. */
#define FEWEST 8

static int number_of(const struct rt_target *target)
{
	static const char enter[] = "sys_enter_", leave[] = "sys_exit_";
	const char *event = target->symbol;
	event += strlen(strncmp(event, leave, strlen(leave)) ? enter : leave);
	return rt_syscall_number(event);
}

/* Blocks on one event run in the script's order if they attach in one way; sets do that. */
static bool is_other_way(const struct rt *rt, const struct rt_probe *other, const struct rt_probe *probe)
{
	bool are_sets = other->abi->syscall_set && probe->abi->syscall_set;
	(void)rt;
	return other->abi->kind == ABI_PROBE_TRACEPOINT && !are_sets;
}

static int check_events(struct rt *rt, struct rt_probe *probe)
{
	if (getenv("TRACEC_ATTACH") || rt_tracefs_problem(rt)) // there are no others
		return 0;
	if (probe->n_targets < FEWEST)
		return rt_probe_fail(probe, -ENOENT, "events of their own cost less");
	if (rt_probe_has_company(rt, probe, is_other_way))
		return rt_probe_fail(probe, -ENOENT, "another block is on the same events");
	return 0;
}

static int check_syscalls(struct rt *rt, struct rt_probe *probe)
{
	for (uint32_t i = 0; i < probe->n_targets; i++)
		if (number_of(&probe->targets[i]) < 0)
			return rt_probe_fail(probe, -ENOENT, "the number of %s is not known",
					     probe->targets[i].symbol);
	return check_events(rt, probe);
}

uint32_t rt_syscall_sets_size(const struct abi_tool *tool)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < tool->n_probes; i++)
		if (tool->probes[i].syscall_set > n)
			n = tool->probes[i].syscall_set;
	return n * LIMIT_SYSCALLS;
}

static int fill(const struct rt_probe *probe, int map_fd)
{
	int err = 0;
	for (uint32_t i = 0; i < probe->n_targets && !err; i++) {
		uint32_t key = (probe->abi->syscall_set - 1) * LIMIT_SYSCALLS +
			       (uint32_t)number_of(&probe->targets[i]);
		uint32_t entry = probe->targets[i].id + 1;
		err = rt_bpf_update(map_fd, &key, &entry, 0);
	}
	return err;
}

/* Of the blocks that share its program, too. */
static int fill_all(struct rt *rt, const struct rt_probe *probe)
{
	int map_fd = rt_loader_map_fd(rt, "syscall_sets");
	int err = map_fd < 0 ? -ENOENT : fill(probe, map_fd);
	for (uint32_t i = 0; i < rt->tool->n_probes && !err && probe->abi->is_grouped; i++) {
		const struct rt_probe *other = &rt->probes[i];
		if (other->abi->is_joined && other->abi->program == probe->abi->program &&
		    rt_probe_is_active(other))
			err = fill(other, map_fd);
	}
	return err;
}

static int attach_syscalls(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	(void)target;
	const char *name = probe->abi->is_syscall_exit ? "sys_exit" : "sys_enter";
	int err = fill_all(rt, probe);
	int fd = err ? err : rt_bpf_attach_raw(probe->targets[0].program_fd, name);
	if (fd >= 0)
		return rt_probe_keep(probe, fd);
	if (fd == -EPERM || fd == -EACCES)
		return rt_probe_fail(probe, fd, "not permitted: %s", rt_privilege_reason());
	return rt_probe_fail(probe, fd, "%s", rt_problem_text(fd));
}

const struct rt_mechanism rt_attach_syscall_set = {
	.word = "raw",
	.name = "raw tracepoint of all system calls",
	.type = BPF_PROG_TYPE_RAW_TRACEPOINT,
	.attaches_forward = true,
	.is_joint = true,
	.is_syscall_set = true,
	.check = check_syscalls,
	.attach = attach_syscalls,
};

/* All or none: an event that has no raw tracepoint of its name is not to be left out. */
static int attach_raw(struct rt *rt, struct rt_probe *probe, struct rt_target *target)
{
	int err = rt_attach_raw_tracepoint.attach(rt, probe, target);
	return err == -ENOENT ? -ESRCH : err;
}

const struct rt_mechanism rt_attach_raw_tracepoints = {
	.word = "raw",
	.name = "raw tracepoint",
	.type = BPF_PROG_TYPE_RAW_TRACEPOINT,
	.attaches_forward = true,
	.check = check_events,
	.attach = attach_raw,
};
