#include <time.h>

#include "rt_fixture.h"

static struct abi_type series_type(int64_t interval, int64_t n, enum abi_tseries_aggregate how,
				   bool is_signed)
{
	return (struct abi_type){ .ops = &rt_value_tseries,
				  .kind = ABI_VALUE_TSERIES,
				  .is_signed = is_signed,
				  .size = 24,
				  .align = 8,
				  .min = interval,
				  .max = n,
				  .step = how };
}

static uint32_t add_scalar(struct fixture *fixture, const struct abi_type *type)
{
	struct abi_map map = { .name = "@a",
			       .value = type,
			       .is_array = true,
			       .is_percpu = true,
			       .key_size = 4,
			       .value_size = 24,
			       .max_entries = (uint32_t)type->max };
	setenv("TZ", "UTC", 1);
	tzset();
	return add_map(fixture, map, BPF_MAP_TYPE_PERCPU_ARRAY);
}

static void set_slot(struct fixture *fixture, uint32_t map, int cpu, uint64_t epoch, int64_t value,
		     uint64_t meta)
{
	struct abi_tseries all[1024];
	uint32_t key = (uint32_t)(epoch % fixture->maps[map].max_entries);
	assert_int_equal(rt_bpf_lookup(fixture->fds[map], &key, all), 0);
	all[cpu % fixture->rt.n_cpus] = (struct abi_tseries){ (uint64_t)value, meta, epoch };
	set_element(fixture, map, &key, all);
}

static void print(struct fixture *fixture, uint32_t map)
{
	struct rt_map_query query = { .map = map };
	assert_int_equal(rt_map_print(&fixture->rt, &query), 0);
}

static void tseries_prints_the_example(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = series_type(500000000, 5, ABI_TSERIES_LAST, true);
	uint32_t map = add_scalar(fixture, &type);
	set_slot(fixture, map, 0, 1, 9, 100);
	print(fixture, map);
	expect_output(fixture,
		      "@a:\n"
		      "             8                                                  10\n"
		      "hh:mm:ss.ms  |___________________________________________________|\n"
		      "00:00:00.500 |                         *                         | 9\n"
		      "             v___________________________________________________v\n"
		      "             8                                                  10\n"
		      "\n");
	use_json(fixture);
	print(fixture, map);
	expect_output(fixture, "{\"type\": \"tseries\", \"data\": {\"@a\": [{\"interval_start\":"
			       "\"1970-01-01 00:00:00.500000000\",\"value\":9}]}}\n");
}

static void tseries_shows_gaps_and_zero(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = series_type(1000000000, 4, ABI_TSERIES_SUM, true);
	uint32_t map = add_scalar(fixture, &type);
	set_slot(fixture, map, 0, 90061, -2, 1); // 1970-01-02 01:01:01
	set_slot(fixture, map, 0, 90063, 2, 1);
	print(fixture, map);
	expect_output(fixture, "@a:\n"
			       "         -2                                                  2\n"
			       "hh:mm:ss |___________________________________________________|\n"
			       "01:01:01 *                         .                         | -2\n"
			       "01:01:02 |                         .                         | -\n"
			       "01:01:03 |                         .                         * 2\n"
			       "         v___________________________________________________v\n"
			       "         -2                                                  2\n"
			       "\n");
	use_json(fixture);
	print(fixture, map);
	expect_output(fixture,
		      "{\"type\": \"tseries\", \"data\": {\"@a\": ["
		      "{\"interval_start\":\"1970-01-02 01:01:01.000000000\",\"value\":-2}, "
		      "{\"interval_start\":\"1970-01-02 01:01:03.000000000\",\"value\":2}"
		      "]}}\n");
}

static void tseries_unsigned_does_not_go_below_zero(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = series_type(1000, 2, ABI_TSERIES_LAST, false);
	uint32_t map = add_scalar(fixture, &type);
	set_slot(fixture, map, 0, 7, 0, 1);
	print(fixture, map);
	expect_output(fixture,
		      "@a:\n"
		      "                0                                                   1\n"
		      "hh:mm:ss.\u03bcs     |___________________________________________________|\n"
		      "00:00:00.000007 *                                                   | 0\n"
		      "                v___________________________________________________v\n"
		      "                0                                                   1\n"
		      "\n");
}

static void tseries_without_data(void **state)
{
	struct fixture *fixture = *state;
	struct abi_type type = series_type(1, 2, ABI_TSERIES_LAST, false);
	uint32_t map = add_scalar(fixture, &type);
	print(fixture, map);
	expect_output(fixture, "@a:\n<no data>\n\n");
	use_json(fixture);
	print(fixture, map);
	expect_output(fixture, "{\"type\": \"tseries\", \"data\": {\"@a\": []}}\n");
}

static void expect_combined(struct fixture *fixture, enum abi_tseries_aggregate how,
			    const char *expected)
{
	struct abi_type type = series_type(1000000000, 3, how, true);
	uint32_t map = add_scalar(fixture, &type);
	set_slot(fixture, map, 0, 4, 7, how == ABI_TSERIES_AVG ? 2 : 10);
	set_slot(fixture, map, 1, 4, 2, how == ABI_TSERIES_AVG ? 1 : 20);
	set_slot(fixture, map, 0, 5, -3, 1);
	set_slot(fixture, map, 1, 2, 1000, 1); // an older round of the slot of 5
	print(fixture, map);
	assert_non_null(strstr(take_output(fixture), expected));
}

static void tseries_combines_the_cpus(void **state)
{
	struct fixture *fixture = *state;
	if (fixture->rt.n_cpus < 2)
		skip();
	expect_combined(fixture, ABI_TSERIES_LAST, " 2\n00:00:05");
	expect_combined(fixture, ABI_TSERIES_AVG, " 3\n00:00:05");
	expect_combined(fixture, ABI_TSERIES_MAX, " 7\n00:00:05");
	expect_combined(fixture, ABI_TSERIES_MIN, " 2\n00:00:05");
	expect_combined(fixture, ABI_TSERIES_SUM, " 9\n00:00:05");
}

/* Epochs count back from the newest one of any key; a key's own begin at its first. */
static void tseries_keys_share_their_end(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type key_type = { &rt_value_int, ABI_VALUE_INT, .is_signed = true,
						  .size = 8, .align = 8 };
	struct abi_type type = series_type(1000000000, 3, ABI_TSERIES_LAST, true);
	struct abi_map description = { .name = "@",
				       .key = &key_type,
				       .value = &type,
				       .is_percpu = true,
				       .key_size = 16,
				       .value_size = 24,
				       .max_entries = 100 };
	static const struct {
		int64_t key;
		uint64_t epoch;
		int64_t value;
	} slots[] = { { 1, 10, 5 }, { 1, 12, 6 }, { 2, 9, 1 }, { 2, 11, 2 }, { 3, 5, 1 } };
	setenv("TZ", "UTC", 1);
	tzset();
	uint32_t map = add_map(fixture, description, BPF_MAP_TYPE_PERCPU_HASH);
	for (size_t i = 0; i < 5; i++) {
		struct abi_tseries all[1024] = { 0 };
		uint64_t key[] = { (uint64_t)slots[i].key, slots[i].epoch % 3 };
		all[0] = (struct abi_tseries){ (uint64_t)slots[i].value, 1, slots[i].epoch };
		set_element(fixture, map, key, all);
	}
	print(fixture, map);
	const char *printed = take_output(fixture);
	const char *first = strstr(printed, "@[1]:\n");
	const char *second = strstr(printed, "@[2]:\n");
	assert_non_null(first);
	assert_non_null(second);
	assert_non_null(strstr(printed, "@[3]:\n<no data>\n\n"));
	assert_non_null(strstr(first, "\n00:00:10 *"));
	assert_non_null(strstr(first, "| -\n00:00:12 |"));
	assert_non_null(strstr(second, "_|\n00:00:11 "));
	assert_non_null(strstr(second, " 2\n00:00:12 |"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(tseries_prints_the_example),
		RT_TEST(tseries_shows_gaps_and_zero),
		RT_TEST(tseries_unsigned_does_not_go_below_zero),
		RT_TEST(tseries_without_data),
		RT_TEST(tseries_combines_the_cpus),
		RT_TEST(tseries_keys_share_their_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
