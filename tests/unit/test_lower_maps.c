#include "lower_fixture.h"

static const struct plan_map *only_map(void **state, const char *text)
{
	const struct plan *plan = lower_text(*state, text);
	assert_int_equal(plan->maps.count, 1);
	return &plan->maps.items[0];
}

static void map_of_one_integer_is_an_array_of_aggregates(void **state)
{
	const struct plan_map *map = only_map(state, "begin { @x = 1; }");
	assert_string_equal(map->abi.name, "@x");
	assert_string_equal(map->abi.object_name, "m_x");
	assert_string_equal(map->bpf_type, "BPF_MAP_TYPE_ARRAY");
	assert_true(map->abi.is_array);
	assert_false(map->abi.is_percpu);
	assert_null(map->abi.key);
	assert_int_equal(map->abi.key_size, 4);
	assert_int_equal(map->abi.value_size, sizeof(struct abi_aggregate));
	assert_int_equal(map->abi.max_entries, 1);
	assert_int_equal(map->abi.value->kind, ABI_VALUE_INT);
	assert_int_equal(map->abi.value->size, 8);
}

static void map_of_one_string_is_a_hash_with_a_key_of_zero(void **state)
{
	const struct plan_map *map = only_map(state, "begin { @s = \"abc\"; }");
	assert_string_equal(map->bpf_type, "BPF_MAP_TYPE_HASH");
	assert_false(map->abi.is_array);
	assert_null(map->abi.key);
	assert_int_equal(map->abi.key_size, 8);
	assert_int_equal(map->abi.value_size, 4);
}

static void map_with_keys_is_a_hash_of_max_map_keys(void **state)
{
	const struct plan_map *map = only_map(state, "begin { @m[(int32)1, \"ab\"] = (int8)1; }");
	assert_string_equal(map->bpf_type, "BPF_MAP_TYPE_HASH");
	assert_int_equal(map->abi.max_entries, 4096);
	assert_int_equal(map->abi.key->kind, ABI_VALUE_TUPLE);
	assert_int_equal(map->abi.key->count, 2);
	assert_int_equal(map->abi.key_size, 8);
	assert_int_equal(map->abi.key->fields[1].offset, 4);
	assert_int_equal(map->abi.value_size, 8);
}

static void map_of_an_aggregation_is_per_cpu(void **state)
{
	const struct plan_map *map = only_map(state, "begin { @c = count(); }");
	assert_string_equal(map->bpf_type, "BPF_MAP_TYPE_PERCPU_ARRAY");
	assert_true(map->abi.is_array && map->abi.is_percpu);
	assert_int_equal(map->abi.value_size, sizeof(struct abi_aggregate));
}

static void map_of_a_deleted_aggregation_is_a_hash(void **state)
{
	const struct plan_map *map = only_map(state, "begin { @c = count(); delete(@c); }");
	assert_string_equal(map->bpf_type, "BPF_MAP_TYPE_PERCPU_HASH");
	assert_false(map->abi.is_array);
	assert_int_equal(map->abi.key_size, 8);
}

static void map_of_a_histogram_has_its_buckets(void **state)
{
	const struct plan_map *map = only_map(state, "begin { @h = hist(pid); }");
	assert_string_equal(map->bpf_type, "BPF_MAP_TYPE_PERCPU_ARRAY");
	assert_int_equal(map->abi.value_size, 8);
	assert_int_equal(map->abi.max_entries, 66);
}

static void map_of_a_linear_histogram_has_two_more_buckets(void **state)
{
	const struct plan_map *map = only_map(state, "begin { @h = lhist(pid, 0, 100, 10); }");
	assert_int_equal(map->abi.max_entries, 12);
}

static void map_of_keyed_histograms_has_the_bucket_behind_the_key(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { @h[(uint32)1] = hist(pid); }");
	const struct abi_map *map = &plan->maps.items[0].abi;
	assert_int_equal(map->key->size, 4);
	assert_int_equal(map->key_size, 16);
	const struct plan_statement *update = statement(plan, 0, PLAN_MAP_UPDATE, 0);
	assert_int_equal(update->key.size, 16);
}

static void map_declaration_gives_type_and_size(void **state)
{
	const struct plan_map *map = only_map(state, "let @m = lruhash(10); begin { @m[1] = 1; }");
	assert_string_equal(map->bpf_type, "BPF_MAP_TYPE_LRU_HASH");
	assert_int_equal(map->abi.max_entries, 10);
}

static void map_sum_and_increment_are_atomic(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { @x += 5; @x -= 2; @x++; printf(\"%d\", --@x); }");
	assert_int_equal(count_statements(plan, PLAN_MAP_ADD), 4);
	assert_int_equal(count_statements(plan, PLAN_MAP_SET), 0);
	assert_int_equal((int64_t)statement(plan, 0, PLAN_MAP_ADD, 1)->expr->value, -2);
	assert_true(statement(plan, 0, PLAN_MAP_ADD, 3)->wants_new);
	assert_int_equal(statement(plan, 0, PLAN_MAP_ADD, 2)->temp, -1);
}

static void map_other_compounds_get_and_set(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { @x[1] = 1; @x[pid] *= 3; }");
	assert_int_equal(count_statements(plan, PLAN_MAP_GET), 1);
	assert_int_equal(count_statements(plan, PLAN_MAP_SET), 2);
	assert_int_equal(statement(plan, 0, PLAN_MAP_GET, 0)->key.temp,
			 statement(plan, 0, PLAN_MAP_SET, 1)->key.temp);
}

static void map_key_of_the_right_type_is_not_copied(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { @[comm] = 1; }");
	assert_int_equal(count_statements(plan, PLAN_COPY), 0);
	assert_int_equal(statement(plan, 0, PLAN_MAP_SET, 0)->key.temp,
			 statement(plan, 0, PLAN_CALL, 0)->args.items[0].place.temp);
}

static void map_key_is_widened_to_the_joined_type(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { @[\"a\"] = 1; @[comm] = 2; }");
	assert_int_equal(plan->maps.items[0].abi.key_size, 16);
	assert_int_equal(statement(plan, 0, PLAN_LITERAL, 0)->place.size, 16);
}

static void map_missed_delete_is_reported_if_nobody_looks(void **state)
{
	const struct plan *plan = lower_text(
		*state, "begin { @[1] = 1; delete(@, 2); $x = delete(@, 3); print($x); }");
	size_t errors = 0;
	for (size_t i = 0; i < plan->events.count; i++)
		errors += plan->events.items[i].kind == ABI_EVENT_RUNTIME_ERROR;
	assert_int_equal(errors, 1);
}

static void map_aggregation_is_reduced_where_a_number_is_wanted(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { @c = count(); if (@c > 5) { exit(); } }");
	assert_int_equal(count_statements(plan, PLAN_MAP_REDUCE), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
		TEST(map_of_one_integer_is_an_array_of_aggregates),
		TEST(map_of_one_string_is_a_hash_with_a_key_of_zero),
		TEST(map_with_keys_is_a_hash_of_max_map_keys),
		TEST(map_of_an_aggregation_is_per_cpu),
		TEST(map_of_a_deleted_aggregation_is_a_hash),
		TEST(map_of_a_histogram_has_its_buckets),
		TEST(map_of_a_linear_histogram_has_two_more_buckets),
		TEST(map_of_keyed_histograms_has_the_bucket_behind_the_key),
		TEST(map_declaration_gives_type_and_size),
		TEST(map_sum_and_increment_are_atomic),
		TEST(map_other_compounds_get_and_set),
		TEST(map_key_of_the_right_type_is_not_copied),
		TEST(map_key_is_widened_to_the_joined_type),
		TEST(map_missed_delete_is_reported_if_nobody_looks),
		TEST(map_aggregation_is_reduced_where_a_number_is_wanted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
