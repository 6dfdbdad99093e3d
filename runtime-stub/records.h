/*
 * The records of the programs in the order in which they were sent: out of the
 * buffer of events, and out of the small one for control records, which those take
 * when the first is full; packets out of perf buffers. Without ring buffers, all out of perf buffers.
 */
#ifndef RUNTIME_STUB_RECORDS_H
#define RUNTIME_STUB_RECORDS_H

#include "perfbuf.h"
#include "ringbuf.h"

struct rt;

/* What to wait for: the buffer of events, or all perf buffers; the buffer of control records; perf buffers of packets. */
enum { RT_RECORDS_EVENTS, RT_RECORDS_CONTROL, RT_RECORDS_PACKETS, N_RT_RECORDS_FDS };

struct rt_records {
	struct rt_ringbuf events, control; /* consumer NULL: there is none such */
	struct rt_perfbuf perf;            /* fd -1: there is none */
	struct rt_perfbuf packets;         /* beside ring buffers; fd -1: there are none */
	int fds[N_RT_RECORDS_FDS];         /* borrowed; -1: nothing to wait for */
	bool is_left;                      /* the last read stopped at its limit */
	int latency; /* ms after which to look at them though nothing has told of a record; -1: none */
};

/* Borrows the descriptors of rt. 0 or a negative errno; release it whatever is returned. */
int rt_records_init(struct rt *rt, struct rt_records *records);
void rt_records_release(struct rt_records *records);

/*
 * Hands over what is there, at most `limit` records. Returns how many they were, or what
 * handle returned; -EPROTO for what is no record.
 */
int rt_records_read(struct rt_records *records, unsigned limit, rt_ringbuf_handle *handle,
		    void *context);

#endif
