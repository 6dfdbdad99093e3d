#include "perfbuf.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "bpf_call.h"
#include "cpus.h"

/* A header tells the size of what it heads in 16 bits. */
#define RECORD_MAX 65536

struct rt_perf_ring {
	int fd;
	struct perf_event_mmap_page *page;
	const uint8_t *data;
	size_t size, page_size;
	bool has_record;
	uint64_t time; /* of that record, CLOCK_MONOTONIC in ns */
	uint32_t record_size;
};

/* What stands before the record (PERF_SAMPLE_TIME, PERF_SAMPLE_RAW). */
struct sample {
	struct perf_event_header header;
	uint64_t time;
	uint32_t size; /* with padding */
} __attribute__((packed));

int rt_perfbuf_init(struct rt_perfbuf *perf)
{
	memset(perf, 0, sizeof(*perf));
	perf->fd = epoll_create1(EPOLL_CLOEXEC);
	if (perf->fd < 0)
		return -errno;
	perf->record = malloc(RECORD_MAX);
	return perf->record ? 0 : -ENOMEM;
}

static void ring_release(struct rt_perf_ring *ring)
{
	if (ring->page)
		munmap(ring->page, ring->page_size + ring->size);
	if (ring->fd >= 0)
		close(ring->fd);
}

void rt_perfbuf_release(struct rt_perfbuf *perf)
{
	for (size_t i = 0; i < perf->n_rings; i++)
		ring_release(&perf->rings[i]);
	free(perf->rings);
	free(perf->record);
	if (perf->fd >= 0)
		close(perf->fd);
	memset(perf, 0, sizeof(*perf));
	perf->fd = -1;
}

/* Buffers of `size` bytes tell of themselves when a quarter is there, not for each record, which costs more than the record. */
static int open_output(int cpu, size_t size)
{
	struct perf_event_attr attr;
	memset(&attr, 0, sizeof(attr));
	attr.type = PERF_TYPE_SOFTWARE;
	attr.size = sizeof(attr);
	attr.config = PERF_COUNT_SW_BPF_OUTPUT;
	attr.sample_type = PERF_SAMPLE_TIME | PERF_SAMPLE_RAW;
	attr.sample_period = 1;
	attr.watermark = 1;
	attr.wakeup_watermark = (uint32_t)(size / 4);
	attr.use_clockid = 1;
	attr.clockid = CLOCK_MONOTONIC;
	int fd = (int)syscall(SYS_perf_event_open, &attr, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int ring_open(struct rt_perf_ring *ring, int cpu, size_t size)
{
	*ring = (struct rt_perf_ring){ .size = size };
	ring->page_size = (size_t)sysconf(_SC_PAGESIZE);
	ring->fd = open_output(cpu, size);
	if (ring->fd < 0)
		return ring->fd;
	void *memory =
		mmap(NULL, ring->page_size + size, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, 0);
	if (memory == MAP_FAILED)
		return -errno;
	ring->page = memory;
	ring->data = (const uint8_t *)memory + ring->page_size;
	return ioctl(ring->fd, PERF_EVENT_IOC_ENABLE, 0) ? -errno : 0;
}

static int ring_publish(struct rt_perfbuf *perf, const struct rt_perf_ring *ring, int map_fd,
			int cpu)
{
	struct epoll_event event = { .events = EPOLLIN };
	uint32_t key = (uint32_t)cpu;
	if (epoll_ctl(perf->fd, EPOLL_CTL_ADD, ring->fd, &event))
		return -errno;
	return rt_bpf_update(map_fd, &key, &ring->fd, BPF_ANY);
}

int rt_perfbuf_add(struct rt_perfbuf *perf, int map_fd, size_t size)
{
	int *cpus = NULL;
	int n_cpus = 0;
	int err = rt_cpus_online(&cpus, &n_cpus);
	if (err)
		return err;
	size_t n = perf->n_rings + (size_t)n_cpus;
	struct rt_perf_ring *grown = realloc(perf->rings, n * sizeof(*grown));
	if (grown)
		perf->rings = grown;
	else
		err = -ENOMEM;
	for (int i = 0; i < n_cpus && !err; i++) {
		struct rt_perf_ring *ring = &perf->rings[perf->n_rings++];
		err = ring_open(ring, cpus[i], size);
		if (!err)
			err = ring_publish(perf, ring, map_fd, cpus[i]);
	}
	free(cpus);
	return err;
}

/* Records wrap where the data ends. */
static void copy(const struct rt_perf_ring *ring, uint64_t position, void *to, size_t n)
{
	size_t at = position & (ring->size - 1);
	size_t first = n < ring->size - at ? n : ring->size - at;
	memcpy(to, ring->data + at, first);
	memcpy((uint8_t *)to + first, ring->data, n - first);
}

static void pass(struct rt_perf_ring *ring)
{
	struct perf_event_header header;
	copy(ring, ring->page->data_tail, &header, sizeof(header));
	ring->has_record = false;
	__atomic_store_n(&ring->page->data_tail, ring->page->data_tail + header.size,
			 __ATOMIC_RELEASE);
}

/* Finds the ring's first record. What else stands there says that some were lost; programs count those. */
static int look(struct rt_perf_ring *ring)
{
	uint64_t head = __atomic_load_n(&ring->page->data_head, __ATOMIC_ACQUIRE);
	while (!ring->has_record && ring->page->data_tail < head) {
		struct sample sample;
		copy(ring, ring->page->data_tail, &sample, sizeof(sample));
		if (sample.header.size < sizeof(sample.header))
			return -EPROTO;
		if (sample.header.type != PERF_RECORD_SAMPLE) {
			pass(ring);
			continue;
		}
		if (sample.header.size < sizeof(sample) ||
		    sample.size > sample.header.size - sizeof(sample))
			return -EPROTO;
		ring->has_record = true;
		ring->time = sample.time;
		ring->record_size = sample.size;
	}
	return 0;
}

/* The earliest of the rings' first records, as far as one look at each tells. */
static int find_first(struct rt_perfbuf *perf)
{
	for (size_t i = 0; i < perf->n_rings; i++) {
		struct rt_perf_ring *ring = &perf->rings[i];
		int err = look(ring);
		if (err)
			return err;
		if (ring->has_record && (!perf->first || ring->time < perf->first->time))
			perf->first = ring;
	}
	return 0;
}

/*
 * What caused a record is in its ring before the record is in its own, but perhaps behind our look at that ring: so
 * they are looked at again until none has an earlier one.
 */
int rt_perfbuf_peek(struct rt_perfbuf *perf, const uint8_t **record, size_t *size)
{
	const struct rt_perf_ring *found = NULL;
	perf->first = NULL;
	do {
		found = perf->first;
		int err = find_first(perf);
		if (err)
			return err;
	} while (perf->first != found);
	if (!perf->first)
		return 0;
	copy(perf->first, perf->first->page->data_tail + sizeof(struct sample), perf->record,
	     perf->first->record_size);
	*record = perf->record;
	*size = perf->first->record_size;
	return 1;
}

void rt_perfbuf_take(struct rt_perfbuf *perf)
{
	pass(perf->first);
}
