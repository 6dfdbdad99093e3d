/*
 * Loops. A body is a function that the kernel calls back; it returns tl_go_on() or
 * tl_leave(). What it shares with the program around it stands in
 * scratch memory, not on the stack: kernels before 6.7 check a body as if it ran
 * exactly once, and would take what they see of the stack then for certain.
 */
#ifndef LOOP_BPF_H
#define LOOP_BPF_H

#include "feature.bpf.h"

/* What a body gets from the program around it. */
struct tl_loop {
	void *ctx;
	void *frame;
};

/*
 * What a body returns. The verifier wants to see that it is 0 or 1, which clang
 * hides when it makes a calculation of a test.
 */
static __always_inline long tl_go_on(void)
{
	long result;

	asm volatile("%0 = 0" : "=r"(result));
	return result;
}

static __always_inline long tl_leave(void)
{
	long result;

	asm volatile("%0 = 1" : "=r"(result));
	return result;
}

typedef long (*tl_loop_body)(__u32 index, struct tl_loop *loop);

/* The most rounds that bpf_loop runs (BPF_MAX_LOOPS), and more than that. */
#define TL_LOOP_MAX     (1ULL << 23)
#define TL_LOOP_ENDLESS (TL_LOOP_MAX + 1)

/* The most on kernels before 5.17, which have no bpf_loop: the verifier walks every round. */
#define TL_LOOP_MAX_WALKED 1024

/* bpf_for_each_map_elem on an array, for rounds where there is no bpf_loop: since 5.13. */
static long (*const tl_visit_rounds)(void *map, void *visit, void *context,
				     __u64 flags) = (void *)ABI_HELPER_VISIT;

/*
 * Runs the body at most `rounds` times, with index 0 and up. Whether it would have run
 * again, had the kernel allowed it. None at all is no call:
 * kernels since 6.7 drop a body that never runs, and then miss it (6.18: "No program
 * to jit").
 */
static __always_inline bool tl_loop(__u64 rounds, tl_loop_body body, struct tl_loop *loop)
{
	__u32 i;

	if (rounds == 0)
		return false;
	if (tl_has(FEATURE_LOOP)) {
		long n = bpf_loop(rounds < TL_LOOP_MAX ? rounds : TL_LOOP_MAX, body, loop, 0);

		return rounds > TL_LOOP_MAX && n == TL_LOOP_MAX;
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < TL_LOOP_MAX_WALKED && i < rounds; i++)
		if (body(i, loop) != 0)
			return false;
	return i < rounds;
}

/* Rounds from begin to end - 1. */
static __always_inline __u64 tl_rounds(__s64 begin, __s64 end)
{
	return begin < end ? (__u64)end - (__u64)begin : 0;
}

#endif
