/*
 * Aggregations: an element per CPU, which only programs on that CPU write. One
 * of them may interrupt or preempt another, so every change is atomic.
 */
#ifndef AGGREGATE_BPF_H
#define AGGREGATE_BPF_H

#include "map.bpf.h"

/* This CPU's element of a keyed aggregation; NULL if the map is full. */
static __always_inline struct abi_aggregate *tl_aggregate(void *map, const void *key,
							  __u32 loss_index)
{
	struct abi_aggregate empty = { 0, 0 };

	return tl_map_element(map, key, &empty, loss_index);
}

/* Adds to a sum; of count, delta is 1. */
static __always_inline void tl_sum(struct abi_aggregate *a, __u64 delta)
{
	if (!a)
		return;
	__sync_fetch_and_add(&a->value, delta);
	a->set = 1;
}

/* One more sample of an avg or stats. */
static __always_inline void tl_avg(struct abi_aggregate *a, __u64 sample)
{
	if (!a)
		return;
	__sync_fetch_and_add(&a->value, sample);
	__sync_fetch_and_add(&a->set, 1);
}

/*
 * A number that is larger the more extreme n is: the order of minimum and maximum,
 * signed and unsigned, as that of unsigned numbers.
 */
static __always_inline __u64 tl_rank(__u64 n, bool is_max, bool is_signed)
{
	if (is_signed)
		n ^= 1ULL << 63;
	return is_max ? n : ~n;
}

/*
 * Times that a store is tried anew because an interrupt stored another extreme
 * between the comparison and the store.
 */
#define TL_EXTREME_TRIES 8

/*
 * A sample of a minimum or maximum. The one that can be overlooked is a 0 whose
 * interrupt falls between the loads and the store of the CPU's very first sample.
 */
static __always_inline void tl_extreme(struct abi_aggregate *a, __u64 sample, bool is_max,
				       bool is_signed)
{
	if (!a)
		return;
#pragma clang loop unroll(disable)
	for (int i = 0; i < TL_EXTREME_TRIES; i++) {
		__u64 old = *(volatile __u64 *)&a->value;

		if (a->set && tl_rank(sample, is_max, is_signed) <= tl_rank(old, is_max, is_signed))
			return;
		if (tl_replace(&a->value, old, sample)) {
			a->set = 1;
			return;
		}
	}
}

static __always_inline void tl_min_signed(struct abi_aggregate *a, __s64 sample)
{
	tl_extreme(a, sample, false, true);
}

static __always_inline void tl_min_unsigned(struct abi_aggregate *a, __u64 sample)
{
	tl_extreme(a, sample, false, false);
}

static __always_inline void tl_max_signed(struct abi_aggregate *a, __s64 sample)
{
	tl_extreme(a, sample, true, true);
}

static __always_inline void tl_max_unsigned(struct abi_aggregate *a, __u64 sample)
{
	tl_extreme(a, sample, true, false);
}

/* Adds one to a bucket of a histogram; the bucket's number is part of the key. */
static __always_inline void tl_bucket(void *map, const void *key, __u32 loss_index)
{
	__u64 zero = 0;
	__u64 *count = tl_map_element(map, key, &zero, loss_index);

	if (count)
		__sync_fetch_and_add(count, 1);
}

/* The same where the bucket's number is the whole key. Of an array, which has them all: nothing is made or lost. */
static __always_inline void tl_bucket_row(void *map, __u32 bucket)
{
	__u64 *count = bpf_map_lookup_elem(map, &bucket);

	if (count)
		__sync_fetch_and_add(count, 1);
}

static __always_inline void tl_bucket_alone(void *map, __u64 bucket, __u32 loss_index)
{
	tl_bucket(map, &bucket, loss_index);
}

/*
 * Number of the highest bit that is set in n, which is not 0. It has no branches,
 * because each would double the ways that the verifier has to walk: the sign of
 * -high says whether high is 0, and clang must not see that.
 */
static __always_inline __u32 tl_log2(__u64 n)
{
	__u32 log = 0;

#pragma clang loop unroll(full)
	for (int step = 5; step >= 0; step--) {
		__u64 negative = -(n >> (1 << step));
		__u64 shift;

		barrier_var(negative);
		shift = (negative >> 63) << step;
		n >>= shift;
		log += shift;
	}
	return log;
}

/* Bucket of a hist with 2^bits buckets to a power of two (language.md 4.2). */
static __always_inline __u64 tl_hist_unsigned(__u64 n, __u32 bits)
{
	__u32 log;

	if (n < (1ULL << bits))
		return n + 1;
	log = tl_log2(n);
	return ((__u64)(log - bits + 1) << bits) + ((n >> (log - bits)) & ((1ULL << bits) - 1)) + 1;
}

static __always_inline __u64 tl_hist_signed(__s64 n, __u32 bits)
{
	return n < 0 ? 0 : tl_hist_unsigned(n, bits);
}

/* Bucket of an lhist; the bounds are not negative. */
static __always_inline __u64 tl_lhist_unsigned(__u64 n, __u64 min, __u64 max, __u64 step)
{
	if (n < min)
		return 0;
	if (n > max)
		return 1 + (max - min) / step;
	return 1 + (n - min) / step;
}

static __always_inline __u64 tl_lhist_signed(__s64 n, __u64 min, __u64 max, __u64 step)
{
	return n < 0 ? 0 : tl_lhist_unsigned(n, min, max, step);
}

/*
 * Deletes every bucket of a histogram's key, whose last 8 bytes are the bucket's
 * number (NULL: of a scalar histogram, whose key that is); whether there was one.
 */
static __always_inline bool tl_buckets_delete(void *map, void *key, __u32 key_size, __u32 n_buckets)
{
	__u64 alone = 0;
	void *whole = (void *)TL_KEY(key, alone);
	bool is_deleted = false;

#pragma clang loop unroll(disable)
	for (__u32 bucket = 0; bucket < n_buckets; bucket++) {
		*(tl_u64 *)((__u8 *)whole + key_size - sizeof(__u64)) = bucket;
		if (bpf_map_delete_elem(map, whole) == 0)
			is_deleted = true;
	}
	return is_deleted;
}

/* Whether a histogram's key has a bucket. */
static __always_inline bool tl_buckets_has(void *map, void *key, __u32 key_size, __u32 n_buckets)
{
#pragma clang loop unroll(disable)
	for (__u32 bucket = 0; bucket < n_buckets; bucket++) {
		*(tl_u64 *)((__u8 *)key + key_size - sizeof(__u64)) = bucket;
		if (bpf_map_lookup_elem(map, key))
			return true;
	}
	return false;
}

/*
 * The tl_total functions reduce an aggregation over all CPUs, as the tool does
 * when it prints. They need 5.19.
 */
static __always_inline struct abi_aggregate tl_total(void *map, const void *key)
{
	struct abi_aggregate total = { 0, 0 };
	__u32 n_cpus = constants.base.n_cpus;
	const __u64 zero = 0;

#pragma clang loop unroll(disable)
	for (__u32 cpu = 0; cpu < n_cpus; cpu++) {
		const struct abi_aggregate *a =
			bpf_map_lookup_percpu_elem(map, TL_KEY(key, zero), cpu);

		if (a) {
			total.value += a->value;
			total.set += a->set;
		}
	}
	return total;
}

/* Of count and sum; of avg and stats the sum. */
static __always_inline __u64 tl_total_sum(void *map, const void *key)
{
	return tl_total(map, key).value;
}

/* Of avg and stats: how many samples there were. */
static __always_inline __u64 tl_total_set(void *map, const void *key)
{
	return tl_total(map, key).set;
}

static __always_inline __u64 tl_total_avg_unsigned(void *map, const void *key)
{
	struct abi_aggregate total = tl_total(map, key);

	return total.set ? total.value / total.set : 0;
}

/* The instruction set divides unsigned numbers only; the quotient is cut towards 0. */
static __always_inline __s64 tl_total_avg_signed(void *map, const void *key)
{
	struct abi_aggregate total = tl_total(map, key);

	if (!total.set)
		return 0;
	if ((__s64)total.value < 0)
		return -(-total.value / total.set);
	return total.value / total.set;
}

static __always_inline __u64 tl_total_extreme(void *map, const void *key, bool is_max,
					      bool is_signed)
{
	__u32 n_cpus = constants.base.n_cpus;
	const __u64 zero = 0;
	__u64 total = 0;
	bool is_set = false;

#pragma clang loop unroll(disable)
	for (__u32 cpu = 0; cpu < n_cpus; cpu++) {
		const struct abi_aggregate *a =
			bpf_map_lookup_percpu_elem(map, TL_KEY(key, zero), cpu);

		if (!a || !a->set)
			continue;
		if (!is_set ||
		    tl_rank(a->value, is_max, is_signed) > tl_rank(total, is_max, is_signed))
			total = a->value;
		is_set = true;
	}
	return total;
}

static __always_inline __s64 tl_total_min_signed(void *map, const void *key)
{
	return tl_total_extreme(map, key, false, true);
}

static __always_inline __u64 tl_total_min_unsigned(void *map, const void *key)
{
	return tl_total_extreme(map, key, false, false);
}

static __always_inline __s64 tl_total_max_signed(void *map, const void *key)
{
	return tl_total_extreme(map, key, true, true);
}

static __always_inline __u64 tl_total_max_unsigned(void *map, const void *key)
{
	return tl_total_extreme(map, key, true, false);
}

/* Clears a scalar aggregation on all CPUs; whether it was set on one. */
static __always_inline bool tl_total_delete(void *map)
{
	__u32 n_cpus = constants.base.n_cpus;
	__u32 key = 0;
	__u64 was_set = 0;

#pragma clang loop unroll(disable)
	for (__u32 cpu = 0; cpu < n_cpus; cpu++) {
		struct abi_aggregate *a = bpf_map_lookup_percpu_elem(map, &key, cpu);

		if (a) {
			a->value = 0;
			was_set |= tl_exchange(&a->set, 0);
		}
	}
	return was_set != 0;
}

#endif
