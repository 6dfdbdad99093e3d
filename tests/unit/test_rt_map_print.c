#include "rt_fixture.h"

#define INTEGER(bytes, sign)                                                                       \
	{                                                                                          \
		.ops = &rt_value_int, .kind = ABI_VALUE_INT, .is_signed = (sign), .size = (bytes), \
		.align = (bytes)                                                                   \
	}

static const struct abi_type int64_type = INTEGER(8, true);
static const struct abi_type uint64_type = INTEGER(8, false);
static const struct abi_type int32_type = INTEGER(4, true);
static const struct abi_type string_type = { &rt_value_string, ABI_VALUE_STRING, .size = 16,
					     .align = 1 };
static const struct abi_type bool_type = { &rt_value_bool, ABI_VALUE_BOOL, .size = 1, .align = 1 };

#define AGGREGATE(symbol, upper, sign)                                                        \
	static const struct abi_type symbol##_type = { &rt_value_##symbol, ABI_VALUE_##upper, \
						       .is_signed = (sign), .size = 16,       \
						       .align = 8 };

AGGREGATE(count, COUNT, false)
AGGREGATE(sum, SUM, true)
AGGREGATE(min, MIN, true)
AGGREGATE(max, MAX, true)
AGGREGATE(avg, AVG, true)
AGGREGATE(stats, STATS, true)

static void print(struct fixture *fixture, uint32_t map, uint64_t top, uint64_t divisor)
{
	struct rt_map_query query = { .map = map, .top = top, .divisor = divisor };
	assert_int_equal(rt_map_print(&fixture->rt, &query), 0);
}

static void print_at_exit(struct fixture *fixture, uint32_t map)
{
	struct rt_map_query query = { .map = map, .skips_empty = true };
	assert_int_equal(rt_map_print(&fixture->rt, &query), 0);
}

static uint32_t add_scalar(struct fixture *fixture, const struct abi_type *type)
{
	struct abi_map map = { .name = "@x",
			       .value = type,
			       .is_array = true,
			       .key_size = 4,
			       .value_size = 16,
			       .max_entries = 1 };
	return add_map(fixture, map, BPF_MAP_TYPE_ARRAY);
}

static uint32_t add_scalar_aggregate(struct fixture *fixture, const struct abi_type *type)
{
	struct abi_map map = { .name = "@",
			       .value = type,
			       .is_array = true,
			       .is_percpu = true,
			       .key_size = 4,
			       .value_size = 16,
			       .max_entries = 1 };
	return add_map(fixture, map, BPF_MAP_TYPE_PERCPU_ARRAY);
}

static uint32_t add_keyed_aggregate(struct fixture *fixture, const struct abi_type *type)
{
	struct abi_map map = { .name = "@",
			       .key = &string_type,
			       .value = type,
			       .is_percpu = true,
			       .key_size = 16,
			       .value_size = 16,
			       .max_entries = 100 };
	return add_map(fixture, map, BPF_MAP_TYPE_PERCPU_HASH);
}

static uint32_t add_hash(struct fixture *fixture, const char *name, const struct abi_type *key,
			 const struct abi_type *value)
{
	bool is_integer = value->kind == ABI_VALUE_INT || value->kind == ABI_VALUE_BOOL;
	struct abi_map map = { .name = name,
			       .key = key,
			       .value = value,
			       .key_size = key ? key->size : 8,
			       .value_size = is_integer ? 8 : value->size,
			       .max_entries = 100 };
	return add_map(fixture, map, BPF_MAP_TYPE_HASH);
}

static void set_keyed(struct fixture *fixture, uint32_t map, const char *text, int64_t value)
{
	char key[16] = "";
	memcpy(key, text, strlen(text));
	set_element(fixture, map, key, &value);
}

static void set_number(struct fixture *fixture, uint32_t map, int64_t key, int64_t value)
{
	set_element(fixture, map, &key, &value);
}

/* Sets the element of each CPU; those that are not given were never written. */
static void set_cpus(struct fixture *fixture, uint32_t map, const char *text,
		     const struct abi_aggregate *elements, size_t n)
{
	struct abi_aggregate all[1024] = { 0 };
	char key[16] = "";
	if (text)
		memcpy(key, text, strlen(text));
	for (size_t i = 0; i < n; i++)
		all[i % (size_t)fixture->rt.n_cpus] = elements[i];
	set_element(fixture, map, key, all);
}

static void map_scalar_integer(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_scalar(fixture, &int64_type);
	uint32_t key = 0;
	struct abi_aggregate element = { (uint64_t)-5, 1 };
	print_at_exit(fixture, map);
	expect_output(fixture, "");
	print(fixture, map, 0, 0);
	expect_output(fixture, "@x: 0\n");
	set_element(fixture, map, &key, &element);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@x: -5\n");
	print(fixture, map, 0, 2);
	expect_output(fixture, "@x: -2\n");
	use_json(fixture);
	print(fixture, map, 0, 0);
	expect_output(fixture, "{\"type\": \"map\", \"data\": {\"@x\": -5}}\n");
}

static void map_scalar_zeroed_prints_and_cleared_does_not(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_scalar(fixture, &int64_type);
	uint32_t key = 0;
	struct abi_aggregate element = { 5, 1 };
	set_element(fixture, map, &key, &element);
	rt_map_zero(&fixture->rt, map);
	print_at_exit(fixture, map);
	expect_output(fixture, "@x: 0\n");
	rt_map_clear(&fixture->rt, map);
	print_at_exit(fixture, map);
	expect_output(fixture, "");
}

static void map_scalar_bool_in_an_array(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_scalar(fixture, &bool_type);
	uint32_t key = 0;
	struct abi_aggregate element = { 1, 1 };
	set_element(fixture, map, &key, &element);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@x: true\n");
}

static void map_scalar_count_adds_up_the_cpus(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_scalar_aggregate(fixture, &count_type);
	print(fixture, map, 0, 0);
	print_at_exit(fixture, map);
	expect_output(fixture, "@: 0\n");
	struct abi_aggregate elements[] = { { 3, 1 }, { 4, 1 } };
	set_cpus(fixture, map, NULL, elements, fixture->rt.n_cpus > 1 ? 2 : 1);
	print(fixture, map, 0, 0);
	expect_output(fixture, fixture->rt.n_cpus > 1 ? "@: 7\n" : "@: 3\n");
	rt_map_zero(&fixture->rt, map);
	print_at_exit(fixture, map);
	expect_output(fixture, "@: 0\n");
	rt_map_clear(&fixture->rt, map);
	print_at_exit(fixture, map);
	expect_output(fixture, "");
}

static void map_scalar_extremes_skip_unset_cpus(void **state)
{
	struct fixture *fixture = *state;
	uint32_t min = add_scalar_aggregate(fixture, &min_type);
	uint32_t max = add_scalar_aggregate(fixture, &max_type);
	struct abi_aggregate low[] = { { 9, 1 }, { (uint64_t)-3, fixture->rt.n_cpus > 1 } };
	struct abi_aggregate high[] = { { (uint64_t)-3, 1 } };
	if (fixture->rt.n_cpus == 1)
		low[0].value = (uint64_t)-3;
	set_cpus(fixture, min, NULL, low, fixture->rt.n_cpus > 1 ? 2 : 1);
	set_cpus(fixture, max, NULL, high, 1);
	print(fixture, min, 0, 0);
	print(fixture, max, 0, 0);
	expect_output(fixture, "@: -3\n@: -3\n");
}

static void map_scalar_stats(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_scalar_aggregate(fixture, &stats_type);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@: { .count = 0, .average = 0, .total = 0 }\n");
	struct abi_aggregate element = { 12, 2 };
	set_cpus(fixture, map, NULL, &element, 1);
	use_json(fixture);
	print(fixture, map, 0, 0);
	expect_output(fixture, "{\"type\": \"stats\", \"data\": {\"@\": "
			       "{\"count\": 2, \"average\": 6, \"total\": 12}}}\n");
}

static void map_scalar_in_a_hash(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_hash(fixture, "@s", NULL, &string_type);
	print_at_exit(fixture, map);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@s: \n");
	uint64_t key = 0;
	set_element(fixture, map, &key, "text\0\0\0\0\0\0\0\0\0\0\0");
	print_at_exit(fixture, map);
	expect_output(fixture, "@s: text\n");
	use_json(fixture);
	print(fixture, map, 0, 0);
	expect_output(fixture, "{\"type\": \"map\", \"data\": {\"@s\": \"text\"}}\n");
	rt_map_clear(&fixture->rt, map);
	print_at_exit(fixture, map);
	expect_output(fixture, "");
}

static void map_empty_scalar_tuple_prints_zeros(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_field inner_fields[] = { { .offset = 0, .type = &int64_type },
							 { .offset = 8, .type = &string_type } };
	static const struct abi_type inner_type = { &rt_value_tuple, ABI_VALUE_TUPLE,
						    .size = 24,      .align = 8,
						    .count = 2,      .fields = inner_fields };
	static const struct abi_field fields[] = {
		{ .name = "a", .type = &int64_type },
		{ .name = "b", .offset = 8, .type = &inner_type }
	};
	static const struct abi_type type = {
		&rt_value_record, ABI_VALUE_RECORD, .size = 32,
		.align = 8,       .count = 2,       .fields = fields
	};
	uint32_t map = add_hash(fixture, "@", NULL, &type);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@: { .a = 0, .b = (0, ) }\n");
}

static void map_of_integers_is_sorted_by_value(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_hash(fixture, "@name", &string_type, &int64_type);
	print(fixture, map, 0, 0);
	expect_output(fixture, "");
	set_keyed(fixture, map, "b", 20);
	set_keyed(fixture, map, "c", -1);
	set_keyed(fixture, map, "a", 3);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@name[c]: -1\n@name[a]: 3\n@name[b]: 20\n");
	print(fixture, map, 2, 0);
	expect_output(fixture, "@name[a]: 3\n@name[b]: 20\n");
	print(fixture, map, 9, 2);
	expect_output(fixture, "@name[c]: 0\n@name[a]: 1\n@name[b]: 10\n");
	use_json(fixture);
	print(fixture, map, 2, 0);
	expect_output(fixture,
		      "{\"type\": \"map\", \"data\": {\"@name\": {\"a\": 3, \"b\": 20}}}\n");
	rt_map_clear(&fixture->rt, map);
	print(fixture, map, 0, 0);
	expect_output(fixture, "");
}

static void map_of_unsigned_is_sorted_unsigned(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_hash(fixture, "@", &string_type, &uint64_type);
	set_keyed(fixture, map, "big", -1);
	set_keyed(fixture, map, "small", 3);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@[small]: 3\n@[big]: 18446744073709551615\n");
}

static void map_zeroed_keeps_its_keys(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_hash(fixture, "@", &string_type, &int64_type);
	set_keyed(fixture, map, "b", 20);
	set_keyed(fixture, map, "a", 3);
	rt_map_zero(&fixture->rt, map);
	print(fixture, map, 1, 0);
	const char *printed = take_output(fixture);
	assert_string_equal(strchr(printed, ']'), "]: 0\n");
}

static void map_of_other_values_is_sorted_by_key(void **state)
{
	struct fixture *fixture = *state;
	uint32_t by_number = add_hash(fixture, "@n", &int64_type, &string_type);
	uint32_t by_text = add_hash(fixture, "@t", &string_type, &bool_type);
	int64_t numbers[] = { 10, -4, 2 };
	for (size_t i = 0; i < 3; i++) {
		char text[16] = "";
		snprintf(text, sizeof(text), "v%d", (int)numbers[i]);
		set_element(fixture, by_number, &numbers[i], text);
	}
	print(fixture, by_number, 0, 0);
	expect_output(fixture, "@n[-4]: v-4\n@n[2]: v2\n@n[10]: v10\n");
	set_keyed(fixture, by_text, "b", 1);
	set_keyed(fixture, by_text, "a", 0);
	set_keyed(fixture, by_text, "ab", 1);
	print(fixture, by_text, 0, 0);
	expect_output(fixture, "@t[a]: false\n@t[ab]: true\n@t[b]: true\n");
}

static const struct abi_field pair_fields[] = { { .offset = 0, .type = &int32_type },
						{ .offset = 4, .type = &int32_type } };
static const struct abi_type pair_type = {
	&rt_value_tuple, ABI_VALUE_TUPLE, .size = 8, .align = 4, .count = 2, .fields = pair_fields
};

static void map_of_tuple_keys(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_field nested_fields[] = { { .offset = 0, .type = &int32_type },
							  { .offset = 4, .type = &pair_type } };
	static const struct abi_type nested_type = { &rt_value_tuple, ABI_VALUE_TUPLE,
						     .size = 12,      .align = 4,
						     .count = 2,      .fields = nested_fields };
	uint32_t map = add_hash(fixture, "@name", &pair_type, &string_type);
	uint32_t nested = add_hash(fixture, "@a", &nested_type, &int64_type);
	static const int32_t pairs[][2] = { { 2, 1 }, { 1, 9 }, { 1, 2 } };
	for (size_t i = 0; i < 3; i++)
		set_element(fixture, map, pairs[i], "x\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
	print(fixture, map, 0, 0);
	expect_output(fixture, "@name[1, 2]: x\n@name[1, 9]: x\n@name[2, 1]: x\n");
	static const int32_t key[] = { -4, -5, -6 };
	int64_t twelve = 12;
	set_element(fixture, nested, key, &twelve);
	print(fixture, nested, 0, 0);
	expect_output(fixture, "@a[-4, (-5, -6)]: 12\n");
	use_json(fixture);
	print(fixture, nested, 0, 0);
	expect_output(fixture, "{\"type\": \"map\", \"data\": {\"@a\": {\"-4,(-5,-6)\": 12}}}\n");
}

static void map_of_record_keys(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_field fields[] = {
		{ .name = "a", .type = &int64_type },
		{ .name = "b", .offset = 8, .type = &string_type }
	};
	static const struct abi_type type = {
		&rt_value_record, ABI_VALUE_RECORD, .size = 24,
		.align = 8,       .count = 2,       .fields = fields
	};
	struct {
		int64_t a;
		char b[16];
	} key = { 1, "hello" };
	uint32_t map = add_hash(fixture, "@", &type, &int64_type);
	int64_t seven = 7;
	set_element(fixture, map, &key, &seven);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@[{ .a = 1, .b = hello }]: 7\n");
	use_json(fixture);
	print(fixture, map, 0, 0);
	expect_output(fixture,
		      "{\"type\": \"map\", \"data\": {\"@\": {\"{.a=1,.b=hello}\": 7}}}\n");
}

static void map_of_averages_with_top_and_divisor(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_keyed_aggregate(fixture, &avg_type);
	static const struct {
		const char *key;
		struct abi_aggregate element;
	} entries[] = {
		{ "d", { 400, 10 } },
		{ "a", { 10, 1 } },
		{ "c", { 60, 2 } },
		{ "b", { 60, 3 } },
	};
	for (size_t i = 0; i < 4; i++)
		set_cpus(fixture, map, entries[i].key, &entries[i].element, 1);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@[a]: 10\n@[b]: 20\n@[c]: 30\n@[d]: 40\n");
	print(fixture, map, 2, 10);
	expect_output(fixture, "@[c]: 3\n@[d]: 4\n");
	use_json(fixture);
	print(fixture, map, 2, 10);
	expect_output(fixture, "{\"type\": \"stats\", \"data\": {\"@\": {\"c\": 3, \"d\": 4}}}\n");
}

static void map_of_stats_divides_the_average_alone(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_keyed_aggregate(fixture, &stats_type);
	struct abi_aggregate element = { 60, 3 };
	set_cpus(fixture, map, "k", &element, 1);
	print(fixture, map, 0, 10);
	expect_output(fixture, "@[k]: { .count = 3, .average = 2, .total = 60 }\n");
}

static void map_of_extremes_is_sorted_unsigned(void **state)
{
	struct fixture *fixture = *state;
	uint32_t extremes = add_keyed_aggregate(fixture, &max_type);
	uint32_t sums = add_keyed_aggregate(fixture, &sum_type);
	struct abi_aggregate minus = { (uint64_t)-5, 1 };
	struct abi_aggregate plus = { 5, 1 };
	set_cpus(fixture, extremes, "minus", &minus, 1);
	set_cpus(fixture, extremes, "plus", &plus, 1);
	set_cpus(fixture, sums, "minus", &minus, 1);
	set_cpus(fixture, sums, "plus", &plus, 1);
	print(fixture, extremes, 0, 0);
	expect_output(fixture, "@[plus]: 5\n@[minus]: -5\n");
	print(fixture, sums, 0, 0);
	expect_output(fixture, "@[minus]: -5\n@[plus]: 5\n");
}

static void map_keyed_aggregate_zeroed_prints_zero(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_keyed_aggregate(fixture, &avg_type);
	struct abi_aggregate element = { 60, 3 };
	set_cpus(fixture, map, "k", &element, 1);
	rt_map_zero(&fixture->rt, map);
	print(fixture, map, 0, 0);
	expect_output(fixture, "@[k]: 0\n");
	rt_map_clear(&fixture->rt, map);
	print(fixture, map, 0, 0);
	expect_output(fixture, "");
}

static void map_value_of_one_key(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_hash(fixture, "@", &int64_type, &int64_type);
	set_number(fixture, map, 5, 50);
	static const struct abi_arg arg = { .type = &int64_type, .offset = 8 };
	struct abi_event event = { .fixed_size = 16, .args = &arg, .n_args = 1, .map = (int)map };
	struct {
		struct abi_record head;
		int64_t key;
	} record = { { 0, 16 }, 5 };
	rt_event_print_map.handle(&fixture->rt, &event, (const uint8_t *)&record, 16);
	expect_output(fixture, "50\n");
	record.key = 6;
	rt_event_print_map.handle(&fixture->rt, &event, (const uint8_t *)&record, 16);
	expect_output(fixture, "0\n");
	use_json(fixture);
	record.key = 5;
	rt_event_print_map.handle(&fixture->rt, &event, (const uint8_t *)&record, 16);
	expect_output(fixture, "{\"type\": \"value\", \"data\": 50}\n");
}

static void maps_at_exit_are_in_order_of_their_names(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = { "@b", "@", "@B", "@empty", "@a" };
	for (size_t i = 0; i < 5; i++) {
		uint32_t map = add_hash(fixture, names[i], &int64_type, &int64_type);
		if (strcmp(names[i], "@empty"))
			set_number(fixture, map, 1, (int64_t)i);
	}
	assert_int_equal(rt_maps_print_all(&fixture->rt), 0);
	expect_output(fixture, "\n\n@[1]: 1\n@B[1]: 2\n@a[1]: 4\n@b[1]: 0\n");
	fixture->settings.print_maps_on_exit = false;
	rt_maps_print_all(&fixture->rt);
	expect_output(fixture, "\n\n");
	fixture->settings.print_maps_on_exit = true;
	use_json(fixture);
	rt_maps_print_all(&fixture->rt);
	const char *printed = take_output(fixture);
	assert_int_equal(strncmp(printed, "{\"type\": \"map\", \"data\": {\"@\": {", 31), 0);
	expect_valid_json(printed);
}

static void map_that_cannot_be_read_is_told(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_hash(fixture, "@gone", &int64_type, &int64_type);
	close(fixture->fds[map]);
	fixture->fds[map] = -1;
	print(fixture, map, 0, 0);
	rt_map_clear(&fixture->rt, map);
	expect_output(fixture, "");
	assert_string_equal(fixture->errors, "tool: cannot read map @gone: Bad file descriptor\n"
					     "tool: cannot clear map @gone: Bad file descriptor\n");
}

static void map_on_a_full_disk_stops(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_hash(fixture, "@", &int64_type, &int64_type);
	set_number(fixture, map, 1, 1);
	rt_output_close(&fixture->rt);
	fixture->rt.options.output_file = "/dev/full";
	rt_output_open(&fixture->rt);
	struct rt_map_query query = { .map = map };
	assert_int_equal(rt_map_print(&fixture->rt, &query), -ENOSPC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(map_scalar_integer),
		RT_TEST(map_scalar_zeroed_prints_and_cleared_does_not),
		RT_TEST(map_scalar_bool_in_an_array),
		RT_TEST(map_scalar_count_adds_up_the_cpus),
		RT_TEST(map_scalar_extremes_skip_unset_cpus),
		RT_TEST(map_scalar_stats),
		RT_TEST(map_scalar_in_a_hash),
		RT_TEST(map_empty_scalar_tuple_prints_zeros),
		RT_TEST(map_of_integers_is_sorted_by_value),
		RT_TEST(map_of_unsigned_is_sorted_unsigned),
		RT_TEST(map_zeroed_keeps_its_keys),
		RT_TEST(map_of_other_values_is_sorted_by_key),
		RT_TEST(map_of_tuple_keys),
		RT_TEST(map_of_record_keys),
		RT_TEST(map_of_averages_with_top_and_divisor),
		RT_TEST(map_of_stats_divides_the_average_alone),
		RT_TEST(map_of_extremes_is_sorted_unsigned),
		RT_TEST(map_keyed_aggregate_zeroed_prints_zero),
		RT_TEST(map_value_of_one_key),
		RT_TEST(maps_at_exit_are_in_order_of_their_names),
		RT_TEST(map_that_cannot_be_read_is_told),
		RT_TEST(map_on_a_full_disk_stops),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
