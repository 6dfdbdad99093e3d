#include "loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "loss.h"
#include "output.h"
#include "probe.h"
#include "problem.h"
#include "records.h"
#include "rt.h"
#include "signals.h"
#include "watch.h"

/* Records between two looks at the clock. */
#define BATCH 128

/* How long records may be handled before signals and timers get their turn. */
#define SLICE_NS 100000000

/* How often losses are looked for, in seconds. */
#define TICK_S 1

/* What a record's handler gives so that signals get their turn behind it. */
#define SLOW 1

enum source {
	SOURCE_RECORDS,
	SOURCE_CONTROL,
	SOURCE_PACKETS,
	SOURCE_PROCESS,
	SOURCE_TICK,
	SOURCE_DURATION,
	SOURCE_SIGNAL,
	N_SOURCES
};

struct state {
	struct rt *rt;
	const struct rt_loop *loop;
	int epoll;
	int fds[N_SOURCES]; /* -1: absent */
	bool is_finished;
};

static int handle_record(void *context, const uint8_t *bytes, size_t size)
{
	struct rt *rt = context;
	struct abi_record record;
	if (rt->exit_requested)
		return 0;
	if (size < sizeof(record))
		return -EPROTO;
	memcpy(&record, bytes, sizeof(record));
	if (record.event >= rt->tool->n_events || record.size > size)
		return -EPROTO;
	const struct abi_event *event = &rt->tool->events[record.event];
	if (record.size < event->fixed_size)
		return -EPROTO;
	int err = event->ops->handle(rt, event, bytes, record.size);
	return !err && event->kind == ABI_EVENT_PRINT_MAP ? SLOW : err;
}

static int read_batch(struct rt *rt, struct rt_records *records)
{
	int n = rt_records_read(records, BATCH, handle_record, rt);
	if (n == -EPROTO)
		rt_error(rt, "a record does not fit the tables of this program (a bug of tracec)");
	return n;
}

int rt_loop_drain(struct rt *rt, struct rt_records *records)
{
	int n = 0;
	rt_output_hold(rt);
	do
		n = read_batch(rt, records);
	while (n > 0);
	int err = rt_output_settle(rt);
	return n < 0 ? n : err;
}

static uint64_t now(void)
{
	struct timespec time = { 0, 0 };
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* For a slice of time; what then remains is handled in the next round, without a wait. */
static int handle_records(struct state *p)
{
	uint64_t end = now() + SLICE_NS;
	int n;
	rt_output_hold(p->rt);
	do
		n = read_batch(p->rt, p->loop->records);
	while (n > 0 && !p->rt->exit_requested && now() < end && !rt_signals_stop_requested());
	int err = rt_output_settle(p->rt);
	p->is_finished |= p->rt->exit_requested;
	return n < 0 ? n : err;
}

static int handle_end(struct state *p)
{
	p->is_finished = true;
	return 0;
}

static int handle_tick(struct state *p)
{
	uint64_t expirations;
	if (read(p->fds[SOURCE_TICK], &expirations, sizeof(expirations)) > 0)
		rt_loss_report(p->rt, p->loop->loss);
	return 0;
}

static int handle_signal(struct state *p)
{
	struct signalfd_siginfo info;
	if (read(p->fds[SOURCE_SIGNAL], &info, sizeof(info)) != (ssize_t)sizeof(info))
		return 0;
	return rt_probes_run_signal(p->rt, (int)info.ssi_signo);
}

static int (*const handlers[N_SOURCES])(struct state *) = {
	[SOURCE_RECORDS] = handle_records, [SOURCE_CONTROL] = handle_records,
	[SOURCE_PACKETS] = handle_records, [SOURCE_PROCESS] = handle_end,
	[SOURCE_TICK] = handle_tick,       [SOURCE_DURATION] = handle_end,
	[SOURCE_SIGNAL] = handle_signal,
};

static bool is_readable(int fd)
{
	struct pollfd waiting = { .fd = fd, .events = POLLIN };
	return fd >= 0 && poll(&waiting, 1, 0) > 0;
}

/*
 * While nobody reads the output: what ends the tool ends the tracing at once, though what is left has to wait; losses are
 * told, except in the output itself.
 */
static void while_stalled(void *context)
{
	struct state *p = context;
	bool is_over = rt_signals_stop_requested() || is_readable(p->fds[SOURCE_DURATION]) ||
		       is_readable(p->fds[SOURCE_PROCESS]);
	if (is_over && !p->rt->is_detached) {
		rt_signals_release();
		rt_error(p->rt,
			 "%s takes nothing; what is left is written when it does; SIGINT now ends "
			 "this at once",
			 rt_output_name(p->rt));
		rt_probes_detach(p->rt);
		p->rt->is_detached = true;
	}
	if (p->rt->options.format == RT_FORMAT_TEXT && is_readable(p->fds[SOURCE_TICK]))
		handle_tick(p);
}

/* What an event is of: a source of our own, by the place of its descriptor, or a watch. */
static int handle(struct state *p, void *of)
{
	const int *fd = of;
	struct rt_watch *other = of;
	if (fd >= p->fds && fd < p->fds + N_SOURCES)
		return handlers[fd - p->fds](p);
	return other->read(p->rt, other->context);
}

static int make_timer(time_t seconds, long nanoseconds, bool repeats)
{
	struct itimerspec time;
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	memset(&time, 0, sizeof(time));
	time.it_value.tv_sec = seconds;
	time.it_value.tv_nsec = nanoseconds;
	if (repeats)
		time.it_interval = time.it_value;
	if (!timerfd_settime(fd, 0, &time, NULL))
		return fd;
	int err = -errno;
	close(fd);
	return err;
}

/* Signals of self probes come through a file descriptor. */
static int make_signals(const struct rt *rt)
{
	sigset_t set;
	sigemptyset(&set);
	for (uint32_t i = 0; i < rt->tool->n_probes; i++)
		if (rt->probes[i].abi->ops->when == RT_WHEN_SIGNAL &&
		    rt_probe_is_active(&rt->probes[i]))
			sigaddset(&set, (int)rt->probes[i].targets[0].number);
	sigprocmask(SIG_BLOCK, &set, NULL);
	int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return fd < 0 ? -errno : fd;
}

static int watch_others(struct state *p)
{
	int err = 0;
	for (struct rt_watch *watch = p->rt->watches; watch && !err; watch = watch->next) {
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = watch };
		err = epoll_ctl(p->epoll, EPOLL_CTL_ADD, watch->fd, &event) ? -errno : 0;
		// Some tell once that there is something to read, and just did.
		if (!err)
			err = watch->read(p->rt, watch->context);
	}
	return err;
}

static int watch(struct state *p, enum source source, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = &p->fds[source] };
	p->fds[source] = fd;
	if (fd < 0)
		return fd;
	return epoll_ctl(p->epoll, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

static int watch_records(struct state *p)
{
	static const enum source sources[N_RT_RECORDS_FDS] = {
		[RT_RECORDS_EVENTS] = SOURCE_RECORDS,
		[RT_RECORDS_CONTROL] = SOURCE_CONTROL,
		[RT_RECORDS_PACKETS] = SOURCE_PACKETS,
	};
	int err = 0;
	for (size_t i = 0; i < N_RT_RECORDS_FDS && !err; i++)
		if (p->loop->records->fds[i] >= 0)
			err = watch(p, sources[i], p->loop->records->fds[i]);
	return err;
}

static int start(struct state *p)
{
	double duration = p->rt->options.duration;
	p->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (p->epoll < 0)
		return -errno;
	int err = watch_records(p);
	if (!err && p->loop->process >= 0)
		err = watch(p, SOURCE_PROCESS, p->loop->process);
	if (!err && p->loop->loss->seen)
		err = watch(p, SOURCE_TICK, make_timer(TICK_S, 0, true));
	if (!err && duration > 0) {
		time_t seconds = (time_t)duration;
		long rest = (long)((duration - (double)seconds) * 1e9);
		err = watch(p, SOURCE_DURATION, make_timer(seconds, rest, false));
	}
	if (!err && rt_probes_have(p->rt, RT_WHEN_SIGNAL))
		err = watch(p, SOURCE_SIGNAL, make_signals(p->rt));
	return err ? err : watch_others(p);
}

static void stop(struct state *p)
{
	static const enum source own[] = { SOURCE_TICK, SOURCE_DURATION, SOURCE_SIGNAL };
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (p->fds[own[i]] >= 0)
			close(p->fds[own[i]]);
	if (p->epoll >= 0)
		close(p->epoll);
}

/*
 * Sleeps until something happens, or there may be records that nothing tells of. Stopping signals are held back between the look and the sleep,
 * so that none is slept over.
 */
static int wait(struct state *p, struct epoll_event *events)
{
	const struct rt_records *records = p->loop->records;
	sigset_t stopping, before;
	int n = 0;
	rt_signals_set(&stopping);
	sigprocmask(SIG_BLOCK, &stopping, &before);
	if (!rt_signals_stop_requested())
		n = epoll_pwait(p->epoll, events, N_SOURCES,
				records->is_left ? 0 : records->latency, &before);
	int err = n < 0 && errno != EINTR ? -errno : 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	p->is_finished |= rt_signals_stop_requested();
	if (n < 0)
		n = 0;
	return err ? err : n;
}

int rt_loop_run(struct rt *rt, const struct rt_loop *loop)
{
	struct state p = { .rt = rt, .loop = loop, .epoll = -1 };
	struct epoll_event events[N_SOURCES];
	for (int i = 0; i < N_SOURCES; i++)
		p.fds[i] = -1;
	int err = start(&p);
	if (err)
		rt_error(rt, "cannot wait for events: %s", rt_problem_text(err));
	rt_output_on_stall(rt, while_stalled, &p);
	while (!err && !p.is_finished) {
		int n = wait(&p, events);
		err = n < 0 && !p.is_finished ? n : 0;
		for (int i = 0; i < n && !err; i++)
			err = handle(&p, events[i].data.ptr);
		// A perf buffer tells only once that it has something, and not of a few records.
		if (!err && !p.is_finished && (loop->records->is_left || !n))
			err = handle_records(&p);
	}
	rt_output_on_stall(rt, NULL, NULL);
	stop(&p);
	return err;
}
