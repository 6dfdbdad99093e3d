/*
 * Walks over bytes: comparing, measuring, searching. The verifier follows an ordinary
 * loop byte by byte, and remembers a state at each way out of it, of which it keeps
 * at most 8192; a program with a few loops over strings of 1024 bytes had too many.
 * So only short walks are such loops. Long ones are calls of bpf_loop, of which the
 * verifier checks one round. Kernels before 5.17, which lack it, visit an array that has as
 * many elements as there are rounds; those before 5.13 cannot, and follow all.
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
typedef long (*tl_walk_visit)(void *map, const __u32 *index, void *value, struct tl_walk *walk);

/* A round for each byte of the longest string, and one at its end. The tool makes it where it is needed. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, LIMIT_STRING + 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} walk_rounds SEC(".maps");

/* A step as a round, and as the visit of an element: not one by the other, which would be one call more. */
#define TL_WALK_CALLS(name)                                                              \
	static __noinline long name##_round(__u32 index, struct tl_walk *walk)           \
	{                                                                                \
		return name##_step(index, walk);                                         \
	}                                                                                \
	static __noinline long name##_visit(void *map, const __u32 *index, void *value,  \
					    struct tl_walk *walk)                        \
	{                                                                                \
		return name##_step(*index, walk);                                        \
	}

#define TL_WALK_LONG(name, walk, size) tl_walk_long(name##_round, name##_visit, walk, size)

/* Runs the round until it leaves, which it does at `size` at the latest. Gives the index where. */
static __always_inline __u32 tl_walk_long(tl_walk_round round, tl_walk_visit visit,
					  struct tl_walk *walk, __u32 size)
{
	__u32 i, never = 0;

	if (tl_has(FEATURE_LOOP))
		return bpf_loop(size + 1, round, walk, 0) - 1;
	if (tl_has(FEATURE_FOR_EACH))
		return tl_visit_rounds(&walk_rounds, visit, walk, 0) - 1;
#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++)
		if (round(i, walk))
			break;
	barrier_var(never);
	return never ? visit(NULL, NULL, NULL, walk) : i;
}

/*
 * Rounds and visits are never inlined: a kernel that cannot call them back still finds them by a
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

static __always_inline long tl_walk_text_step(__u32 i, struct tl_walk *walk)
{
	return i >= walk->a_size || walk->a[i] == 0 ? tl_leave() : tl_go_on();
}
TL_WALK_CALLS(tl_walk_text)

/* Characters before the NUL; size if there is none. */
static __always_inline __u32 tl_walk_text(const volatile tl_u8 *a, const __u32 size)
{
	__u32 i;

	if (size > TL_WALK_SHORT) {
		struct tl_walk walk = { .a = a, .a_size = size };

		return TL_WALK_LONG(tl_walk_text, &walk, size);
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++)
		if (a[i] == 0)
			break;
	return i;
}

/* --- where two strings differ --- */

static __always_inline long tl_walk_texts_step(__u32 i, struct tl_walk *walk)
{
	return i >= walk->a_size || tl_walk_differs(walk->a, walk->b, i, i) ? tl_leave()
									    : tl_go_on();
}
TL_WALK_CALLS(tl_walk_texts)

/* The first place where a NUL stands in a, or another byte than in b; size if there is none. */
static __always_inline __u32 tl_walk_texts(const volatile tl_u8 *a, const volatile tl_u8 *b,
					   const __u32 size)
{
	__u32 i;

	if (size > TL_WALK_SHORT) {
		struct tl_walk walk = { .a = a, .b = b, .a_size = size };

		return TL_WALK_LONG(tl_walk_texts, &walk, size);
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++)
		if (tl_walk_differs(a, b, i, i))
			break;
	return i;
}

/* --- where bytes differ --- */

static __always_inline long tl_walk_bytes_step(__u32 i, struct tl_walk *walk)
{
	return i >= walk->a_size || walk->a[i] != walk->b[i] ? tl_leave() : tl_go_on();
}
TL_WALK_CALLS(tl_walk_bytes)

/* The first place where the bytes differ; size if there is none. */
static __always_inline __u32 tl_walk_bytes(const volatile tl_u8 *a, const volatile tl_u8 *b,
					   const __u32 size)
{
	__u32 i;

	if (size > TL_WALK_SHORT) {
		struct tl_walk walk = { .a = a, .b = b, .a_size = size };

		return TL_WALK_LONG(tl_walk_bytes, &walk, size);
	}
#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++)
		if (a[i] != b[i])
			break;
	return i;
}

/* --- where one string is in the other --- */

static __always_inline long tl_walk_part_step(__u32 k, struct tl_walk *walk)
{
	__u64 i = walk->place + k;

	if (k >= walk->b_size || i >= walk->a_size || walk->b[k] == 0)
		return tl_leave();
	return walk->a[i] != walk->b[k] ? tl_leave() : tl_go_on();
}
TL_WALK_CALLS(tl_walk_part)

/* Whether b stands in a at place. */
static __always_inline bool tl_walk_is_part(struct tl_walk *walk, __u64 place)
{
	const __u32 size = walk->b_size;
	__u32 k;

	walk->place = place;
	k = TL_WALK_LONG(tl_walk_part, walk, size);
	return k >= size || walk->b[k] == 0;
}

static __always_inline long tl_walk_find_step(__u32 i, struct tl_walk *walk)
{
	struct tl_walk part = *walk;

	if (i >= walk->a_size || walk->a[i] == 0)
		return tl_leave();
	/* Most places are not the one. */
	if (walk->b[0] != walk->a[i])
		return walk->b[0] == 0 ? tl_leave() : tl_go_on();
	return tl_walk_is_part(&part, i) ? tl_leave() : tl_go_on();
}
TL_WALK_CALLS(tl_walk_find)

/*
 * The same where nothing is called back, in one walk over each string: the verifier would follow a walk within a walk
 * a million times. The sum of what was seen of a last, as long as b, is kept as it moves on (Rabin and Karp), and
 * equal sums count as equal strings. They are numbers modulo two primes below 2^31.
 */
#define TL_SEARCH_PRIME_1 2147483647ULL
#define TL_SEARCH_PRIME_2 2147483629ULL
#define TL_SEARCH_BASE_1  1103515245ULL
#define TL_SEARCH_BASE_2  69069069ULL

struct tl_search {
	__u64 x, y;
};

/* With one more character at the end. */
static __always_inline void tl_search_add(struct tl_search *sum, __u64 c)
{
	sum->x = (sum->x * TL_SEARCH_BASE_1 + c) % TL_SEARCH_PRIME_1;
	sum->y = (sum->y * TL_SEARCH_BASE_2 + c) % TL_SEARCH_PRIME_2;
}

/* Without a character, which weighs as much as it has moved from the end. */
static __always_inline void tl_search_drop(struct tl_search *sum, const struct tl_search *weight,
					   __u64 c)
{
	sum->x = (sum->x + TL_SEARCH_PRIME_1 - c * weight->x % TL_SEARCH_PRIME_1) %
		 TL_SEARCH_PRIME_1;
	sum->y = (sum->y + TL_SEARCH_PRIME_2 - c * weight->y % TL_SEARCH_PRIME_2) %
		 TL_SEARCH_PRIME_2;
}

static __noinline __u32 tl_walk_search(const volatile tl_u8 *a, __u64 a_size,
				       const volatile tl_u8 *b, __u64 b_size)
{
	/* A 1 that the verifier does not know, or it would tell lengths apart by their weights. */
	const __u64 one = tl_number(1);
	struct tl_search wanted = { 0, 0 }, seen = { 0, 0 }, weight = { one, one };
	__u64 i, length, is_found = 0;

#pragma clang loop unroll(disable)
	for (i = 0; i < b_size; i++) {
		__u64 c = b[i];

		if (c == 0)
			break;
		tl_search_add(&wanted, c);
		tl_search_add(&weight, 0);
	}
	/* One state for the verifier, not one for each length; nor does it see below what length is compared to. */
	length = tl_number(i);
	if (length == 0)
		return 0;
#pragma clang loop unroll(disable)
	for (i = 0; i < a_size; i++) {
		__u64 c = a[i], is_end = (c - 1) >> 63, differs, leaves;
		__s64 is_early = (__s64)(i - length) >> 63;
		__u64 first = (i - length) & ~is_early;

		barrier_var(first);
		if (first >= a_size)
			break;
		tl_search_add(&seen, c);
		tl_search_drop(&seen, &weight, a[first] & ~is_early);
		differs = (seen.x ^ wanted.x) | (seen.y ^ wanted.y) | (i + 1 - length) >> 63;
		is_found = (differs - 1) >> 63 & ~is_end;
		leaves = is_found | is_end;
		barrier_var(leaves);
		if (leaves)
			break;
	}
	return is_found ? i + 1 - length : a_size;
}

/* The first place in a of the string b, or a's end without b; its size at most. */
static __always_inline __u32 tl_walk_find(struct tl_walk *walk, const __u32 a_size,
					  const __u32 b_size)
{
	if (tl_has(FEATURE_LOOP) || tl_has(FEATURE_FOR_EACH))
		return TL_WALK_LONG(tl_walk_find, walk, a_size);
	return tl_walk_search(walk->a, a_size, walk->b, b_size);
}

#endif
