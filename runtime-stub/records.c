#include "records.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "feature.h"
#include "rt.h"

static int init_packets(const struct rt *rt, struct rt_records *records)
{
	if (rt->packets_fd < 0)
		return 0;
	int err = rt_perfbuf_init(&records->packets);
	records->fds[RT_RECORDS_PACKETS] = records->packets.fd;
	records->latency = RT_PERFBUF_LATENCY_MS;
	return err ? err : rt_perfbuf_add(&records->packets, rt->packets_fd, rt->packets_size);
}

static int init_rings(const struct rt *rt, struct rt_records *records)
{
	int err = rt_ringbuf_init(&records->events, rt->events_fd, rt->events_size);
	records->fds[RT_RECORDS_EVENTS] = rt->events_fd;
	if (!err)
		err = init_packets(rt, records);
	if (err || rt->control_fd < 0)
		return err;
	records->fds[RT_RECORDS_CONTROL] = rt->control_fd;
	return rt_ringbuf_init(&records->control, rt->control_fd, rt->control_size);
}

static int init_perf(const struct rt *rt, struct rt_records *records)
{
	int err = rt_perfbuf_init(&records->perf);
	records->fds[RT_RECORDS_EVENTS] = records->perf.fd;
	records->latency = RT_PERFBUF_LATENCY_MS;
	if (!err)
		err = rt_perfbuf_add(&records->perf, rt->events_fd, rt->events_size);
	if (!err && rt->control_fd >= 0)
		err = rt_perfbuf_add(&records->perf, rt->control_fd, rt->control_size);
	if (!err && rt->packets_fd >= 0)
		err = rt_perfbuf_add(&records->perf, rt->packets_fd, rt->packets_size);
	return err;
}

int rt_records_init(struct rt *rt, struct rt_records *records)
{
	*records = (struct rt_records){
		.events.fd = -1, .control.fd = -1, .perf.fd = -1, .packets.fd = -1,
		.fds = { -1, -1, -1 }, .latency = -1
	};
	if (rt->events_fd < 0)
		return 0;
	return rt_has(rt, FEATURE_RINGBUF) ? init_rings(rt, records) : init_perf(rt, records);
}

void rt_records_release(struct rt_records *records)
{
	rt_ringbuf_release(&records->events);
	rt_ringbuf_release(&records->control);
	rt_perfbuf_release(&records->perf);
	rt_perfbuf_release(&records->packets);
}

static int position_of(const uint8_t *bytes, size_t size, uint64_t *position)
{
	struct abi_record head;
	struct abi_control control;
	if (size < sizeof(head))
		return -EPROTO;
	memcpy(&head, bytes, sizeof(head));
	size_t place = ABI_CONTROL_OFFSET((size_t)head.size);
	if (place > size || size - place < sizeof(control))
		return -EPROTO;
	memcpy(&control, bytes + place, sizeof(control));
	*position = control.position;
	return 0;
}

/* 1: there is a control record whose turn it is; 0: not so; or a negative errno. */
static int peek_control(struct rt_records *records, const uint8_t **bytes, size_t *size)
{
	uint64_t position;
	if (!records->control.consumer)
		return 0;
	int n = rt_ringbuf_peek(&records->control, bytes, size);
	if (n <= 0)
		return n;
	int err = position_of(*bytes, *size, &position);
	if (err)
		return err;
	return position <= rt_ringbuf_position(&records->events);
}

/* The same for a packet. */
static int peek_packet(struct rt_records *records, const uint8_t **bytes, size_t *size)
{
	struct abi_packet packet;
	if (records->packets.fd < 0)
		return 0;
	int n = rt_perfbuf_peek(&records->packets, bytes, size);
	if (n <= 0)
		return n;
	if (*size < sizeof(packet))
		return -EPROTO;
	memcpy(&packet, *bytes, sizeof(packet));
	return packet.place.position <= rt_ringbuf_position(&records->events);
}

/* A record, and the buffer that it is in: a ring buffer, or those of packets. */
struct found {
	struct rt_ringbuf *ring; /* NULL: it is a packet */
	const uint8_t *bytes;
	size_t size;
};

/*
 * The next record. The look at the events comes first: who sees an event there sees the control records and
 * packets that its program sent before.
 */
static int next(struct rt_records *records, struct found *found)
{
	const uint8_t *event = NULL;
	size_t event_size = 0;
	int has_event = rt_ringbuf_peek(&records->events, &event, &event_size);
	if (has_event < 0)
		return has_event;
	found->ring = NULL;
	int n = peek_packet(records, &found->bytes, &found->size);
	if (n)
		return n;
	found->ring = &records->control;
	n = peek_control(records, &found->bytes, &found->size);
	if (n || !has_event)
		return n;
	*found = (struct found){ &records->events, event, event_size };
	return 1;
}

static void take(struct rt_records *records, const struct found *found)
{
	if (found->ring)
		rt_ringbuf_take(found->ring, found->size);
	else
		rt_perfbuf_take(&records->packets);
}

static int read_rings(struct rt_records *records, unsigned limit, rt_ringbuf_handle *handle,
		      void *context)
{
	unsigned count = 0;
	int err = 0;
	while (!err && count < limit) {
		struct found found;
		int n = next(records, &found);
		if (n < 0)
			return n;
		if (!n)
			break;
		err = handle(context, found.bytes, found.size);
		take(records, &found);
		count++;
	}
	return err ? err : (int)count;
}

/* Each record has its time, so control records need no other way to find their place. */
static int read_perf(struct rt_perfbuf *perf, unsigned limit, rt_ringbuf_handle *handle,
		     void *context)
{
	unsigned count = 0;
	int err = 0;
	while (!err && count < limit) {
		const uint8_t *bytes;
		size_t size;
		int n = rt_perfbuf_peek(perf, &bytes, &size);
		if (n < 0)
			return n;
		if (!n)
			break;
		err = handle(context, bytes, size);
		rt_perfbuf_take(perf);
		count++;
	}
	return err ? err : (int)count;
}

int rt_records_read(struct rt_records *records, unsigned limit, rt_ringbuf_handle *handle,
		    void *context)
{
	int n = 0;
	if (records->events.consumer)
		n = read_rings(records, limit, handle, context);
	else if (records->perf.fd >= 0)
		n = read_perf(&records->perf, limit, handle, context);
	records->is_left = n > 0 && (unsigned)n == limit;
	return n;
}
