#include "loss.h"

#include <errno.h>
#include <stdlib.h>

#include "bpf_call.h"
#include "output.h"
#include "rt.h"

static const char *const event_names[] = {
#define EVENT(kind, symbol) [ABI_EVENT_##kind] = #symbol,
#include "event.def"
};

static uint32_t n_counters(const struct rt *rt)
{
	return rt->tool->n_events + rt->tool->n_maps + 1;
}

int rt_loss_init(struct rt *rt, struct rt_loss *loss)
{
	*loss = (struct rt_loss){ .seen = NULL };
	if (rt->loss_fd < 0)
		return 0;
	loss->seen = calloc(n_counters(rt), sizeof(uint64_t));
	loss->per_cpu = calloc((size_t)rt->n_cpus, sizeof(uint64_t));
	return loss->seen && loss->per_cpu ? 0 : -ENOMEM;
}

void rt_loss_release(struct rt_loss *loss)
{
	free(loss->seen);
	free(loss->per_cpu);
	*loss = (struct rt_loss){ .seen = NULL };
}

static uint64_t read_counter(const struct rt *rt, const struct rt_loss *loss, uint32_t index)
{
	uint64_t sum = 0;
	if (rt_bpf_lookup(rt->loss_fd, &index, loss->per_cpu))
		return loss->seen[index];
	for (int cpu = 0; cpu < rt->n_cpus; cpu++)
		sum += loss->per_cpu[cpu];
	return sum;
}

static void tell_event(struct rt *rt, uint32_t index, uint64_t n)
{
	const struct abi_event *event = &rt->tool->events[index];
	rt_notice(rt, "  %llu of %s in %s:%u: the buffer was full", (unsigned long long)n,
		  event_names[event->kind], rt->tool->script_name, event->line);
}

static void tell_map(struct rt *rt, uint32_t index, uint64_t n)
{
	const struct abi_map *map = &rt->tool->maps[index];
	rt_notice(rt,
		  "Lost %llu update%s of %s (%s:%u): the map is full, it has room for %u entries",
		  (unsigned long long)n, n == 1 ? "" : "s", map->name, rt->tool->script_name,
		  map->line, map->max_entries);
}

static void tell_scratch(struct rt *rt, uint64_t n)
{
	rt_notice(rt,
		  "Lost %llu run%s of probes: more than %d were interrupted by each other on one "
		  "CPU",
		  (unsigned long long)n, n == 1 ? "" : "s", LIMIT_SCRATCH_SLOTS);
}

/* The growth of each counter goes to `grown`, its sum over the events is returned. */
static uint64_t read_growth(const struct rt *rt, const struct rt_loss *loss, uint64_t *grown)
{
	uint64_t n_lost = 0;
	for (uint32_t i = 0; i < n_counters(rt); i++) {
		grown[i] = read_counter(rt, loss, i) - loss->seen[i];
		loss->seen[i] += grown[i];
		n_lost += i < rt->tool->n_events ? grown[i] : 0;
	}
	return n_lost;
}

void rt_loss_report(struct rt *rt, struct rt_loss *loss)
{
	uint32_t n_events = rt->tool->n_events;
	uint32_t n_maps = rt->tool->n_maps;
	uint64_t *grown = loss->seen ? calloc(n_counters(rt), sizeof(*grown)) : NULL;
	if (!grown)
		return;
	uint64_t n_lost = read_growth(rt, loss, grown);
	loss->n_events += n_lost;
	if (n_lost)
		rt_output_lost(rt, n_lost);
	for (uint32_t i = 0; i < n_events; i++)
		if (grown[i])
			tell_event(rt, i, grown[i]);
	for (uint32_t i = 0; i < n_maps; i++)
		if (grown[n_events + i])
			tell_map(rt, i, grown[n_events + i]);
	if (grown[n_events + n_maps])
		tell_scratch(rt, grown[n_events + n_maps]);
	free(grown);
}

void rt_loss_finish(struct rt *rt, struct rt_loss *loss)
{
	rt_loss_report(rt, loss);
	if (loss->n_events)
		rt_notice(rt,
			  "WARNING: the buffer was too small for what the script prints; a larger "
			  "perf_rb_pages may help. Total lost event count: %llu",
			  (unsigned long long)loss->n_events);
}
