/*
 * Walks over bytes: comparing, measuring, searching. The verifier follows an ordinary
 * loop byte by byte, and remembers a state at each way out of it, of which it keeps
 * at most 8192; a program with a few loops over strings of 1024 bytes had too many.
 * So only short walks are such loops. Long ones are calls of bpf_loop, of which the
 * verifier checks one round. Kernels before 5.17, which lack it, follow all.
 *
 * A walk gives the place where it ended, and nothing else: before 6.7 the verifier
 * takes what a round leaves in memory for certain, as if there were one round.
 */
#ifndef WALK_BPF_H
#define WALK_BPF_H

#include "loop.bpf.h"

/* Bytes of a short walk: a hundred of them in a program are not too many. */
#define TL_WALK_SHORT 32

/* What is walked over; of whole words, so that the verifier knows the sizes where they lie on the stack. */
struct tl_walk {
	const volatile tl_u8 *a, *b;
	__u64 a_size, b_size;
	__u64 place; /* in a, of the first byte of b */
};

typedef long (*tl_walk_round)(__u32 index, struct tl_walk *walk);

/* Runs the round until it leaves, which it does at `size` at the latest. Gives the index where. */
static __always_inline __u32 tl_walk_long(tl_walk_round round, struct tl_walk *walk, __u32 size)
{
	__u32 i;

	if (tl_has(FEATURE_LOOP))
		return bpf_loop(size + 1, round, walk, 0) - 1;
#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++)
		if (round(i, walk))
			break;
	return i;
}

/*
 * Rounds are never inlined: a kernel that cannot call them back still finds them by a
 * call. Each is one test, and so one way out for the verifier: clang must not make two
 * of it, a NUL and a difference.
 */
static __always_inline bool tl_walk_differs(const volatile tl_u8 *a, const volatile tl_u8 *b,
					    __u64 i, __u64 k)
{
	__u64 c = a[i], difference = c ^ b[k];
	__u64 is_end = (c - 1) >> 63;

	barrier_var(is_end);
	return is_end | difference;
}

/* --- where a string ends --- */

static __noinline long tl_walk_text_round(__u32 i, struct tl_walk *walk)
{
	return i >= walk->a_size || walk->a[i] == 0 ? tl_leave() : tl_go_on();
}

/* Characters before the NUL; size if there is none. */
static __always_inline __u32 tl_walk_text(const volatile tl_u8 *a, const __u32 size)
{
	__u32 i;

	if (size > TL_WALK_SHORT) {
		struct tl_walk walk = { .a = a, .a_size = size };

		return tl_walk_long(tl_walk_text_round, &walk, size);
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++)
		if (a[i] == 0)
			break;
	return i;
}

/* --- where two strings differ --- */

static __noinline long tl_walk_texts_round(__u32 i, struct tl_walk *walk)
{
	return i >= walk->a_size || tl_walk_differs(walk->a, walk->b, i, i) ? tl_leave()
									    : tl_go_on();
}

/* The first place where a NUL stands in a, or another byte than in b; size if there is none. */
static __always_inline __u32 tl_walk_texts(const volatile tl_u8 *a, const volatile tl_u8 *b,
					   const __u32 size)
{
	__u32 i;

	if (size > TL_WALK_SHORT) {
		struct tl_walk walk = { .a = a, .b = b, .a_size = size };

		return tl_walk_long(tl_walk_texts_round, &walk, size);
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++)
		if (tl_walk_differs(a, b, i, i))
			break;
	return i;
}

/* --- where bytes differ --- */

static __noinline long tl_walk_bytes_round(__u32 i, struct tl_walk *walk)
{
	return i >= walk->a_size || walk->a[i] != walk->b[i] ? tl_leave() : tl_go_on();
}

/* The first place where the bytes differ; size if there is none. */
static __always_inline __u32 tl_walk_bytes(const volatile tl_u8 *a, const volatile tl_u8 *b,
					   const __u32 size)
{
	__u32 i;

	if (size > TL_WALK_SHORT) {
		struct tl_walk walk = { .a = a, .b = b, .a_size = size };

		return tl_walk_long(tl_walk_bytes_round, &walk, size);
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++)
		if (a[i] != b[i])
			break;
	return i;
}

/* --- where one string is in the other --- */

static __noinline long tl_walk_part_round(__u32 k, struct tl_walk *walk)
{
	__u64 i = walk->place + k;

	if (k >= walk->b_size || i >= walk->a_size || walk->b[k] == 0)
		return tl_leave();
	return walk->a[i] != walk->b[k] ? tl_leave() : tl_go_on();
}

/* Whether b stands in a at place. */
static __always_inline bool tl_walk_is_part(struct tl_walk *walk, __u64 place)
{
	const __u32 size = walk->b_size;
	__u32 k;

	walk->place = place;
	k = tl_walk_long(tl_walk_part_round, walk, size);
	return k >= size || walk->b[k] == 0;
}

static __noinline long tl_walk_find_round(__u32 i, struct tl_walk *walk)
{
	struct tl_walk part = *walk;

	if (i >= walk->a_size || walk->a[i] == 0)
		return tl_leave();
	/* Most places are not the one. */
	if (walk->b[0] != walk->a[i])
		return walk->b[0] == 0 ? tl_leave() : tl_go_on();
	return tl_walk_is_part(&part, i) ? tl_leave() : tl_go_on();
}

/* The first place in a of the string b, or a's end without b; its size at most. */
static __always_inline __u32 tl_walk_find(struct tl_walk *walk, const __u32 a_size)
{
	return tl_walk_long(tl_walk_find_round, walk, a_size);
}

#endif
