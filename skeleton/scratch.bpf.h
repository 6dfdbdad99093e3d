/*
 * Per-CPU memory for frames that are too large for the stack.
 *
 * A CPU has LIMIT_SCRATCH_SLOTS slots. A program takes one when it begins and
 * gives it back when it ends. Whoever else runs on the CPU meanwhile must get
 * another one: an interrupt's program, whose life lies inside of the interrupted
 * one's, but also a program that preempts this one, for only migration is
 * disabled while programs run (since 5.12), and their lives may overlap in any
 * order. So a counter of nesting is not enough. Each slot has a bit in a word of
 * its CPU, which is set by an atomic fetch-or and cleared by an atomic fetch-and:
 * a slot belongs to the program that changed its bit from 0 to 1. Without a free
 * slot the program does not run, and that is counted at its index of loss.
 *
 * The generated file defines the maps `scratch` (per-CPU array of slots, each as
 * large as the largest frame; if that is too large for per-CPU memory, an array of
 * the slots of all CPUs, which the tool sizes) and `scratch_used` (per-CPU array of
 * one u64).
 */
#ifndef SCRATCH_BPF_H
#define SCRATCH_BPF_H

#include "loss.bpf.h"
#include "slot.bpf.h"

/* Takes a slot; LIMIT_SCRATCH_SLOTS if none is free. */
static __always_inline __u32 tl_scratch_take(void)
{
	__u32 zero = 0;

	return tl_slot_take(bpf_map_lookup_elem(&scratch_used, &zero));
}

static __always_inline void tl_scratch_give_back(__u32 slot)
{
	__u32 zero = 0;

	tl_slot_give_back(bpf_map_lookup_elem(&scratch_used, &zero), slot);
}

/* The memory of a slot, with whatever its last user left there; NULL for none. */
static __always_inline void *tl_scratch_memory(__u32 slot, __u32 loss_index)
{
	void *memory = bpf_map_lookup_elem(&scratch, &slot);

	if (!memory)
		tl_lost(loss_index);
	return memory;
}

/* The same where all CPUs share the array. "No slot" is behind its end. */
static __always_inline void *tl_scratch_memory_shared(__u32 slot, __u32 loss_index)
{
	__u32 place = slot * constants.base.n_cpus + bpf_get_smp_processor_id();
	void *memory = bpf_map_lookup_elem(&scratch, &place);

	if (!memory)
		tl_lost(loss_index);
	return memory;
}

#endif
