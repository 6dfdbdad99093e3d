/*
 * Slots of per-CPU memory, each with a bit in a word of its CPU (scratch.bpf.h tells why).
 */
#ifndef SLOT_BPF_H
#define SLOT_BPF_H

#include "atomic.bpf.h"

/*
 * Takes a slot; LIMIT_SCRATCH_SLOTS if none is free. Bits 32 and up of the word
 * are always clear. Adding them makes the result an unknown number to the
 * verifier, which else would check the whole program once for every slot.
 */
static __noinline __u32 tl_slot_take(__u64 *used)
{
	if (!used)
		return LIMIT_SCRATCH_SLOTS;
#pragma clang loop unroll(full)
	for (__u32 slot = 0; slot < LIMIT_SCRATCH_SLOTS; slot++) {
		__u64 bit = 1ULL << slot;
		__u64 before = tl_fetch_or(used, bit);

		if (!(before & bit))
			return slot + (__u32)(before >> 32);
	}
	return LIMIT_SCRATCH_SLOTS;
}

static __noinline void tl_slot_give_back(__u64 *used, __u32 slot)
{
	if (used)
		tl_clear_bits(used, 1ULL << (slot & 31));
}

#endif
