#include "loss.h"

#include <errno.h>
#include <stdlib.h>

#include "bpf_call.h"
#include "feature.h"
#include "loader.h"
#include "output.h"
#include "probe.h"
#include "rt.h"
#include "runtime_error.h"
#include "text.h"

/* Probes of one program that a message names. */
#define NAMED_PROBES 3

static const char *const event_names[] = {
#define EVENT(kind, symbol) [ABI_EVENT_##kind] = #symbol,
#include "event.def"
};

/*
 * The counters: those of map "loss" (layout.h), then the runs that the kernel left out, by program,
 * then the updates that each map refused, at all of their places.
 */
static uint32_t first_program(const struct rt *rt)
{
	return rt->tool->n_events;
}

static uint32_t first_miss(const struct rt *rt)
{
	return first_program(rt) + rt->tool->n_programs + 1;
}

static uint32_t first_map(const struct rt *rt)
{
	return first_miss(rt) + rt->tool->n_programs;
}

/* Counters of a lane; those that programs count. */
static uint32_t n_counted(const struct rt *rt)
{
	return ABI_LOSS_ROW(first_miss(rt));
}

static uint32_t n_counters(const struct rt *rt)
{
	return first_map(rt) + rt->tool->n_maps;
}

/* Whether the event stands for a place where a full map refuses updates. */
static bool is_refusal(const struct abi_event *event)
{
	return event->kind == ABI_EVENT_RUNTIME_ERROR && event->map >= 0;
}

/* Whether what is counted is a failed helper: without a ring buffer no record tells of it. */
static bool is_counted_failure(struct rt *rt, uint32_t index)
{
	const struct abi_event *event = &rt->tool->events[index];
	return event->kind == ABI_EVENT_RUNTIME_ERROR && event->map < 0 && event->helper &&
	       !rt_has(rt, FEATURE_RINGBUF);
}

/* Whether a record was lost. */
static bool is_event(struct rt *rt, uint32_t index)
{
	return !is_refusal(&rt->tool->events[index]) && !is_counted_failure(rt, index);
}

int rt_loss_init(struct rt *rt, struct rt_loss *loss)
{
	*loss = (struct rt_loss){ .seen = NULL };
	if (rt->loss_fd < 0)
		return 0;
	loss->seen = calloc(n_counters(rt), sizeof(uint64_t));
	loss->grown = calloc(n_counters(rt), sizeof(uint64_t));
	loss->told = calloc(n_counters(rt), sizeof(uint64_t));
	loss->now = calloc(n_counters(rt), sizeof(uint64_t));
	loss->lanes = calloc((size_t)LIMIT_LOSS_LANES * n_counted(rt), sizeof(uint64_t));
	return loss->seen && loss->grown && loss->told && loss->now && loss->lanes ? 0 : -ENOMEM;
}

void rt_loss_release(struct rt_loss *loss)
{
	free(loss->seen);
	free(loss->grown);
	free(loss->told);
	free(loss->now);
	free(loss->lanes);
	*loss = (struct rt_loss){ .seen = NULL };
}

static uint64_t misses_of(int program_fd)
{
	uint64_t misses = 0;
	return rt_bpf_program_misses(program_fd, &misses) ? 0 : misses;
}

/* A program may have been loaded several times, for several targets. */
static uint64_t read_misses(const struct rt *rt, uint32_t program)
{
	uint64_t sum = 0;
	int fd = rt_loader_fd(rt, program, 0);
	for (uint32_t i = 1; fd >= 0; i++) {
		sum += misses_of(fd);
		fd = rt_loader_fd(rt, program, i);
	}
	return sum;
}

static uint64_t sum_refusals(const struct rt *rt, const struct rt_loss *loss, uint32_t map)
{
	uint64_t sum = 0;
	for (uint32_t i = 0; i < rt->tool->n_events; i++)
		if (is_refusal(&rt->tool->events[i]) && rt->tool->events[i].map == (int32_t)map)
			sum += loss->seen[i];
	return sum;
}

/* Those of maps sum up what has been seen of the events, which come before. */
static uint64_t read_counter(const struct rt *rt, const struct rt_loss *loss, uint32_t index)
{
	if (index >= first_map(rt))
		return sum_refusals(rt, loss, index - first_map(rt));
	if (index >= first_miss(rt))
		return read_misses(rt, index - first_miss(rt));
	return loss->now[index];
}

static bool is_its(const struct abi_probe *probe, uint32_t program)
{
	return probe->program == program || (probe->is_grouped && probe->member == program) ||
	       (probe->has_session && probe->session == program) ||
	       (probe->has_alternative && probe->alternative == program);
}

/* "kprobe:a, kprobe:b" */
static void add_probes(const struct rt *rt, uint32_t program, struct rt_text *out)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < rt->tool->n_probes; i++) {
		if (!is_its(&rt->tool->probes[i], program) || n++ >= NAMED_PROBES)
			continue;
		rt_text_add_string(out, n > 1 ? ", " : "");
		rt_text_add_string(out, rt->tool->probes[i].text);
	}
	if (n > NAMED_PROBES)
		rt_text_add_string(out, ", ...");
}

static void add_plural(struct rt_text *out, uint64_t n, const char *noun)
{
	rt_text_add_unsigned(out, n);
	rt_text_add_char(out, ' ');
	rt_text_add_string(out, noun);
	rt_text_add_string(out, n == 1 ? "" : "s");
}

static void add_place(const struct rt *rt, uint32_t line, struct rt_text *out)
{
	rt_text_add_string(out, rt->tool->script_name);
	rt_text_add_char(out, ':');
	rt_text_add_unsigned(out, line);
}

/* "  3 of printf in tool.bt:5 (kprobe:a): the buffer was full" */
static void add_event(const struct rt *rt, uint32_t index, uint64_t n, struct rt_text *out)
{
	const struct abi_event *event = &rt->tool->events[index];
	rt_text_add_string(out, "  ");
	rt_text_add_unsigned(out, n);
	rt_text_add_string(out, " of ");
	rt_text_add_string(out, event_names[event->kind]);
	rt_text_add_string(out, " in ");
	add_place(rt, event->line, out);
	if (event->program >= 0) {
		rt_text_add_string(out, " (");
		add_probes(rt, (uint32_t)event->program, out);
		rt_text_add_string(out, ")");
	}
	rt_text_add_string(out, ": the buffer was full");
}

static void add_map(const struct rt *rt, uint32_t index, uint64_t n, struct rt_text *out)
{
	const struct abi_map *map = &rt->tool->maps[index];
	rt_text_add_string(out, "Lost ");
	add_plural(out, n, "update");
	rt_text_add_string(out, " of ");
	rt_text_add_string(out, map->name);
	rt_text_add_string(out, " (");
	add_place(rt, map->line, out);
	rt_text_add_string(out, "): the map is full, it has room for ");
	rt_text_add_unsigned(out, map->max_entries);
	rt_text_add_string(out, " entries");
}

static void add_scratch(const struct rt *rt, uint32_t program, uint64_t n, struct rt_text *out)
{
	rt_text_add_string(out, "Lost ");
	add_plural(out, n, "run");
	rt_text_add_string(out, " of ");
	if (program < rt->tool->n_programs)
		add_probes(rt, program, out);
	else
		rt_text_add_string(out, "functions");
	rt_text_add_string(out, ": more than ");
	rt_text_add_unsigned(out, LIMIT_SCRATCH_SLOTS);
	rt_text_add_string(out, " probes interrupted each other on one CPU");
}

static void add_miss(const struct rt *rt, uint32_t program, uint64_t n, struct rt_text *out)
{
	rt_text_add_string(out, "Lost ");
	add_plural(out, n, "run");
	rt_text_add_string(out, " of ");
	add_probes(rt, program, out);
	rt_text_add_string(out, ": the kernel was in a probe on that CPU already");
}

static void tell(struct rt *rt, uint32_t index, uint64_t n)
{
	struct rt_text message = { 0 };
	if (!n || (index < first_program(rt) && !is_event(rt, index)))
		return;
	if (index < first_program(rt))
		add_event(rt, index, n, &message);
	else if (index < first_miss(rt))
		add_scratch(rt, index - first_program(rt), n, &message);
	else if (index < first_map(rt))
		add_miss(rt, index - first_miss(rt), n, &message);
	else
		add_map(rt, index - first_map(rt), n, &message);
	const char *text = rt_text_string(&message);
	if (text)
		rt_notice(rt, "%s", text);
	rt_text_release(&message);
}

/* The counters are one element. Without it they stay as they were. */
static void read_lanes(const struct rt *rt, const struct rt_loss *loss)
{
	const uint32_t all = 0, n = n_counted(rt);
	if (rt_bpf_lookup(rt->loss_fd, &all, loss->lanes))
		return;
	for (uint32_t i = 0; i < first_miss(rt); i++) {
		loss->now[i] = 0;
		for (uint32_t lane = 0; lane < LIMIT_LOSS_LANES; lane++)
			loss->now[i] += loss->lanes[lane * n + i];
	}
}

/* The growth of each counter; its sum over the events is returned. */
static uint64_t read_growth(struct rt *rt, const struct rt_loss *loss, bool *grew)
{
	uint64_t n_lost = 0;
	*grew = false;
	read_lanes(rt, loss);
	for (uint32_t i = 0; i < n_counters(rt); i++) {
		loss->grown[i] = read_counter(rt, loss, i) - loss->seen[i];
		loss->seen[i] += loss->grown[i];
		if (i < rt->tool->n_events && is_event(rt, i))
			n_lost += loss->grown[i];
		*grew |= loss->grown[i] != 0;
	}
	return n_lost;
}

#define FULL (-7) /* -E2BIG */

/* Each place where a full map refused an update is shown once. */
static void show_refusals(struct rt *rt, const struct rt_loss *loss)
{
	for (uint32_t i = 0; i < rt->tool->n_events; i++)
		if (is_refusal(&rt->tool->events[i]) && loss->grown[i] &&
		    loss->grown[i] == loss->seen[i])
			rt_runtime_error_tell(rt, &rt->tool->events[i], FULL);
}

/* Each place where a helper failed, in a kernel without ring buffer: when it is seen first, and in the end. */
static void show_failures(struct rt *rt, const struct rt_loss *loss, bool is_end)
{
	for (uint32_t i = 0; i < rt->tool->n_events; i++) {
		uint64_t n = loss->seen[i];
		bool is_first = !is_end && loss->grown[i] && loss->grown[i] == n;
		bool is_more = is_end && n > loss->told[i];
		if (!n || !is_counted_failure(rt, i) || (!is_first && !is_more))
			continue;
		rt_runtime_error_count(rt, &rt->tool->events[i], n);
		loss->told[i] = n;
	}
}

void rt_loss_report(struct rt *rt, struct rt_loss *loss)
{
	bool grew;
	if (!loss->seen)
		return;
	uint64_t n_lost = read_growth(rt, loss, &grew);
	loss->n_events += n_lost;
	loss->n_reports += grew;
	if (n_lost)
		rt_output_lost(rt, n_lost);
	show_refusals(rt, loss);
	show_failures(rt, loss, false);
	for (uint32_t i = 0; i < n_counters(rt); i++)
		tell(rt, i, loss->grown[i]);
}

void rt_loss_finish(struct rt *rt, struct rt_loss *loss)
{
	rt_loss_report(rt, loss);
	if (loss->seen)
		show_failures(rt, loss, true);
	if (loss->n_events)
		rt_notice(rt,
			  "WARNING: the buffer was too small for what the script prints; a larger "
			  "perf_rb_pages may help. Total lost event count: %llu",
			  (unsigned long long)loss->n_events);
	else if (loss->n_reports > 1)
		rt_notice(rt, "WARNING: in total:");
	for (uint32_t i = 0; loss->n_reports > 1 && i < n_counters(rt); i++)
		tell(rt, i, loss->seen[i]);
}
