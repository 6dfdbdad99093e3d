/*
 * Maps in BPF C: declarations, and a statement for each way of storing values.
 */
#include "emit_fixture.h"

static struct builder new_builder(struct arena *arena)
{
	struct builder b = builder_new(arena);

	add_program(&b, "p0_begin", ABI_PROBE_BEGIN, "raw_tp");
	return b;
}

static void emit_declares_a_map_by_its_shape(void **state)
{
	struct builder b = new_builder(*state);

	add_map(&b, "cell", 0, type_of(&b, ABI_VALUE_INT, 8), true);
	add_map(&b, "keyed", 24, type_of(&b, ABI_VALUE_STRING, 64), false);
	b.plan->maps.items[1].no_prealloc = true;
	add_map(&b, "count", 8, type_of(&b, ABI_VALUE_COUNT, 16), false);
	assert_contains(bpf_c_of(&b), "struct {\n"
				      "\t__uint(type, BPF_MAP_TYPE_ARRAY);\n"
				      "\t__uint(max_entries, 1);\n"
				      "\t__type(key, __u32);\n"
				      "\t__type(value, struct abi_aggregate);\n"
				      "} m_cell SEC(\".maps\");\n");
	assert_contains(bpf_c_of(&b), "\t__uint(map_flags, BPF_F_NO_PREALLOC);\n"
				      "\t__type(key, __u8[24]);\n"
				      "\t__type(value, __u8[64]);\n"
				      "} m_keyed SEC(\".maps\");\n");
	assert_contains(bpf_c_of(&b), "BPF_MAP_TYPE_PERCPU_HASH");
}

static void emit_counts_losses_of_events_and_failures(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_statement *s;
	int map = add_map(&b, "b", 8, type_of(&b, ABI_VALUE_INT, 8), false);

	add_event(&b, ABI_EVENT_EXIT);
	add_failure(&b, "map_update_elem");
	add_failure(&b, "map_update_elem");
	s = on_map(&b, PLAN_MAP_SET, map, bytes(&b, NULL, 8));
	s->expr = number(&b, SCALAR_S64, 3);
	s->failure = 1;
	assert_contains(body_of(&b, "p0_begin"), "tl_map_set(&m_b, f->t0, 3, 2);\n");
	/* One event, two failures, one program, and one for functions. */
	assert_contains(bpf_c_of(&b), "__u64 loss[LIMIT_LOSS_LANES][8] SEC(\".data.loss\");\n");
}

static void emit_asks_which_of_two_maps_is_in_use(void **state)
{
	struct builder b = new_builder(*state);
	int map = add_map(&b, "x", 8, type_of(&b, ABI_VALUE_INT, 8), false);
	int x = scalar(&b, "v_x", SCALAR_S64);

	b.plan->maps.items[map].abi.spare_name = "spare_x";
	b.plan->maps.items[map].abi.live_name = "live_x";
	on_map(&b, PLAN_MAP_GET, map, bytes(&b, NULL, 8))->temp = x;
	assert_contains(bpf_c_of(&b), "} m_x SEC(\".maps\"), spare_x SEC(\".maps\");\n"
				      "struct {\n"
				      "\t__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);\n"
				      "\t__uint(max_entries, 1);\n"
				      "\t__type(key, __u32);\n"
				      "\t__array(values, struct of_m_x);\n"
				      "} live_x SEC(\".maps\") = {\n"
				      "\t.values = { (void *)&m_x },\n"
				      "};\n");
	assert_contains(body_of(&b, "p0_begin"), "v_x = 0;\n"
						 "{\n"
						 "void *live = tl_live(&live_x);\n"
						 "if (live) {\n"
						 "v_x = tl_map_get(live, f->t1, -1);\n"
						 "}\n"
						 "}\n");
}

static void emit_uses_a_cell_for_a_scalar_integer(void **state)
{
	struct builder b = new_builder(*state);
	int map = add_map(&b, "x", 0, type_of(&b, ABI_VALUE_INT, 8), true);
	int x = scalar(&b, "v_x", SCALAR_S64), ok = scalar(&b, "v_ok", SCALAR_BOOL);

	on_map(&b, PLAN_MAP_GET, map, no_key())->temp = x;
	on_map(&b, PLAN_MAP_SET, map, no_key())->expr = value_of(&b, x);
	on_map(&b, PLAN_MAP_ADD, map, no_key())->expr = value_of(&b, x);
	on_map(&b, PLAN_MAP_DELETE, map, no_key())->temp = ok;
	assert_contains(body_of(&b, "p0_begin"), "v_x = tl_cell_get(&m_x);\n"
						 "tl_cell_set(&m_x, v_x);\n"
						 "tl_cell_add(&m_x, v_x);\n"
						 "v_ok = tl_cell_delete(&m_x);\n");
}

static void emit_uses_a_hash_for_keyed_values(void **state)
{
	struct builder b = new_builder(*state);
	int map = add_map(&b, "x", 8, type_of(&b, ABI_VALUE_INT, 8), false);
	int text = add_map(&b, "s", 0, type_of(&b, ABI_VALUE_STRING, 16), false);
	int x = scalar(&b, "v_x", SCALAR_S64);
	struct plan_place key = bytes(&b, NULL, 8), value = bytes(&b, NULL, 16);
	struct plan_statement *s;

	on_map(&b, PLAN_MAP_GET, map, key)->temp = x;
	on_map(&b, PLAN_MAP_SET, map, key)->expr = value_of(&b, x);
	s = on_map(&b, PLAN_MAP_ADD, map, key);
	s->expr = value_of(&b, x);
	s->temp = x;
	s->wants_new = true;
	on_map(&b, PLAN_MAP_GET, text, no_key())->place = value;
	on_map(&b, PLAN_MAP_SET, text, no_key())->source = value;
	on_map(&b, PLAN_MAP_HAS, map, key)->temp = x;
	on_map(&b, PLAN_MAP_DELETE, map, key);
	on_map(&b, PLAN_MAP_LENGTH, map, no_key())->temp = x;
	assert_contains(body_of(&b, "p0_begin"),
			"v_x = tl_map_get(&m_x, f->t1, -1);\n"
			"tl_map_set(&m_x, f->t1, v_x, -1);\n"
			"v_x = tl_map_add(&m_x, f->t1, v_x, -1) + (__u64)v_x;\n"
			"tl_map_get_bytes(&m_s, NULL, f->t2, 16, -1);\n"
			"tl_map_set_bytes(&m_s, NULL, f->t2, -1);\n"
			"v_x = tl_map_has(&m_x, f->t1);\n"
			"tl_map_delete(&m_x, f->t1);\n"
			"v_x = tl_map_length(&m_x);\n");
}

static const char *update_of(struct arena *arena, enum abi_value_kind kind, bool is_keyed)
{
	struct builder b = new_builder(arena);
	struct plan_place key = is_keyed ? bytes(&b, NULL, 8) : no_key();
	int map = add_map(&b, "x", key.size, type_of(&b, kind, 16), !is_keyed);
	int x = scalar(&b, "v_x", SCALAR_S64);

	on_map(&b, PLAN_MAP_UPDATE, map, key)->expr = value_of(&b, x);
	if (kind != ABI_VALUE_STATS)
		on_map(&b, PLAN_MAP_REDUCE, map, key)->temp = x;
	return body_of(&b, "p0_begin");
}

static void emit_aggregates_by_kind_and_sign(void **state)
{
	assert_contains(update_of(*state, ABI_VALUE_COUNT, false),
			"tl_sum(tl_cell(&m_x), 1);\n"
			"v_x = tl_total_sum(&m_x, NULL);\n");
	assert_contains(update_of(*state, ABI_VALUE_SUM, true),
			"tl_sum(tl_aggregate(&m_x, f->t0, -1), v_x);\n"
			"v_x = tl_total_sum(&m_x, f->t0);\n");
	assert_contains(update_of(*state, ABI_VALUE_MIN, false),
			"tl_min_signed(tl_cell(&m_x), v_x);\n"
			"v_x = tl_total_min_signed(&m_x, NULL);\n");
	assert_contains(update_of(*state, ABI_VALUE_MAX, false), "tl_max_signed(");
	assert_contains(update_of(*state, ABI_VALUE_AVG, false), "tl_total_avg_signed(");
	assert_contains(update_of(*state, ABI_VALUE_STATS, false), "tl_avg(tl_cell(&m_x), v_x);\n");
}

static void emit_puts_the_bucket_behind_the_key(void **state)
{
	struct builder b = new_builder(*state);
	struct abi_type *hist = type_of(&b, ABI_VALUE_HIST, 8);
	struct abi_type *lhist = type_of(&b, ABI_VALUE_LHIST, 8);
	int x = scalar(&b, "v_x", SCALAR_U64), ok = scalar(&b, "v_ok", SCALAR_BOOL);
	struct plan_place key = bytes(&b, NULL, 16);
	int row = add_map(&b, "row", 0, hist, true), keyed = add_map(&b, "keyed", 4, lhist, false);

	hist->bits = 2;
	lhist->max = 100;
	lhist->step = 10;
	on_map(&b, PLAN_MAP_UPDATE, row, no_key())->expr = value_of(&b, x);
	on_map(&b, PLAN_MAP_UPDATE, keyed, key)->expr = value_of(&b, x);
	on_map(&b, PLAN_MAP_DELETE, keyed, key)->temp = ok;
	assert_contains(body_of(&b, "p0_begin"),
			"tl_bucket_row(&m_row, tl_hist_unsigned(v_x, 2));\n"
			"*(tl_u64 *)&f->t2[8] = tl_lhist_unsigned(v_x, 0, 100, 10);\n"
			"tl_bucket(&m_keyed, f->t2, -1);\n"
			"v_ok = tl_buckets_delete(&m_keyed, f->t2, 16, 12);\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, emit_set_up, emit_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(emit_declares_a_map_by_its_shape),
		TEST(emit_counts_losses_of_events_and_failures),
		TEST(emit_asks_which_of_two_maps_is_in_use),
		TEST(emit_uses_a_cell_for_a_scalar_integer),
		TEST(emit_uses_a_hash_for_keyed_values),
		TEST(emit_aggregates_by_kind_and_sign),
		TEST(emit_puts_the_bucket_behind_the_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
