#include "ringbuf.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * Enough that remapping is rare, little enough that nobody sees it. The largest record must fit
 * behind any place of the first half.
 */
#define WINDOW_SIZE (256 * 1024)

int rt_ringbuf_init(struct rt_ringbuf *ring, int fd, size_t size)
{
	memset(ring, 0, sizeof(*ring));
	ring->fd = fd;
	ring->size = size;
	ring->page = (size_t)sysconf(_SC_PAGESIZE);
	void *consumer = mmap(NULL, ring->page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (consumer == MAP_FAILED)
		return -errno;
	ring->consumer = consumer;
	void *producer = mmap(NULL, ring->page, PROT_READ, MAP_SHARED, fd, (off_t)ring->page);
	if (producer == MAP_FAILED) {
		int err = -errno;
		rt_ringbuf_release(ring);
		return err;
	}
	ring->producer = producer;
	return 0;
}

static void unmap_window(struct rt_ringbuf *ring)
{
	if (ring->window)
		munmap((void *)ring->window, ring->window_size);
	ring->window = NULL;
}

void rt_ringbuf_release(struct rt_ringbuf *ring)
{
	unmap_window(ring);
	if (ring->consumer)
		munmap(ring->consumer, ring->page);
	if (ring->producer)
		munmap((void *)ring->producer, ring->page);
	memset(ring, 0, sizeof(*ring));
	ring->fd = -1;
}

/*
 * The data stands twice, one copy behind the other, so a record never wraps:
 *
 *	consumer page | producer page | data (size) | the same data (size)
 *
 * Makes `length` bytes at data offset `offset` < size readable.
 */
static const uint8_t *reach(struct rt_ringbuf *ring, size_t offset, size_t length)
{
	size_t end = ring->window_offset + ring->window_size;
	if (ring->window && offset >= ring->window_offset && offset + length <= end)
		return ring->window + (offset - ring->window_offset);
	unmap_window(ring);
	size_t start = offset & ~(ring->page - 1);
	size_t wanted = offset - start + length;
	size_t size =
		wanted > WINDOW_SIZE ? (wanted + ring->page - 1) & ~(ring->page - 1) : WINDOW_SIZE;
	if (start + size > 2 * ring->size)
		size = 2 * ring->size - start;
	if (wanted > size)
		return NULL;
	void *window =
		mmap(NULL, size, PROT_READ, MAP_SHARED, ring->fd, (off_t)(2 * ring->page + start));
	if (window == MAP_FAILED)
		return NULL;
	ring->window = window;
	ring->window_offset = start;
	ring->window_size = size;
	return ring->window + (offset - start);
}

/* The bytes a record takes in the buffer. */
static uint64_t stride(uint32_t length)
{
	return ((uint64_t)length + BPF_RINGBUF_HDR_SZ + 7) & ~7ULL;
}

uint64_t rt_ringbuf_position(const struct rt_ringbuf *ring)
{
	return __atomic_load_n(ring->consumer, __ATOMIC_RELAXED);
}

static void pass(struct rt_ringbuf *ring, uint32_t length)
{
	uint64_t position = rt_ringbuf_position(ring) + stride(length);
	__atomic_store_n(ring->consumer, position, __ATOMIC_RELEASE);
}

int rt_ringbuf_peek(struct rt_ringbuf *ring, const uint8_t **record, size_t *size)
{
	for (;;) {
		uint64_t position = rt_ringbuf_position(ring);
		if (position >= __atomic_load_n(ring->producer, __ATOMIC_ACQUIRE))
			return 0;
		size_t offset = position & (ring->size - 1);
		const uint8_t *head = reach(ring, offset, BPF_RINGBUF_HDR_SZ);
		if (!head)
			return -ENOMEM;
		uint32_t length = __atomic_load_n((const uint32_t *)head, __ATOMIC_ACQUIRE);
		if (length & BPF_RINGBUF_BUSY_BIT)
			return 0; // reserved, not yet written
		if (length & BPF_RINGBUF_DISCARD_BIT) {
			pass(ring, length & ~BPF_RINGBUF_DISCARD_BIT);
			continue;
		}
		head = reach(ring, offset, BPF_RINGBUF_HDR_SZ + length);
		if (!head)
			return -ENOMEM;
		*record = head + BPF_RINGBUF_HDR_SZ;
		*size = length;
		return 1;
	}
}

void rt_ringbuf_take(struct rt_ringbuf *ring, size_t size)
{
	pass(ring, (uint32_t)size);
}

int rt_ringbuf_read(struct rt_ringbuf *ring, unsigned limit, rt_ringbuf_handle *handle,
		    void *context)
{
	unsigned count = 0;
	int err = 0;
	while (!err && count < limit) {
		const uint8_t *record;
		size_t size;
		int n = rt_ringbuf_peek(ring, &record, &size);
		if (n < 0)
			return n;
		if (!n)
			break;
		err = handle(context, record, size);
		rt_ringbuf_take(ring, size);
		count++;
	}
	return err ? err : (int)count;
}
