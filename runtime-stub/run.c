#include "run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "attach.h"
#include "capability.h"
#include "child.h"
#include "constants.h"
#include "cpus.h"
#include "feature.h"
#include "load_btf.h"
#include "load_needs.h"
#include "load_types.h"
#include "loader.h"
#include "loop.h"
#include "loss.h"
#include "output.h"
#include "privilege.h"
#include "probe.h"
#include "problem.h"
#include "records.h"
#include "rt.h"
#include "signals.h"
#include "suite.h"
#include "tracefs.h"
#include "unwind.h"
#include "value.h"
#include "verdict.h"
#include "watch.h"

struct session {
	struct rt *rt;
	struct rt_child child;
	struct rt_records records;
	struct rt_loss loss;
	int process; /* pidfd of -p; -1: none */
	int missing; /* of a check: the error of probes that are not here; it goes on with the others */
};

/* Probes and maps are file descriptors, and there may be thousands. */
static void raise_file_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static int find_process(struct session *s)
{
	pid_t pid = s->rt->options.pid;
	if (!pid)
		return 0;
	s->process = rt_pidfd_open(pid);
	if (s->process >= 0)
		return 0;
	if (s->process == -EINVAL || s->process == -ENOENT)
		rt_error(s->rt, "-p: %d is a thread, not a process", (int)pid);
	else if (s->process == -ESRCH)
		rt_error(s->rt, "-p: there is no process %d", (int)pid);
	else
		rt_error(s->rt, "-p: cannot watch process %d: %s", (int)pid, rt_problem_text(s->process));
	return s->process;
}

static int measure_host(struct rt *rt)
{
	rt_clocks_read(rt);
	rt->n_cpus = rt_cpus_possible();
	if (rt->n_cpus > 0)
		return 0;
	rt_error(rt, "cannot read /sys/devices/system/cpu/possible: %s; is /sys mounted?",
		 rt_problem_text(rt->n_cpus));
	return rt->n_cpus;
}

static int prepare(struct session *s)
{
	struct rt *rt = s->rt;
	int err = rt_types_check_file(rt);
	if (!err)
		err = rt_features_init(rt);
	if (!err)
		err = rt_privilege_check(rt);
	if (!err)
		err = measure_host(rt);
	if (!err)
		err = find_process(s);
	if (!err && !rt->options.check_only)
		err = rt_child_start(rt, &s->child);
	raise_file_limit(); // not the child's
	if (!err)
		err = rt_probes_resolve(rt);
	if (err != -ENOMEM && rt->options.check_only && rt->probes) {
		s->missing = err;
		err = 0;
	}
	if (!err)
		err = rt_loader_load(rt);
	if (!err)
		err = rt_probes_load(rt);
	if (!err && !rt->options.check_only)
		rt_needs_warn(rt);
	return err;
}

static int open_records(struct session *s)
{
	struct rt *rt = s->rt;
	int err = rt_loss_init(rt, &s->loss);
	if (!err)
		err = rt_records_init(rt, &s->records);
	// Perf buffers are perf events.
	if (err == -EACCES || err == -EPERM)
		rt_error(rt, "not permitted to open the buffer of events: %s", rt_privilege_reason());
	else if (err)
		rt_error(rt, "cannot read the buffer of events: %s", rt_problem_text(err));
	return err;
}

/* What the program of an iterator writes goes to the output as it is; its records are in the buffer. */
static int read_iterator(struct session *s, int fd)
{
	char bytes[4096];
	int err = 0;
	ssize_t n = 1;
	while (n > 0 && !err) {
		n = read(fd, bytes, sizeof(bytes));
		err = n > 0 ? rt_output_write(s->rt, bytes, (size_t)n) : 0;
		if (!err)
			err = rt_loop_drain(s->rt, &s->records);
	}
	return err;
}

static int read_iterators(struct session *s)
{
	int err = 0;
	for (uint32_t i = 0; i < s->rt->tool->n_probes && !err; i++) {
		const struct rt_probe *probe = &s->rt->probes[i];
		if (probe->abi->ops->when != RT_WHEN_READ || probe->pinned)
			continue;
		for (uint32_t k = 1; k < probe->n_fds && !err; k += 2)
			err = read_iterator(s, probe->fds[k]);
	}
	return err;
}

/* Whether something may still happen once everything is attached. */
static bool waits(const struct rt *rt)
{
	bool is_pinned = false;
	for (uint32_t i = 0; i < rt->tool->n_probes; i++)
		is_pinned |= rt->probes[i].pinned != NULL;
	return is_pinned || rt_probes_have(rt, RT_WHEN_EVENT) || rt_probes_have(rt, RT_WHEN_SIGNAL);
}

/* From the first program to the last event. */
static int trace(struct session *s)
{
	struct rt *rt = s->rt;
	const struct rt_loop loop = {
		.records = &s->records,
		.loss = &s->loss,
		.process = s->process >= 0 ? s->process : s->child.pidfd,
	};
	rt_signals_catch();
	int err = rt->tool->unwind ? rt->tool->unwind->start(rt) : 0;
	if (!err)
		err = rt_values_prepare(rt);
	if (err)
		rt_error(rt, "cannot prepare the output: %s", rt_problem_text(err));
	if (!err)
		err = rt_probes_run(rt, RT_WHEN_BEGIN);
	if (!err && rt->options.mode != RT_MODE_TRACE)
		return rt_suite_run(rt, &s->records);
	if (!err)
		err = rt_probes_attach(rt);
	if (err || rt_signals_stop_requested()) // by Ctrl-C meanwhile
		return err;
	rt_loader_trim(rt);
	err = rt_capabilities_drop(rt);
	if (err)
		return err;
	err = rt_output_attached(rt, rt_probes_count(rt));
	if (!err)
		err = rt_child_release(rt, &s->child);
	if (!err)
		err = read_iterators(s);
	return !err && waits(rt) ? rt_loop_run(rt, &loop) : err;
}

/*
 * What is left in the buffer is handled before the end programs add to it. Behind an
 * exit record it is dropped; the end programs print all the same.
 */
static int finish(struct session *s)
{
	struct rt *rt = s->rt;
	// Where detaching takes long, it is what the tool does last.
	if (!rt_probes_stop(rt))
		rt_probes_detach(rt);
	rt->is_detached = true;
	int err = rt_loop_drain(rt, &s->records);
	rt->exit_requested = false;
	if (!err)
		err = rt_probes_run(rt, RT_WHEN_END);
	if (!err)
		err = rt_loop_drain(rt, &s->records);
	rt_loss_finish(rt, &s->loss);
	bool is_tracing = rt->options.mode == RT_MODE_TRACE;
	if (!err && is_tracing && rt->tool->settings->print_maps_on_exit)
		err = rt_maps_print_all(rt);
	return err ? err : rt_output_flush(rt);
}

static void release(struct session *s)
{
	rt_child_end(&s->child);
	rt_probes_detach(s->rt);
	rt_records_release(&s->records);
	rt_loss_release(&s->loss);
	rt_watches_release(s->rt);
	rt_probes_release(s->rt);
	rt_btf_release(s->rt);
	rt_tracefs_release(s->rt);
	if (s->rt->loader)
		rt_loader_close(s->rt);
	if (s->process >= 0)
		close(s->process);
}

/* CLOCK_MONOTONIC in ns. */
static uint64_t now(void)
{
	struct timespec time = { 0, 0 };
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static struct session session(struct rt *rt)
{
	return (struct session){ .rt = rt, .child = { .go = -1, .pidfd = -1 }, .process = -1 };
}

int rt_run(struct rt *rt)
{
	struct session s = session(rt);
	int err = prepare(&s);
	if (!err)
		err = rt_output_open(rt);
	if (!err)
		err = open_records(&s);
	if (!err)
		err = trace(&s);
	if (!err)
		err = finish(&s);
	release(&s);
	int output_err = rt_output_close(rt);
	if (err || output_err)
		return EXIT_FAILURE;
	return rt->exit_status;
}

int rt_check(struct rt *rt)
{
	struct session s = session(rt);
	uint64_t start = now();
	int err = prepare(&s);
	uint64_t load_ns = now() - start;
	if (!err)
		err = open_records(&s);
	if (!err)
		err = rt_probes_attach(rt);
	err = err ? err : s.missing;
	rt_verdict_print(rt, err, load_ns);
	release(&s);
	return err ? EXIT_FAILURE : EXIT_SUCCESS;
}
