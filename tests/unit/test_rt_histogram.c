#include "histogram.h"
#include "rt_fixture.h"

static struct abi_type hist_type(uint8_t k)
{
	return (struct abi_type){
		.ops = &rt_value_hist, .kind = ABI_VALUE_HIST, .bits = k, .size = 8, .align = 8
	};
}

static struct abi_type lhist_type(int64_t min, int64_t max, int64_t step)
{
	return (struct abi_type){ .ops = &rt_value_lhist,
				  .kind = ABI_VALUE_LHIST,
				  .size = 8,
				  .align = 8,
				  .min = min,
				  .max = max,
				  .step = step };
}

/* The bucket numbers of language.md 4.2, as the BPF side computes them. */
static uint64_t hist_number(int64_t n, unsigned k)
{
	if (n < 0)
		return 0;
	if (n < 1 << k)
		return (uint64_t)n + 1;
	unsigned l = 63 - (unsigned)__builtin_clzll((uint64_t)n);
	return ((uint64_t)(l - k + 1) << k) + (((uint64_t)n >> (l - k)) & ((1u << k) - 1)) + 1;
}

static uint64_t lhist_number(int64_t n, const struct abi_type *type)
{
	if (n < type->min)
		return 0;
	if (n > type->max)
		return (uint64_t)(1 + (type->max - type->min) / type->step);
	return (uint64_t)(1 + (n - type->min) / type->step);
}

static void expect_label(const struct abi_type *type, uint64_t number, const char *expected)
{
	struct rt_bucket bucket;
	struct rt_text out = { 0 };
	if (type->kind == ABI_VALUE_HIST) {
		assert_true(rt_hist_bucket(type, number, &bucket));
		rt_hist_label(type, &bucket, &out);
	} else {
		assert_true(rt_lhist_bucket(type, number, &bucket));
		rt_lhist_label(type, &bucket, &out);
	}
	assert_string_equal(rt_text_string(&out), expected);
	rt_text_release(&out);
}

static void histogram_labels_powers_of_two(void **state)
{
	(void)state;
	struct abi_type type = hist_type(0);
	expect_label(&type, hist_number(-1, 0), "(..., 0)");
	expect_label(&type, hist_number(0, 0), "[0]");
	expect_label(&type, hist_number(1, 0), "[1]");
	expect_label(&type, hist_number(3, 0), "[2, 4)");
	expect_label(&type, hist_number(512, 0), "[512, 1K)");
	expect_label(&type, hist_number(1500, 0), "[1K, 2K)");
	expect_label(&type, hist_number(1 << 24, 0), "[16M, 32M)");
	expect_label(&type, hist_number(INT64_MAX, 0), "[4E, 8E)");
	expect_label(&type, 65, "[8E, 16E)"); // of unsigned values
}

static void histogram_labels_finer_buckets(void **state)
{
	(void)state;
	struct abi_type type = hist_type(2);
	for (int64_t n = 0; n < 8; n++) {
		char single[8];
		snprintf(single, sizeof(single), "[%d]", (int)n);
		expect_label(&type, hist_number(n, 2), single);
	}
	expect_label(&type, hist_number(8, 2), "[8, 10)");
	expect_label(&type, hist_number(15, 2), "[14, 16)");
	expect_label(&type, hist_number(1023, 2), "[896, 1K)");
	expect_label(&type, hist_number(1024, 2), "[1K, 1280)");
	expect_label(&type, hist_number(6000, 2), "[5K, 6K)");
}

/* Each value lies within the bounds of its bucket, and neighbours touch. */
static void histogram_buckets_hold_their_values(void **state)
{
	(void)state;
	for (uint8_t k = 0; k <= 5; k++) {
		struct abi_type type = hist_type(k);
		struct rt_bucket bucket;
		uint64_t next = 0;
		for (uint64_t number = 1; rt_hist_bucket(&type, number, &bucket); number++) {
			assert_int_equal(bucket.low, next);
			next = bucket.high + 1;
			if (bucket.high <= INT64_MAX) {
				assert_int_equal(hist_number((int64_t)bucket.low, k), number);
				assert_int_equal(hist_number((int64_t)bucket.high, k), number);
			}
		}
		assert_int_equal(next, 0); // 2^64
	}
}

static void histogram_labels_linear_buckets(void **state)
{
	(void)state;
	struct abi_type type = lhist_type(0, 10, 2);
	expect_label(&type, lhist_number(-1, &type), "(..., 0)");
	expect_label(&type, lhist_number(3, &type), "[2, 4)");
	expect_label(&type, lhist_number(11, &type), "[10, ...)");
	type = lhist_type(0, 4 << 20, 1 << 20);
	expect_label(&type, 1, "[0, 1M)");
	expect_label(&type, 5, "[4M, ...)");
	type = lhist_type(0, 4096, 1024);
	expect_label(&type, 2, "[1K, 2K)");
	type = lhist_type(0, 4096, 1000);
	expect_label(&type, 2, "[1000, 2000)");
	type = lhist_type(100, 200, 50);
	expect_label(&type, 0, "(..., 100)");
	type = lhist_type(0, 8, 1);
	expect_label(&type, 1, "[0, 1)");
}

static uint32_t add_scalar(struct fixture *fixture, const struct abi_type *type, uint32_t n)
{
	struct abi_map map = { .name = "@",
			       .value = type,
			       .is_array = true,
			       .is_percpu = true,
			       .key_size = 4,
			       .value_size = 8,
			       .max_entries = n };
	return add_map(fixture, map, BPF_MAP_TYPE_PERCPU_ARRAY);
}

static void count_bucket(struct fixture *fixture, uint32_t map, uint64_t number, uint64_t count)
{
	uint64_t values[1024] = { 0 };
	uint32_t key = (uint32_t)number;
	assert_int_equal(rt_bpf_lookup(fixture->fds[map], &key, values), 0);
	values[number % (uint64_t)fixture->rt.n_cpus] += count; // on some CPU
	set_element(fixture, map, &key, values);
}

static void print(struct fixture *fixture, uint32_t map)
{
	struct rt_map_query query = { .map = map };
	assert_int_equal(rt_map_print(&fixture->rt, &query), 0);
}

static const char hist_rows[] =
	"@:\n"
	"(..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
	"[0]                    0 |                                                    |\n"
	"[1]                    0 |                                                    |\n"
	"[2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
	"[4, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
	"[8, 16)                0 |                                                    |\n"
	"[16, 32)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
	"\n";

static void histogram_prints_the_example(void **state)
{
	struct fixture *fixture = *state;
	static const int64_t inputs[] = { -1, 2, 3, 7, 20 };
	struct abi_type type = hist_type(0);
	uint32_t map = add_scalar(fixture, &type, 66);
	for (size_t i = 0; i < 5; i++)
		count_bucket(fixture, map, hist_number(inputs[i], 0), 1);
	print(fixture, map);
	expect_output(fixture, hist_rows);
	use_json(fixture);
	print(fixture, map);
	expect_output(fixture, "{\"type\": \"hist\", \"data\": {\"@\": ["
			       "{\"max\": -1, \"count\": 1}, "
			       "{\"min\": 0, \"max\": 0, \"count\": 0}, "
			       "{\"min\": 1, \"max\": 1, \"count\": 0}, "
			       "{\"min\": 2, \"max\": 3, \"count\": 2}, "
			       "{\"min\": 4, \"max\": 7, \"count\": 1}, "
			       "{\"min\": 8, \"max\": 15, \"count\": 0}, "
			       "{\"min\": 16, \"max\": 31, \"count\": 1}]}}\n");
}

static void histogram_prints_the_linear_example(void **state)
{
	struct fixture *fixture = *state;
	static const int64_t inputs[] = { 2, 3, 7, -1, 11 };
	struct abi_type type = lhist_type(0, 10, 2);
	uint32_t map = add_scalar(fixture, &type, 7);
	for (size_t i = 0; i < 5; i++)
		count_bucket(fixture, map, lhist_number(inputs[i], &type), 1);
	print(fixture, map);
	expect_output(
		fixture,
		"@:\n"
		"(..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		"[0, 2)                 0 |                                                    |\n"
		"[2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		"[4, 6)                 0 |                                                    |\n"
		"[6, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		"[8, 10)                0 |                                                    |\n"
		"[10, ...)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		"\n");
	use_json(fixture);
	print(fixture, map);
	const char *printed = take_output(fixture);
	assert_non_null(strstr(printed, "[{\"max\": -1, \"count\": 1}, "));
	assert_non_null(strstr(printed, "{\"min\": 10, \"count\": 1}]}}\n"));
	expect_valid_json(printed);
}

static void histogram_widens_for_large_counts(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = hist_type(0);
	uint32_t map = add_scalar(fixture, &type, 66);
	count_bucket(fixture, map, 1, 1234567890123);
	count_bucket(fixture, map, 2, UINT64_MAX / 2);
	print(fixture, map);
	expect_output(
		fixture,
		"@:\n"
		"[0]             1234567890123 |                                                    |\n"
		"[1]             9223372036854775807 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		"\n");
}

static void histogram_zeroed_is_a_header_and_cleared_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = hist_type(0);
	uint32_t map = add_scalar(fixture, &type, 66);
	struct rt_map_query at_exit = { .map = map, .skips_empty = true };
	rt_map_print(&fixture->rt, &at_exit);
	expect_output(fixture, "");
	print(fixture, map);
	expect_output(fixture, "@:\n\n");
	rt_map_zero(&fixture->rt, map); // of an empty map there is nothing to zero
	rt_map_print(&fixture->rt, &at_exit);
	expect_output(fixture, "");
	count_bucket(fixture, map, 3, 1);
	rt_map_zero(&fixture->rt, map);
	rt_map_print(&fixture->rt, &at_exit);
	expect_output(fixture, "@:\n\n");
	use_json(fixture);
	rt_map_print(&fixture->rt, &at_exit);
	expect_output(fixture, "{\"type\": \"hist\", \"data\": {\"@\": []}}\n");
	count_bucket(fixture, map, 3, 1);
	rt_map_clear(&fixture->rt, map);
	rt_map_print(&fixture->rt, &at_exit);
	expect_output(fixture, "");
}

/* A hist keyed by a string of 16 bytes: the bucket stands behind it. */
struct hist_key {
	char text[16];
	uint64_t bucket;
};

static const struct abi_type string16_type = { &rt_value_string, ABI_VALUE_STRING, .size = 16,
					       .align = 1 };

static void count_keyed(struct fixture *fixture, uint32_t map, const char *text, uint64_t bucket,
			uint64_t count)
{
	uint64_t values[1024] = { 0 };
	struct hist_key key = { "", bucket };
	memcpy(key.text, text, strlen(text));
	values[0] = count;
	set_element(fixture, map, &key, values);
}

static uint32_t add_keyed(struct fixture *fixture, const struct abi_type *type)
{
	struct abi_map map = { .name = "@m",
			       .key = &string16_type,
			       .value = type,
			       .is_percpu = true,
			       .key_size = sizeof(struct hist_key),
			       .value_size = 8,
			       .max_entries = 100 };
	uint32_t index = add_map(fixture, map, BPF_MAP_TYPE_PERCPU_HASH);
	count_keyed(fixture, index, "many", 1, 10);
	count_keyed(fixture, index, "few", 2, 1);
	count_keyed(fixture, index, "few", 4, 2);
	count_keyed(fixture, index, "some", 1, 5);
	return index;
}

static void histogram_of_keys_is_sorted_by_total(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = hist_type(0);
	uint32_t map = add_keyed(fixture, &type);
	print(fixture, map);
	expect_output(
		fixture,
		"@m[few]:\n"
		"[1]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |\n"
		"[2, 4)                 0 |                                                    |\n"
		"[4, 8)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		"\n"
		"@m[some]:\n"
		"[0]                    5 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		"\n"
		"@m[many]:\n"
		"[0]                   10 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		"\n");
	struct rt_map_query top = { .map = map, .top = 1, .divisor = 3 };
	rt_map_print(&fixture->rt, &top);
	expect_output(
		fixture,
		"@m[many]:\n"
		"[0]                    3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		"\n");
	use_json(fixture);
	print(fixture, map);
	expect_output(fixture, "{\"type\": \"hist\", \"data\": {\"@m\": {\"few\": ["
			       "{\"min\": 1, \"max\": 1, \"count\": 1}, "
			       "{\"min\": 2, \"max\": 3, \"count\": 0}, "
			       "{\"min\": 4, \"max\": 7, \"count\": 2}], "
			       "\"some\": [{\"min\": 0, \"max\": 0, \"count\": 5}], "
			       "\"many\": [{\"min\": 0, \"max\": 0, \"count\": 10}]}}}\n");
}

static void histogram_of_one_key(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = hist_type(0);
	uint32_t map = add_keyed(fixture, &type);
	struct rt_map_query query = { .map = map };
	struct hist_key key = { "some", 0 };
	rt_map_print_key(&fixture->rt, &query, (const uint8_t *)&key);
	expect_output(
		fixture,
		"[0]                    5 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		"\n");
	use_json(fixture);
	memset(key.text, 0, sizeof(key.text));
	rt_map_print_key(&fixture->rt, &query, (const uint8_t *)&key);
	expect_output(fixture, "{\"type\": \"value\", \"data\": []}\n");
}

static void histogram_keyed_zeroed_keeps_its_keys(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = hist_type(0);
	uint32_t map = add_keyed(fixture, &type);
	rt_map_zero(&fixture->rt, map);
	struct rt_map_query query = { .map = map, .top = 1 };
	rt_map_print(&fixture->rt, &query);
	const char *printed = take_output(fixture);
	assert_int_equal(strncmp(printed, "@m[", 3), 0);
	assert_string_equal(strchr(printed, ']'), "]:\n\n");
	rt_map_clear(&fixture->rt, map);
	print(fixture, map);
	expect_output(fixture, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(histogram_labels_powers_of_two),
		RT_TEST(histogram_labels_finer_buckets),
		RT_TEST(histogram_buckets_hold_their_values),
		RT_TEST(histogram_labels_linear_buckets),
		RT_TEST(histogram_prints_the_example),
		RT_TEST(histogram_prints_the_linear_example),
		RT_TEST(histogram_widens_for_large_counts),
		RT_TEST(histogram_zeroed_is_a_header_and_cleared_nothing),
		RT_TEST(histogram_of_keys_is_sorted_by_total),
		RT_TEST(histogram_of_one_key),
		RT_TEST(histogram_keyed_zeroed_keeps_its_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
