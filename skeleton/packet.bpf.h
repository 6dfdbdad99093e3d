/*
 * Packets for a pcap file: the kernel copies them into a perf buffer, what they keep in pages, too.
 */
#ifndef PACKET_BPF_H
#define PACKET_BPF_H

#include "record.bpf.h"
#include "time.bpf.h"

#define TL_PROD_POS 3 /* BPF_RB_PROD_POS */

/* The tool sets max_entries before load. */
struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} packets SEC(".maps");

static __always_inline __u64 tl_events_position(void)
{
	return tl_has(FEATURE_RINGBUF) ? bpf_ringbuf_query(&events, TL_PROD_POS) : 0;
}

/*
 * Sends `length` bytes of a struct sk_buff that the verifier knows, from an offset on; all: those that it has. What the
 * helper gives (bpf_skb_output, number 111, Linux 5.5): 0, or a negative errno, and the packet counts as lost.
 */
static __always_inline __s64 tl_packet_output(__u64 packet, const __u32 event, __u64 all,
					      __u64 length, __u64 offset)
{
	struct abi_packet record = { .head.event = event };
	__u64 n;
	long err;

	if (offset >= all)
		return 0;
	record.time = tl_boot_time();
	record.offset = offset;
	record.rest = all - offset;
	record.wanted = length < all - offset ? length : all - offset;
	n = offset + record.wanted;
	if (n > LIMIT_WHOLE_PACKET)
		n = LIMIT_WHOLE_PACKET;
	record.head.size = sizeof(record) + n;
	record.place.position = tl_events_position();
	err = ((long (*)(void *, void *, __u64, void *, __u64))111)(
		(void *)packet, &packets, n << 32 | TL_THIS_CPU, &record, sizeof(record));
	if (err)
		tl_lost(event);
	return err;
}

#endif
