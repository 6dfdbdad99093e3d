/*
 * Records, frames, scratch memory, loops and subprograms in BPF C.
 */
#include "emit_fixture.h"

static struct builder new_builder(struct arena *arena)
{
	struct builder b = builder_new(arena);

	add_program(&b, "p0_begin", ABI_PROBE_BEGIN, "raw_tp");
	return b;
}

static void scalar_arg(struct builder *b, struct plan_statement *s, int temp, uint32_t size)
{
	event_arg(b, s, type_of(b, ABI_VALUE_INT, size),
		  (struct plan_event_arg){ .kind = PLAN_EVENT_SCALAR, .expr = value_of(b, temp) });
}

static void string_arg(struct builder *b, struct plan_statement *s, struct plan_place place)
{
	event_arg(b, s, type_of(b, ABI_VALUE_STRING, place.size),
		  (struct plan_event_arg){ .kind = PLAN_EVENT_STRING, .place = place });
}

static void emit_fills_fixed_records_in_the_ring_buffer(void **state)
{
	struct builder b = new_builder(*state);
	int x = scalar(&b, "v_x", SCALAR_U32);
	struct plan_place t = bytes(&b, NULL, 16);
	struct plan_statement *s = add_event(&b, ABI_EVENT_PRINTF);

	scalar_arg(&b, s, x, 4);
	scalar_arg(&b, s, x, 8);
	event_arg(&b, s, type_of(&b, ABI_VALUE_TUPLE, 16),
		  (struct plan_event_arg){ .kind = PLAN_EVENT_BYTES, .place = t });
	assert_contains(body_of(&b, "p0_begin"), "{\n"
						 "struct event_0 *r = tl_reserve(0, 40);\n"
						 "if (r) {\n"
						 "__builtin_memset(r->gap_1, 0, 4);\n"
						 "r->a0 = v_x;\n"
						 "r->a1 = v_x;\n"
						 "__builtin_memcpy(r->a2, f->t1, 16);\n"
						 "tl_submit(ctx, r, 40);\n"
						 "}\n"
						 "}\n");
	assert_contains(bpf_c_of(&b), "struct event_0 {\n"
				      "\tstruct abi_record head;\n"
				      "\t__u32 a0;\n"
				      "\t__u8 gap_1[4];\n"
				      "\t__u64 a1;\n"
				      "\t__u8 a2[16];\n"
				      "} __attribute__((__aligned__(8)));\n");
}

static void emit_keeps_control_records_from_getting_lost(void **state)
{
	struct builder b = new_builder(*state);

	add_event(&b, ABI_EVENT_CLEAR_MAP);
	assert_contains(body_of(&b, "p0_begin"), "struct event_0 *r = tl_reserve_control(0, 8);\n");
	assert_contains(bpf_c_of(&b), "#include \"control.bpf.h\"\n");
}

static void emit_packs_strings_behind_the_fixed_part(void **state)
{
	struct builder b = new_builder(*state);
	int p = scalar(&b, "v_p", SCALAR_U64);
	struct plan_place t = bytes(&b, NULL, 16);
	struct plan_statement *s = add_event(&b, ABI_EVENT_PRINTF);

	string_arg(&b, s, t);
	event_arg(&b, s, type_of(&b, ABI_VALUE_STRING, 64),
		  (struct plan_event_arg){ .kind = PLAN_EVENT_READ_STRING,
					   .failure = -1,
					   .expr = value_of(&b, p),
					   .limit = 64,
					   .is_user = true });
	assert_contains(body_of(&b, "p0_begin"),
			"struct event_0 *r = &f->event_0;\n"
			"__u64 n = 0;\n"
			"__builtin_memset(r, 0, sizeof(*r));\n"
			"n += tl_pack_str(&r->a0, r->tail + n, 17, f->t1);\n"
			"n += tl_pack_user_str(&r->a1, r->tail + n, 64, v_p, -1);\n"
			"tl_output(ctx, &r->head, 0, 24 + n);\n");
	assert_contains(bpf_c_of(&b), "\tstruct abi_packed a1;\n\t__u8 tail[80];\n");
}

static void emit_shares_the_room_of_records(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_place t = bytes(&b, NULL, 8);

	string_arg(&b, add_event(&b, ABI_EVENT_PRINTF), t);
	string_arg(&b, add_event(&b, ABI_EVENT_CAT), t);
	assert_contains(bpf_c_of(&b), "struct frame_p0_begin {\n"
				      "\tTL_BYTES(t0, 8);\n"
				      "\tunion {\n"
				      "\t\tstruct event_0 event_0;\n"
				      "\t\tstruct event_1 event_1;\n"
				      "\t};\n"
				      "} __attribute__((__aligned__(8)));\n"
				      "_Static_assert(sizeof(struct frame_p0_begin) == 40, "
				      "\"the frame is as large as planned\");\n");
}

static void emit_takes_scratch_memory_for_large_frames(void **state)
{
	struct builder b = new_builder(*state);

	zero(&b, bytes(&b, NULL, LIMIT_STACK_FRAME + 8));
	assert_string_equal(body_of(&b, "int p0_begin(void *ctx)"),
			    "__u32 slot = tl_scratch_take();\n"
			    "struct frame_p0_begin *f = tl_scratch_memory(slot, LOSS_p0_begin);\n"
			    "int result = 0;\n"
			    "if (f) {\n"
			    "result = p0_begin_body(ctx, f);\n"
			    "tl_scratch_give_back(slot);\n"
			    "}\n"
			    "return result;\n");
	assert_contains(bpf_c_of(&b), "\t__uint(max_entries, 8);\n"
				      "\t__type(key, __u32);\n"
				      "\t__type(value, __u8[200]);\n"
				      "} scratch SEC(\".maps\");\n");
}

static void emit_keeps_small_frames_on_the_stack(void **state)
{
	struct builder b = new_builder(*state);

	zero(&b, bytes(&b, NULL, LIMIT_STACK_FRAME));
	assert_contains(bpf_c_of(&b), "struct frame_p0_begin memory, *f = &memory;\n");
	assert_lacks(bpf_c_of(&b), "scratch.bpf.h");
}

static void emit_lets_temporaries_share_a_place(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_place first = bytes(&b, NULL, 8), second = bytes(&b, NULL, 16);
	struct plan_place third = bytes(&b, NULL, 4);

	zero(&b, first);
	copy(&b, second, first);
	copy(&b, third, second);
	assert_contains(bpf_c_of(&b), "struct frame_p0_begin {\n"
				      "\tunion {\n"
				      "\t\tTL_BYTES(t0, 8);\n"
				      "\t\tTL_BYTES(t2, 4);\n"
				      "\t};\n"
				      "\tTL_BYTES(t1, 16);\n"
				      "} __attribute__((__aligned__(8)));\n"
				      "_Static_assert(sizeof(struct frame_p0_begin) == 24,");
}

static void emit_keeps_places_apart_while_an_address_is_kept(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_place first = bytes(&b, NULL, 8);
	int pointer = scalar(&b, NULL, SCALAR_U64);

	zero(&b, first);
	set(&b, pointer, plan_address(b.arena, first));
	zero(&b, bytes(&b, NULL, 8));
	set(&b, scalar(&b, NULL, SCALAR_U64), value_of(&b, pointer));
	zero(&b, bytes(&b, NULL, 8));
	assert_contains(bpf_c_of(&b), "struct frame_p0_begin {\n"
				      "\tunion {\n"
				      "\t\tTL_BYTES(t0, 8);\n"
				      "\t\tTL_BYTES(t4, 8);\n"
				      "\t};\n"
				      "\tTL_BYTES(t2, 8);\n");
}

static void emit_keeps_places_apart_for_all_of_a_loop(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_place first = bytes(&b, "v_a", 8), second = bytes(&b, "v_b", 8);
	struct plan_place behind = bytes(&b, "v_c", 8);
	struct plan_statement *loop = add(&b, PLAN_WHILE);
	plan_block *outer = enter(&b, &loop->body);

	loop->expr = number(&b, SCALAR_BOOL, 1);
	zero(&b, first);
	zero(&b, second);
	leave(&b, outer);
	zero(&b, behind);
	assert_contains(bpf_c_of(&b), "\tunion {\n"
				      "\t\tTL_BYTES(v_a, 8);\n"
				      "\t\tTL_BYTES(v_c, 8);\n"
				      "\t};\n"
				      "\tTL_BYTES(v_b, 8);\n");
}

static void emit_finds_frames_that_are_too_large(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_place large = bytes(&b, NULL, LIMIT_FRAME_SIZE);
	uint32_t size = 0;

	zero(&b, large);
	assert_null(emit_check_frames(b.plan, &size));
	copy(&b, bytes(&b, NULL, 8), part(large, 0, 8));
	assert_ptr_equal(emit_check_frames(b.plan, &size), b.program);
	assert_int_equal(size, LIMIT_FRAME_SIZE + 8);
}

/* A loop `repeat v_i = 0 .. v_n`, whose block is entered; leave gives the old one back. */
static struct plan_statement *repeat(struct builder *b, int index, int end, plan_block **outer)
{
	struct plan_statement *s = add(b, PLAN_REPEAT);

	s->temp = index;
	s->expr = number(b, SCALAR_S64, 0);
	s->end = value_of(b, end);
	*outer = enter(b, &s->body);
	return s;
}

static void emit_makes_functions_of_loop_bodies(void **state)
{
	struct builder b = new_builder(*state);
	int i = scalar(&b, "v_i", SCALAR_S64), n = scalar(&b, "v_n", SCALAR_S64);
	int own = scalar(&b, "v_own", SCALAR_S64);
	plan_block *outer;

	repeat(&b, i, n, &outer);
	set(&b, own, value_of(&b, i));
	set(&b, n, value_of(&b, own));
	leave(&b, outer);
	assert_string_equal(body_of(&b, "static __noinline long p0_begin_loop_1(__u32 index, "
					"struct tl_loop *loop)"),
			    "struct frame_p0_begin *f = loop->frame;\n"
			    "__s64 v_i = 0, v_own = 0;\n"
			    "v_i = (__u64)f->begin_1 + index;\n"
			    "v_own = v_i;\n"
			    "f->v_n = v_own;\n"
			    "return tl_go_on();\n");
	assert_string_equal(body_of(&b, "p0_begin_body"),
			    "f->v_n = 0;\n"
			    "struct tl_loop *loop = &(struct tl_loop){ ctx, f };\n"
			    "f->begin_1 = 0;\n"
			    "tl_loop(tl_rounds(f->begin_1, f->v_n), p0_begin_loop_1, loop);\n"
			    "return 0;\n");
}

static void emit_leaves_loops_in_every_way(void **state)
{
	struct builder b = new_builder(*state);
	int i = scalar(&b, "v_i", SCALAR_S64), n = scalar(&b, "v_n", SCALAR_S64);
	plan_block *outer, *inner;

	repeat(&b, i, n, &outer);
	repeat(&b, i, n, &inner);
	add(&b, PLAN_RETURN);
	leave(&b, inner);
	add(&b, PLAN_CONTINUE);
	leave(&b, outer);
	assert_contains(body_of(&b, "static __noinline long p0_begin_loop_2"), "f->returned = true;\n"
								    "return tl_leave();\n");
	assert_contains(body_of(&b, "static __noinline long p0_begin_loop_1"), "if (f->returned) {\n"
								    "return tl_leave();\n"
								    "}\n"
								    "return tl_go_on();\n");
	assert_contains(body_of(&b, "p0_begin_body"), "if (f->returned) {\n"
						      "return 0;\n"
						      "}\n"
						      "return 0;\n");
}

static void emit_tests_the_condition_of_while_in_each_round(void **state)
{
	struct builder b = new_builder(*state);
	int x = scalar(&b, "v_x", SCALAR_S64);
	struct plan_statement *s = add(&b, PLAN_WHILE);
	plan_block *outer = enter(&b, &s->condition);

	set(&b, x, number(&b, SCALAR_S64, 1));
	leave(&b, outer);
	s->expr = plan_binary(b.arena, PLAN_LESS, value_of(&b, x), number(&b, SCALAR_S64, 5));
	outer = enter(&b, &s->body);
	add(&b, PLAN_BREAK);
	leave(&b, outer);
	assert_string_equal(body_of(&b, "static __noinline long p0_begin_loop_1"), "__s64 v_x = 0;\n"
									"v_x = 1;\n"
									"if (!(v_x < 5)) {\n"
									"return tl_leave();\n"
									"}\n"
									"return tl_leave();\n");
	assert_contains(bpf_c_of(&b), "tl_loop(TL_LOOP_ENDLESS, p0_begin_loop_1, loop);\n");
}

static void emit_walks_the_keys_of_maps(void **state)
{
	struct builder b = new_builder(*state);
	int map = add_map(&b, "x", 16, type_of(&b, ABI_VALUE_INT, 8), false);
	struct plan_statement *s = add(&b, PLAN_FOR_MAP);

	s->map = map;
	s->place = bytes(&b, NULL, 16);
	assert_contains(bpf_c_of(&b), "static long p0_begin_loop_1(void *map, const void *key, "
				      "void *value, struct tl_loop *loop)\n");
	assert_contains(bpf_c_of(&b), "\ttl_copy(f->t0, key, 16);\n");
	assert_contains(bpf_c_of(&b), "\tbpf_for_each_map_elem(&m_x, p0_begin_loop_1, loop, 0);\n");
}

static void emit_calls_subprograms(void **state)
{
	struct builder b = builder_new(*state);
	struct plan_statement *s;

	add_program(&b, "f_add", ABI_PROBE_BEGIN, NULL);
	b.program->is_subprogram = true;
	b.program->n_params = 2;
	b.program->result = SCALAR_S64;
	set(&b, scalar(&b, "v_a", SCALAR_S64), number(&b, SCALAR_S64, 1));
	bytes(&b, "v_s", 16);
	add(&b, PLAN_RETURN)->expr = value_of(&b, 0);
	add_program(&b, "p0_begin", ABI_PROBE_BEGIN, "raw_tp");
	s = add(&b, PLAN_SUBPROGRAM);
	s->program = 0;
	s->temp = scalar(&b, "v_x", SCALAR_S64);
	pass(s, number(&b, SCALAR_S64, 3));
	pass_place(s, bytes(&b, "v_t", 16));
	assert_contains(bpf_c_of(&b), "static __noinline __s64 f_add(__s64 v_a, __u8 *v_s)\n");
	assert_contains(body_of(&b, "int p0_begin"), "v_x = f_add(3, f->v_t);\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, emit_set_up, emit_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(emit_fills_fixed_records_in_the_ring_buffer),
		TEST(emit_keeps_control_records_from_getting_lost),
		TEST(emit_packs_strings_behind_the_fixed_part),
		TEST(emit_shares_the_room_of_records),
		TEST(emit_takes_scratch_memory_for_large_frames),
		TEST(emit_keeps_small_frames_on_the_stack),
		TEST(emit_lets_temporaries_share_a_place),
		TEST(emit_keeps_places_apart_while_an_address_is_kept),
		TEST(emit_keeps_places_apart_for_all_of_a_loop),
		TEST(emit_finds_frames_that_are_too_large),
		TEST(emit_makes_functions_of_loop_bodies),
		TEST(emit_leaves_loops_in_every_way),
		TEST(emit_tests_the_condition_of_while_in_each_round),
		TEST(emit_walks_the_keys_of_maps),
		TEST(emit_calls_subprograms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
