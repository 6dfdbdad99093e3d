/*
 * Perf buffers: one for each CPU and map, where a kernel has no ring buffer. Each record has the
 * time at which it was sent, and they are handed over in that order. Two that were sent on
 * different CPUs within the same microseconds may come in either order.
 */
#ifndef RUNTIME_STUB_PERFBUF_H
#define RUNTIME_STUB_PERFBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_perf_ring; /* one of the buffers */

/* How often to look at them whatever the descriptor says: it is readable when one of them has filled up to a quarter. */
#define RT_PERFBUF_LATENCY_MS 20

struct rt_perfbuf {
	int fd; /* an epoll of all buffers: readable when there are many records; -1: none */
	struct rt_perf_ring *rings;
	size_t n_rings;
	struct rt_perf_ring *first; /* the one whose record was looked at last */
	uint8_t *record;            /* a copy of that */
};

/*
 * An epoll without buffers. add makes a buffer of `size` bytes, a power of two, for each CPU that is
 * online, and puts them into the map (PERF_EVENT_ARRAY). 0 or a negative errno; release it in any case.
 */
int rt_perfbuf_init(struct rt_perfbuf *perf);
int rt_perfbuf_add(struct rt_perfbuf *perf, int map_fd, size_t size);
void rt_perfbuf_release(struct rt_perfbuf *perf);

/*
 * The oldest record, which stays: 1; 0: there is none yet; or a negative errno. It can be read until
 * the next peek. take passes over it.
 */
int rt_perfbuf_peek(struct rt_perfbuf *perf, const uint8_t **record, size_t *size);
void rt_perfbuf_take(struct rt_perfbuf *perf);

#endif
