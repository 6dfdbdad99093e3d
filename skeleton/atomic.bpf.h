/*
 * Atomic operations that give the old value. Kernels before 5.12 do not know them, but there no
 * program preempts another: what an interrupt's program may do between two plain
 * instructions is said at each. The tool takes the instructions themselves out there, because
 * such a kernel refuses to see them even where they are not reached.
 */
#ifndef ATOMIC_BPF_H
#define ATOMIC_BPF_H

#include "feature.bpf.h"

/* Sets the bit; the word before. An interrupt leaves the word as it found it (scratch.bpf.h). */
static __always_inline __u64 tl_fetch_or(__u64 *word, __u64 bits)
{
	__u64 before;

	if (tl_has(FEATURE_ATOMIC))
		return __sync_fetch_and_or(word, bits);
	before = *(volatile __u64 *)word;
	*(volatile __u64 *)word = before | bits;
	return before;
}

static __always_inline void tl_clear_bits(__u64 *word, __u64 bits)
{
	if (tl_has(FEATURE_ATOMIC))
		__sync_fetch_and_and(word, ~bits);
	else
		*(volatile __u64 *)word &= ~bits;
}

/* Adds; the number before. The plain way adds no less, but what it returns may be older than that. */
static __always_inline __u64 tl_fetch_add(__u64 *number, __u64 delta)
{
	__u64 before;

	if (tl_has(FEATURE_ATOMIC))
		return __sync_fetch_and_add(number, delta);
	before = *(volatile __u64 *)number;
	__sync_fetch_and_add(number, delta);
	return before;
}

/* Stores; the number before. Plainly, of two that meet both may get the same one. */
static __always_inline __u64 tl_exchange(__u64 *number, __u64 value)
{
	__u64 before;

	if (tl_has(FEATURE_ATOMIC))
		return __sync_lock_test_and_set(number, value);
	before = *(volatile __u64 *)number;
	*(volatile __u64 *)number = value;
	return before;
}

/* Stores if the number is still `old`; whether it was. Plainly, an interrupt's store in between is lost. */
static __always_inline bool tl_replace(__u64 *number, __u64 old, __u64 value)
{
	if (tl_has(FEATURE_ATOMIC))
		return __sync_val_compare_and_swap(number, old, value) == old;
	if (*(volatile __u64 *)number != old)
		return false;
	*(volatile __u64 *)number = value;
	return true;
}

#endif
