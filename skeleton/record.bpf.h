/*
 * Records on their way to the tool: one ring buffer, or, on kernels without it, a
 * perf buffer for each CPU (FEATURE_RINGBUF). Records of a fixed size are built in
 * the ring buffer itself; where there is none, in a slot of per-CPU memory.
 */
#ifndef RECORD_BPF_H
#define RECORD_BPF_H

#include "loss.bpf.h"
#include "slot.bpf.h"
#include "task.bpf.h"

#define TL_THIS_CPU 0xffffffffULL /* BPF_F_CURRENT_CPU */

/* The tool sets type and size before load. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} events SEC(".maps");

/* Memory for a record, behind the number of its slot. */
struct tl_space {
	__u64 slot;
	struct abi_record record;
};

/* The tool sets the size of a value to that of the largest record, or leaves the maps out. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, LIMIT_SCRATCH_SLOTS);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct tl_space));
} record_space SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u64));
} record_used SEC(".maps");

static __always_inline struct abi_record *tl_space_take(void)
{
	__u32 zero = 0;
	__u32 slot = tl_slot_take(bpf_map_lookup_elem(&record_used, &zero));
	struct tl_space *space = bpf_map_lookup_elem(&record_space, &slot);

	if (!space)
		return NULL;
	space->slot = slot;
	return &space->record;
}

static __always_inline void tl_space_give_back(struct abi_record *record)
{
	__u64 slot = *(__u64 *)((void *)record - sizeof(__u64));
	__u32 zero = 0;

	tl_slot_give_back(bpf_map_lookup_elem(&record_used, &zero), slot);
}

/* Sends a copy of the record; 0, or a negative errno if there is no room. */
static __always_inline long tl_perf_output(void *ctx, void *map, struct abi_record *record,
					   __u64 size)
{
	return ((long (*)(void *, void *, __u64, void *, __u64))25)(ctx, map, TL_THIS_CPU, record,
								    size);
}

#endif
