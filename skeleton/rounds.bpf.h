/*
 * Loops whose rounds may be many, by loop.bpf.h. Kernels before 5.17, which have no bpf_loop, visit the elements of
 * an array instead, a round for each. Those before 5.13 cannot, and follow every round.
 */
#ifndef ROUNDS_BPF_H
#define ROUNDS_BPF_H

#include "loop.bpf.h"

/* The most that are visited: the array takes half a MiB. */
#define TL_LOOP_MAX_VISITED 65536

/* Made by the tool where it is needed. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, TL_LOOP_MAX_VISITED);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} loop_rounds SEC(".maps");

/* What a visit gets. */
struct tl_visits {
	struct tl_loop loop;
	__u64 rounds;
};

typedef long (*tl_loop_visit)(void *map, const __u32 *index, void *value, struct tl_visits *visits);

/*
 * The body name_step of a loop whose rounds may be many, as a round and as the visit of an element: not one by the
 * other, which would be one call more, and never inlined, so that a kernel that cannot call it back still finds it by
 * a call.
 */
#define TL_LOOP_CALLS(name)                                                                \
	static __noinline long name(__u32 index, struct tl_loop *loop)                     \
	{                                                                                  \
		return name##_step(index, loop);                                           \
	}                                                                                  \
	static __noinline long name##_visit(void *map, const __u32 *index, void *value,    \
					    struct tl_visits *visits)                      \
	{                                                                                  \
		return *index < visits->rounds ? name##_step(*index, &visits->loop)        \
					       : tl_leave();                               \
	}

/* tl_loop for a body of TL_LOOP_CALLS. */
static __always_inline bool tl_loop_long(__u64 rounds, tl_loop_body body, tl_loop_visit visit,
					 struct tl_loop *loop)
{
	__u32 never = 0;

	if (!tl_has(FEATURE_LOOP) && tl_has(FEATURE_FOR_EACH)) {
		struct tl_visits visits = { *loop, rounds };
		long n = tl_visit_rounds(&loop_rounds, visit, &visits, 0);

		return rounds > TL_LOOP_MAX_VISITED && n == TL_LOOP_MAX_VISITED;
	}
	barrier_var(never);
	if (never)
		visit(NULL, NULL, NULL, NULL);
	return tl_loop(rounds, body, loop);
}

#endif
