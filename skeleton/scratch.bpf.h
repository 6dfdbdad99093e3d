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
 * large as the largest frame) and `scratch_used` (per-CPU array of one u64).
 */
#ifndef SCRATCH_BPF_H
#define SCRATCH_BPF_H

#include "loss.bpf.h"

/*
 * Takes a slot; LIMIT_SCRATCH_SLOTS if none is free. Bits 32 and up of the word
 * are always clear. Adding them makes the result an unknown number to the
 * verifier, which else would check the whole program once for every slot.
 */
static __noinline __u32 tl_scratch_take(void)
{
	__u32 zero = 0;
	__u64 *used = bpf_map_lookup_elem(&scratch_used, &zero);

	if (!used)
		return LIMIT_SCRATCH_SLOTS;
#pragma clang loop unroll(full)
	for (__u32 slot = 0; slot < LIMIT_SCRATCH_SLOTS; slot++) {
		__u64 bit = 1ULL << slot;
		__u64 before = __sync_fetch_and_or(used, bit);

		if (!(before & bit))
			return slot + (__u32)(before >> 32);
	}
	return LIMIT_SCRATCH_SLOTS;
}

static __noinline void tl_scratch_give_back(__u32 slot)
{
	__u32 zero = 0;
	__u64 *used = bpf_map_lookup_elem(&scratch_used, &zero);

	if (used)
		__sync_fetch_and_and(used, ~(1ULL << (slot & 31)));
}

/* The memory of a slot, with whatever its last user left there; NULL for none. */
static __always_inline void *tl_scratch_memory(__u32 slot, __u32 loss_index)
{
	void *memory = bpf_map_lookup_elem(&scratch, &slot);

	if (!memory)
		tl_lost(loss_index);
	return memory;
}

#endif
