/*
 * Programs on perf events: how most kinds of probes attach.
 */
#ifndef RUNTIME_STUB_PERF_EVENT_H
#define RUNTIME_STUB_PERF_EVENT_H

#include <linux/perf_event.h>
#include <stdint.h>
#include <sys/types.h>

struct rt;
struct rt_probe;
struct rt_target;

/* A zeroed attr of this event. */
struct perf_event_attr rt_perf_attr(uint32_t type, uint64_t config);

/*
 * The dynamic PMU of kprobes or uprobes: its number, and the bit of attr.config that asks
 * for the return. -ENOENT: the kernel lacks it.
 */
int rt_perf_probe_type(const char *pmu, uint32_t *type, uint64_t *return_bit);

/*
 * Opens the event, attaches the target's program to it and enables it; the probe
 * keeps it. Under --check it is opened and closed only. Notes the reason of a failure.
 */
int rt_perf_attach(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		   const struct perf_event_attr *attr, pid_t pid, int cpu);

/* Anywhere: one event that is not bound to a CPU's work, opened on the first CPU. */
int rt_perf_attach_once(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
			const struct perf_event_attr *attr);

/* Every CPU, or, with -p, every thread of that process and those it starts later. */
int rt_perf_attach_all(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
		       const struct perf_event_attr *attr);

/* On all threads of a process, and those that it starts. */
int rt_perf_attach_process(struct rt *rt, struct rt_probe *probe, const struct rt_target *target,
			   const struct perf_event_attr *attr, pid_t pid);

#endif
