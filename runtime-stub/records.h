/*
 * The records of the programs in the order in which they were sent: out of the
 * buffer of events, and out of the small one for control records, which those take
 * when the first is full.
 */
#ifndef RUNTIME_STUB_RECORDS_H
#define RUNTIME_STUB_RECORDS_H

#include "ringbuf.h"

struct rt;

struct rt_records {
	struct rt_ringbuf events, control; /* consumer NULL: the script sends none such */
};

/* Borrows the descriptors of rt. 0 or a negative errno; release it whatever is returned. */
int rt_records_init(const struct rt *rt, struct rt_records *records);
void rt_records_release(struct rt_records *records);

/*
 * Hands over what is there, at most `limit` records. Returns how many they were, or what
 * handle returned; -EPROTO for what is no record.
 */
int rt_records_read(struct rt_records *records, unsigned limit, rt_ringbuf_handle *handle,
		    void *context);

#endif
