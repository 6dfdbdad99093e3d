#include "load_events.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stddef.h>
#include <unistd.h>

#include "feature.h"
#include "ring_size.h"
#include "rt.h"

/* Room for some thousand prints and clears that wait while the buffer of events is full. */
#define CONTROL_SIZE (128U * 1024)

/* Of one perf buffer: the least that takes any record, which has at most 64 KiB, twice. */
#define PERF_SIZE_MIN (128U * 1024)
/* The most that perf_event_mlock_kb, 516 on most hosts, lets a tool without CAP_IPC_LOCK have with all of them. */
#define PERF_SIZE_MAX (256U * 1024)

static struct bpf_map *find(struct bpf_object *object, const char *name)
{
	return bpf_object__find_map_by_name(object, name);
}

static uint32_t largest_record(const struct rt *rt)
{
	uint32_t largest = 0;
	for (uint32_t i = 0; i < rt->tool->n_events; i++)
		if (rt->tool->events[i].fixed_size > largest)
			largest = rt->tool->events[i].fixed_size;
	return largest;
}

/* What builds records where no ring buffer does. */
static int set_space(const struct rt *rt, struct bpf_object *object, bool is_needed)
{
	struct bpf_map *space = find(object, "record_space");
	struct bpf_map *used = find(object, "record_used");
	uint32_t size = (uint32_t)sizeof(uint64_t) + largest_record(rt);
	if (!space || !used)
		return space || used ? -EINVAL : 0;
	int err = bpf_map__set_autocreate(space, is_needed);
	if (!err)
		err = bpf_map__set_autocreate(used, is_needed);
	return err || !is_needed ? err : bpf_map__set_value_size(space, (size + 7) & ~7U);
}

static int make_perf(const struct rt *rt, struct bpf_map *map)
{
	int err = bpf_map__set_type(map, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	if (!err)
		err = bpf_map__set_key_size(map, sizeof(uint32_t));
	if (!err)
		err = bpf_map__set_value_size(map, sizeof(uint32_t));
	return err ? err : bpf_map__set_max_entries(map, (uint32_t)rt->n_cpus);
}

/* perf_rb_pages is then for each CPU; else they share what the ring buffer would have. */
static uint32_t perf_size(const struct rt *rt, uint32_t size)
{
	uint32_t share = PERF_SIZE_MIN;
	if (rt->tool->settings->perf_rb_pages)
		return size;
	while (share < PERF_SIZE_MAX && share * 2 <= size / (uint32_t)rt->n_cpus)
		share *= 2;
	return share;
}

/* Whether there is nothing to come through the buffer: what tells of failures does so under -k only. */
static bool is_quiet(const struct rt *rt)
{
	bool is_quiet = !rt->options.report_helpers;
	for (uint32_t i = 0; i < rt->tool->n_events && is_quiet; i++)
		is_quiet = rt->tool->events[i].kind == ABI_EVENT_RUNTIME_ERROR &&
			   rt->tool->events[i].helper;
	return is_quiet;
}

/* A record there may have 64 KiB. */
static int set_packets(struct rt *rt, struct bpf_map *packets)
{
	rt->packets_size = perf_size(rt, rt->events_size);
	if (rt->packets_size < PERF_SIZE_MIN)
		rt->packets_size = PERF_SIZE_MIN;
	return bpf_map__set_max_entries(packets, (uint32_t)rt->n_cpus);
}

int rt_load_events(struct rt *rt, struct bpf_object *object)
{
	struct bpf_map *events = find(object, "events");
	struct bpf_map *control = find(object, "control");
	struct bpf_map *packets = find(object, "packets");
	uint32_t page = (uint32_t)sysconf(_SC_PAGESIZE);
	if (!events)
		return 0;
	bool has_ring = rt_has(rt, FEATURE_RINGBUF);
	rt->events_size = is_quiet(rt) ? page
				       : rt_ring_size(rt->tool->settings->perf_rb_pages, page,
						      rt_memory_available());
	rt->control_size = page > CONTROL_SIZE ? page : CONTROL_SIZE;
	int err = packets ? set_packets(rt, packets) : 0;
	if (!has_ring)
		rt->events_size = perf_size(rt, rt->events_size);
	if (!err)
		err = has_ring ? bpf_map__set_max_entries(events, rt->events_size)
			   : make_perf(rt, events);
	if (!err && control)
		err = has_ring ? bpf_map__set_max_entries(control, rt->control_size)
			       : make_perf(rt, control);
	return err ? err : set_space(rt, object, !has_ring);
}
