#include "mapping_events.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cpus.h"

/* Data pages of a ring, a power of two: room for some hundred records. */
#define RING_PAGES 32

/* Every record ends with its time. */
struct trailer {
	uint64_t time;
};

static struct perf_event_attr attr_of_all(void)
{
	struct perf_event_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.type = PERF_TYPE_SOFTWARE;
	attr.size = sizeof(attr);
	attr.config = PERF_COUNT_SW_DUMMY;
	attr.sample_type = PERF_SAMPLE_TIME;
	attr.sample_id_all = 1;
	attr.exclude_kernel = 1;
	attr.mmap = 1;
	attr.mmap2 = 1;
	attr.task = 1;
	attr.watermark = 1;
	attr.wakeup_watermark = 1;
	return attr;
}

static size_t ring_size(const struct rt_mapping_events *events)
{
	return (RING_PAGES + 1) * events->page;
}

static int open_ring(struct rt_mapping_events *events, pid_t pid, int cpu)
{
	struct rt_mapping_ring *ring = &events->rings[events->n];
	struct perf_event_attr attr = attr_of_all();
	attr.inherit = pid != 0;
	*ring = (struct rt_mapping_ring){ .fd = -1 };
	ring->fd = (int)syscall(SYS_perf_event_open, &attr, pid ? pid : -1, cpu, -1,
				PERF_FLAG_FD_CLOEXEC);
	if (ring->fd < 0)
		return -errno;
	events->n++;
	void *memory =
		mmap(NULL, ring_size(events), PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, 0);
	if (memory == MAP_FAILED)
		return -errno;
	ring->memory = memory;
	return 0;
}

int rt_mapping_events_open(struct rt_mapping_events *events, pid_t pid)
{
	int *cpus;
	int n_cpus;
	*events = (struct rt_mapping_events){ .page = (size_t)sysconf(_SC_PAGESIZE) };
	int err = rt_cpus_online(&cpus, &n_cpus);
	if (err)
		return err;
	events->rings = calloc((size_t)n_cpus, sizeof(*events->rings));
	err = events->rings ? 0 : -ENOMEM;
	for (int i = 0; i < n_cpus && !err; i++)
		err = open_ring(events, pid, cpus[i]);
	free(cpus);
	if (err)
		rt_mapping_events_close(events);
	return err;
}

void rt_mapping_events_close(struct rt_mapping_events *events)
{
	for (size_t i = 0; i < events->n; i++) {
		struct rt_mapping_ring *ring = &events->rings[i];
		if (ring->memory)
			munmap(ring->memory, ring_size(events));
		free(ring->copy);
		close(ring->fd);
	}
	free(events->rings);
	events->rings = NULL;
	events->n = 0;
}

/* The bytes at a position; those that wrap are put together in the copy. */
static const uint8_t *bytes_at(const struct rt_mapping_events *events, struct rt_mapping_ring *ring,
			       uint64_t position, size_t size)
{
	size_t room = RING_PAGES * events->page;
	const uint8_t *data = (const uint8_t *)ring->memory + events->page;
	size_t at = (size_t)position & (room - 1);
	if (at + size <= room)
		return data + at;
	uint8_t *copy = realloc(ring->copy, size);
	if (!copy)
		return NULL;
	ring->copy = copy;
	memcpy(copy, data + at, room - at);
	memcpy(copy + (room - at), data, size - (room - at));
	return copy;
}

static void peek(const struct rt_mapping_events *events, struct rt_mapping_ring *ring)
{
	const struct perf_event_mmap_page *meta = ring->memory;
	struct perf_event_header header;
	struct trailer trailer;
	uint64_t head = __atomic_load_n(&meta->data_head, __ATOMIC_ACQUIRE);
	ring->record = NULL;
	if (head == meta->data_tail)
		return;
	// Records are multiples of 8 bytes, so a header does not wrap.
	memcpy(&header, bytes_at(events, ring, meta->data_tail, sizeof(header)), sizeof(header));
	ring->record = bytes_at(events, ring, meta->data_tail, header.size);
	if (!ring->record)
		return;
	memcpy(&trailer, ring->record + header.size - sizeof(trailer), sizeof(trailer));
	ring->time = trailer.time;
}

static void pass(struct rt_mapping_ring *ring)
{
	struct perf_event_mmap_page *meta = ring->memory;
	struct perf_event_header header;
	memcpy(&header, ring->record, sizeof(header));
	__atomic_store_n(&meta->data_tail, meta->data_tail + header.size, __ATOMIC_RELEASE);
}

/* The bodies of records, behind struct perf_event_header. */
struct mmap2_body {
	uint32_t pid, tid;
	uint64_t address, length, offset;
	uint32_t major_number, minor_number;
	uint64_t inode, generation;
	uint32_t protection, flags;
};

struct task_body {
	uint32_t pid, parent, tid, parent_tid;
	uint64_t time;
};

/* Processes that are not in our PID namespace have no number, or -1. */
static bool is_wanted(const struct rt_mapping_events *events, uint32_t pid)
{
	return (int32_t)pid > 0 && (!events->only || events->only == pid);
}

static void note_mapping(const struct rt_mapping_events *events, struct rt_processes *all,
			 const uint8_t *body, size_t size, uint64_t time)
{
	struct mmap2_body mmap2;
	struct rt_process *process;
	if (size <= sizeof(mmap2))
		return;
	memcpy(&mmap2, body, sizeof(mmap2));
	const char *path = (const char *)body + sizeof(mmap2);
	if (!memchr(path, 0, size - sizeof(mmap2)) || !is_wanted(events, mmap2.pid))
		return;
	struct rt_mapping_note note = {
		.mapped.pid = mmap2.pid,
		.mapped.start = mmap2.address,
		.mapped.end = mmap2.address + mmap2.length,
		.mapped.device = makedev(mmap2.major_number, mmap2.minor_number),
		.mapped.inode = mmap2.inode,
		.mapped.path = path,
		.offset = mmap2.offset,
		.time = time,
	};
	rt_process_mapped(all, &note);
	process = rt_process_get(all, mmap2.pid);
	if (process)
		process->is_watched = true;
}

static void note_task(const struct rt_mapping_events *events, struct rt_processes *all,
		      uint32_t type, const uint8_t *body, size_t size)
{
	struct task_body task;
	if (size < sizeof(task))
		return;
	memcpy(&task, body, sizeof(task));
	if (!is_wanted(events, task.pid))
		return;
	// Threads come and go with the same pid as their parents.
	if (type == PERF_RECORD_FORK && task.pid != task.parent)
		rt_process_forked(all, task.pid, task.parent, task.time);
	if (type == PERF_RECORD_EXIT && task.pid == task.tid)
		rt_process_ended(all, task.pid);
}

void rt_mapping_events_note(struct rt_mapping_events *events, struct rt_processes *all,
			    const uint8_t *record)
{
	struct perf_event_header header;
	struct trailer trailer;
	memcpy(&header, record, sizeof(header));
	if (header.size < sizeof(header) + sizeof(trailer))
		return;
	const uint8_t *body = record + sizeof(header);
	size_t size = header.size - sizeof(header) - sizeof(trailer);
	memcpy(&trailer, body + size, sizeof(trailer));
	if (header.type == PERF_RECORD_MMAP2)
		note_mapping(events, all, body, size, trailer.time);
	else if (header.type == PERF_RECORD_FORK || header.type == PERF_RECORD_EXIT)
		note_task(events, all, header.type, body, size);
	else if (header.type == PERF_RECORD_LOST)
		events->has_lost = true;
}

void rt_mapping_events_read(struct rt_mapping_events *events, struct rt_processes *all)
{
	for (;;) {
		struct rt_mapping_ring *first = NULL;
		for (size_t i = 0; i < events->n; i++) {
			struct rt_mapping_ring *ring = &events->rings[i];
			peek(events, ring);
			if (ring->record && (!first || ring->time < first->time))
				first = ring;
		}
		if (!first)
			return;
		rt_mapping_events_note(events, all, first->record);
		pass(first);
	}
}
