/*
 * Records that must not get lost: those that end the tool or act on its maps. When
 * the buffer of events is full they go to a small one of their own, with the place
 * that they have among the events (layout.h).
 */
#ifndef CONTROL_BPF_H
#define CONTROL_BPF_H

#include "event.bpf.h"

#define BPF_RB_PROD_POS 3

/* The tool sets type and size before load. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} control SEC(".maps");

static __always_inline struct abi_record *tl_reserve_aside(__u32 event, const __u32 size)
{
	const __u32 place = ABI_CONTROL_OFFSET(size);
	struct abi_record *record;

	record = bpf_ringbuf_reserve(&control, place + sizeof(struct abi_control), 0);
	if (record) {
		struct abi_control *behind = (void *)record + place;

		behind->position = bpf_ringbuf_query(&events, BPF_RB_PROD_POS);
	}
	return record;
}

static __always_inline struct abi_record *tl_reserve_either(__u32 event, const __u32 size)
{
	struct abi_record *record = bpf_ringbuf_reserve(&events, size, 0);

	/* Else clang makes one call of the two, whose size the verifier does not know. */
	barrier_var(record);
	return record ? record : tl_reserve_aside(event, size);
}

/* As tl_reserve. Without room in either buffer the record counts as lost. */
static __always_inline void *tl_reserve_control(__u32 event, const __u32 size)
{
	struct abi_record *record;

	if (tl_has(FEATURE_RINGBUF))
		record = tl_reserve_either(event, size);
	else
		record = tl_space_take();
	if (!record) {
		tl_lost(event);
		return NULL;
	}
	record->event = event;
	record->size = size;
	return record;
}

/* As tl_submit. */
static __always_inline void tl_submit_control(void *ctx, void *room, const __u32 size)
{
	struct abi_record *record = room;

	if (tl_has(FEATURE_RINGBUF)) {
		bpf_ringbuf_submit(record, 0);
		return;
	}
	if (tl_perf_output(ctx, &events, record, size) &&
	    tl_perf_output(ctx, &control, record, size))
		tl_lost(record->event);
	tl_space_give_back(record);
}

#endif
