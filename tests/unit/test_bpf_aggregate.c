/*
 * The arithmetic of the BPF library's aggregations, which is ordinary C, run here.
 */
#pragma GCC diagnostic ignored "-Wunknown-pragmas"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-parameter"

#include "tracec.bpf.h"

/* The instruction that asks the kernel is one of BPF. */
#define FEATURE_BPF_H
static __u64 tl_has(enum abi_feature feature)
{
	return 1;
}

/* What the generated file defines for the library. */
static __u64 loss[LIMIT_LOSS_LANES][1];
static const volatile struct {
	struct abi_constants base;
} constants;

#include "aggregate.bpf.h"

#include <setjmp.h>
#include <stdarg.h>
#undef offsetof
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* language.md 4.2, word for word. */
static uint64_t bucket_of(int64_t n, unsigned k)
{
	int l = 0;

	if (n < 0)
		return 0;
	if ((uint64_t)n < UINT64_C(1) << k)
		return (uint64_t)n + 1;
	while ((uint64_t)n >> (l + 1))
		l++;
	return ((uint64_t)(l - (int)k + 1) << k) +
	       ((uint64_t)n >> (l - (int)k) & ((UINT64_C(1) << k) - 1)) + 1;
}

/* Every power of two, its neighbours, and the ends. */
static void for_each_edge(void (*check)(int64_t n))
{
	for (int bit = 0; bit < 64; bit++)
		for (int64_t d = -2; d <= 2; d++)
			check((int64_t)((UINT64_C(1) << bit) + (uint64_t)d));
}

static void check_hist(int64_t n)
{
	for (unsigned k = 0; k <= 5; k++) {
		assert_int_equal(tl_hist_signed(n, k), bucket_of(n, k));
		if (n >= 0)
			assert_int_equal(tl_hist_unsigned((uint64_t)n, k), bucket_of(n, k));
	}
}

static void hist_finds_the_bucket(void **state)
{
	(void)state;
	for_each_edge(check_hist);
	for (int64_t n = -3; n < 5000; n++)
		check_hist(n);
}

static void hist_of_unsigned_numbers_ends_at_64_bits(void **state)
{
	(void)state;
	assert_int_equal(tl_hist_unsigned(UINT64_MAX, 0), 65);
	assert_int_equal(tl_hist_unsigned(UINT64_C(1) << 63, 0), 65);
	assert_int_equal(tl_hist_unsigned(UINT64_MAX, 5), (UINT64_C(59) << 5) + 32);
	assert_int_equal(tl_hist_signed(INT64_MIN, 0), 0);
}

static void lhist_finds_the_bucket(void **state)
{
	(void)state;
	assert_int_equal(tl_lhist_signed(-1, 0, 10, 2), 0);
	assert_int_equal(tl_lhist_signed(0, 0, 10, 2), 1);
	assert_int_equal(tl_lhist_signed(3, 0, 10, 2), 2);
	assert_int_equal(tl_lhist_signed(9, 0, 10, 2), 5);
	assert_int_equal(tl_lhist_signed(10, 0, 10, 2), 6);
	assert_int_equal(tl_lhist_signed(11, 0, 10, 2), 6);
	assert_int_equal(tl_lhist_unsigned(UINT64_MAX, 5, 1000, 10), 100);
	assert_int_equal(tl_lhist_unsigned(4, 5, 1000, 10), 0);
}

static void extremes_are_those_of_the_sign(void **state)
{
	static const int64_t numbers[] = { INT64_MIN, -2, -1, 0, 1, 7, INT64_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		for (size_t k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++) {
			int64_t a = numbers[i], b = numbers[k];
			uint64_t x = (uint64_t)a, y = (uint64_t)b;
			struct abi_aggregate max = { 0, 0 }, min = { 0, 0 }, umax = { 0, 0 };

			tl_max_signed(&max, a);
			tl_max_signed(&max, b);
			tl_min_signed(&min, a);
			tl_min_signed(&min, b);
			tl_max_unsigned(&umax, x);
			tl_max_unsigned(&umax, y);
			assert_int_equal((int64_t)max.value, a > b ? a : b);
			assert_int_equal((int64_t)min.value, a < b ? a : b);
			assert_int_equal(umax.value, x > y ? x : y);
			assert_int_equal(max.set, 1);
		}
	}
}

static void averages_keep_total_and_count(void **state)
{
	struct abi_aggregate a = { 0, 0 };

	(void)state;
	tl_avg(&a, 5);
	tl_avg(&a, (uint64_t)-7);
	assert_int_equal((int64_t)a.value, -2);
	assert_int_equal(a.set, 2);
	tl_avg(NULL, 1);
	tl_sum(NULL, 1);
	tl_max_signed(NULL, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hist_finds_the_bucket),
		cmocka_unit_test(hist_of_unsigned_numbers_ends_at_64_bits),
		cmocka_unit_test(lhist_finds_the_bucket),
		cmocka_unit_test(extremes_are_those_of_the_sign),
		cmocka_unit_test(averages_keep_total_and_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
