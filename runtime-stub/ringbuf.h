/*
 * The reading end of a BPF ring buffer, on its file descriptor alone. Only a
 * window of the data is mapped, so a large buffer costs the tool no memory.
 */
#ifndef RUNTIME_STUB_RINGBUF_H
#define RUNTIME_STUB_RINGBUF_H

#include <stddef.h>
#include <stdint.h>

struct rt_ringbuf {
	int fd;
	size_t size; /* bytes of data, a power of two */
	size_t page;
	uint64_t *consumer;       /* position, one page of its own */
	const uint64_t *producer; /* position, one page of its own */
	const uint8_t *window;    /* NULL: none mapped */
	size_t window_offset, window_size;
};

/* Gets one record. Anything but 0 stops the reading behind it. */
typedef int rt_ringbuf_handle(void *context, const uint8_t *record, size_t size);

/* Borrows fd. */
int rt_ringbuf_init(struct rt_ringbuf *ring, int fd, size_t size);
void rt_ringbuf_release(struct rt_ringbuf *ring);

/*
 * The first record, which stays: 1; 0: there is none yet; or a negative errno. It can be read until the
 * next peek. take passes over it.
 */
int rt_ringbuf_peek(struct rt_ringbuf *ring, const uint8_t **record, size_t *size);
void rt_ringbuf_take(struct rt_ringbuf *ring, size_t size);

/* Bytes taken so far: where the first record stands. */
uint64_t rt_ringbuf_position(const struct rt_ringbuf *ring);

/*
 * Hands over what is there, until the buffer is empty, `limit` records were read, or handle stops.
 * Returns how many records were read, or what handle returned.
 */
int rt_ringbuf_read(struct rt_ringbuf *ring, unsigned limit, rt_ringbuf_handle *handle,
		    void *context);

#endif
