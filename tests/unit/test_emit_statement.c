/*
 * Statements as BPF C, and the program around them.
 */
#include "emit_fixture.h"

static struct builder new_builder(struct arena *arena)
{
	struct builder b = builder_new(arena);

	b.line = 3;
	add_program(&b, "p0_begin", ABI_PROBE_BEGIN, "raw_tp");
	return b;
}

static void emit_declares_locals_once_per_type(void **state)
{
	struct builder b = new_builder(*state);
	int x = scalar(&b, "v_x", SCALAR_U64), y = scalar(&b, "v_y", SCALAR_S32);
	int z = scalar(&b, "v_x", SCALAR_U64), unused = scalar(&b, "v_u", SCALAR_U64);

	(void)unused;
	set(&b, x, number(&b, SCALAR_U64, 1));
	set(&b, y, number(&b, SCALAR_S32, 2));
	set(&b, z, number(&b, SCALAR_U64, 3));
	assert_string_equal(body_of(&b, "p0_begin"), "__u64 v_x = 0, t2_v_x = 0;\n"
						     "__s32 v_y = 0;\n"
						     "v_x = 1;\n"
						     "v_y = 2;\n"
						     "t2_v_x = 3;\n"
						     "return 0;\n");
}

static void emit_keeps_few_bytes_inline(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_place s = bytes(&b, "v_s", 64), t = bytes(&b, NULL, 64);

	zero(&b, s);
	copy(&b, t, s);
	copy(&b, t, part(s, 0, 16));
	literal(&b, part(s, 0, 16), "ab\"");
	store(&b, part(s, 4, 2), number(&b, SCALAR_U16, 7));
	assert_string_equal(body_of(&b, "p0_begin"), "struct frame_p0_begin memory, *f = &memory;\n"
						     "__builtin_memset(f->v_s, 0, 64);\n"
						     "__builtin_memcpy(f->t1, f->v_s, 64);\n"
						     "__builtin_memset(f->t1, 0, 64);\n"
						     "__builtin_memcpy(f->t1, f->v_s, 16);\n"
						     "__builtin_memset(f->v_s, 0, 16);\n"
						     "__builtin_memcpy(f->v_s, \"ab\\\"\", 3);\n"
						     "*(tl_u16 *)&f->v_s[4] = 7;\n"
						     "return 0;\n");
}

static void emit_leaves_many_bytes_to_helpers(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_place s = bytes(&b, "v_s", 1024), t = bytes(&b, NULL, 1024);
	char text[81] = { 0 };

	memset(text, 'x', 80);
	zero(&b, s);
	copy(&b, t, s);
	copy(&b, part(t, 3, 64), part(s, 0, 64));
	literal(&b, part(s, 0, 100), text);
	assert_contains(body_of(&b, "p0_begin_body"), "tl_zero(f->v_s, 1024);\n"
						      "tl_copy(f->t1, f->v_s, 1024);\n"
						      "tl_copy(&f->t1[3], f->v_s, 64);\n"
						      "__builtin_memset(f->v_s, 0, 100);\n"
						      "tl_copy(f->v_s, text_0, 80);\n");
	assert_contains(bpf_c_of(&b), "static const char text_0[81] =\n\t\"xxx");
}

static void emit_includes_what_it_needs(void **state)
{
	struct builder b = new_builder(*state);

	call(&b, LIBRARY_elapsed, scalar(&b, NULL, SCALAR_U64));
	assert_contains(bpf_c_of(&b), "#include \"time.bpf.h\"\n");
	assert_lacks(bpf_c_of(&b), "task.bpf.h");
	assert_lacks(bpf_c_of(&b), "event.bpf.h");
}

static void emit_calls_the_library(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_place s = bytes(&b, "v_s", 16);
	struct plan_statement *c = call(&b, LIBRARY_comm, -1);

	pass_place(c, s);
	pass(c, number(&b, SCALAR_U32, 16));
	c = call(&b, LIBRARY_func_ip, scalar(&b, NULL, SCALAR_U64));
	pass_kind(c, PLAN_ARG_CONTEXT);
	c = call(&b, LIBRARY_str_equal, scalar(&b, NULL, SCALAR_BOOL));
	pass_place(c, (struct plan_place){ .kind = PLACE_CONSTANT, .offset = 64, .size = 8 });
	vec_push(&c->args,
		 ((struct plan_arg){ .kind = PLAN_ARG_TEXT, .text = "hi", .text_size = 2 }));
	vec_push(&b.plan->constants,
		 ((struct plan_constant){
			 .name = "p", .offset = 64, .size = 8, .align = 1, .initial = "a" }));
	assert_contains(body_of(&b, "p0_begin"),
			"tl_comm(f->v_s, 16);\n"
			"t1 = tl_func_ip(ctx);\n"
			"t2 = tl_str_equal((void *)constants.c_p, text_0);\n");
	assert_contains(bpf_c_of(&b), "\tchar c_p[8];\n} constants SEC(\".rodata.tool\") = {\n"
				      "\t.base = { 0 },\n\t.c_p = \"a\",\n};\n");
}

static void emit_branches(void **state)
{
	struct builder b = new_builder(*state);
	int x = scalar(&b, "v_x", SCALAR_U64);
	struct plan_statement *s = add(&b, PLAN_IF);
	plan_block *outer = enter(&b, &s->body);

	s->expr = plan_binary(b.arena, PLAN_EQUAL, value_of(&b, x), number(&b, SCALAR_U64, 1));
	add(&b, PLAN_RETURN);
	leave(&b, outer);
	outer = enter(&b, &s->orelse);
	set(&b, x, number(&b, SCALAR_U64, 2));
	leave(&b, outer);
	assert_contains(body_of(&b, "p0_begin"), "if (v_x == 1) {\n"
						 "return 0;\n"
						 "} else {\n"
						 "v_x = 2;\n"
						 "}\n"
						 "return 0;\n");
}

static void emit_reads_members_by_their_space(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_ctype *task = add_ctype(&b, "struct", "task_struct", true);
	const struct plan_expr *base = value_of(&b, scalar(&b, "v_p", SCALAR_U64));
	struct plan_place comm = bytes(&b, NULL, 16);
	int x = scalar(&b, "v_x", SCALAR_S32);

	add_field(&b, PLAN_FIELD_KERNEL, task, "pid", base)->temp = x;
	add_field(&b, PLAN_FIELD_USER, task, "pid", base)->temp = x;
	add_field(&b, PLAN_FIELD_DIRECT, task, "pid", base)->temp = x;
	add_field(&b, PLAN_FIELD_CONTEXT, task, "pid", NULL)->temp = x;
	add_field(&b, PLAN_FIELD_KERNEL, task, "bits", base)->temp = x;
	vec_last(b.block)->field.is_bitfield = true;
	add_field(&b, PLAN_FIELD_KERNEL, task, "comm", base)->place = comm;
	assert_contains(body_of(&b, "p0_begin"),
			"v_x = (__s32)TL_FIELD_KERNEL(((struct task_struct *)v_p)->pid, -1);\n"
			"v_x = (__s32)TL_FIELD_USER(((struct task_struct *)v_p)->pid, -1);\n"
			"v_x = v_p ? (__s32)((struct task_struct *)v_p)->pid : 0;\n"
			"v_x = (__s32)((struct task_struct *)ctx)->pid;\n"
			"v_x = (__s32)TL_BITFIELD_KERNEL(((struct task_struct *)v_p), bits, -1);\n"
			"TL_FIELD_BYTES_KERNEL(f->t1, 16, ((struct task_struct *)v_p)->comm, -1);\n");
}

static void emit_falls_back_to_the_format_file(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_ctype *type = add_ctype(&b, "struct", "trace_event_raw_x", true);
	int x = scalar(&b, "v_x", SCALAR_S32);

	vec_push(&b.plan->constants, ((struct plan_constant){ .name = "offset_a",
							      .offset = 64,
							      .size = 4,
							      .align = 4,
							      .scalar = SCALAR_S32,
							      .initial_value = (uint64_t)-1 }));
	vec_push(&b.plan->patches,
		 ((struct abi_patch){ .kind = ABI_PATCH_FIELD_OFFSET, .offset = 64, .size = 4 }));
	add_field(&b, PLAN_FIELD_CONTEXT, type, "a", NULL)->temp = x;
	vec_last(b.block)->field.offset_patch = 0;
	assert_contains(body_of(&b, "p0_begin"),
			"v_x = (__s32)TL_CONTEXT_FIELD(ctx, ((struct trace_event_raw_x *)ctx)->a, "
			"constants.c_offset_a);\n");
}

static void emit_maps_statements_to_script_lines(void **state)
{
	struct builder b = new_builder(*state);
	int x = scalar(&b, "v_x", SCALAR_U64);

	b.line = 5;
	set(&b, x, number(&b, SCALAR_U64, 1));
	assert_contains(bpf_c_of(&b), "#line 3 \"test.bt\"\n"
				      "SEC(\"raw_tp\") int p0_begin(void *ctx)\n"
				      "{\n"
				      "#line 3\n"
				      "\t__u64 v_x = 0;\n"
				      "#line 5\n"
				      "\tv_x = 1;\n"
				      "#line 5\n"
				      "\treturn 0;\n"
				      "}\n");
	assert_contains(bpf_c_of(&b), "}\n\n#line 27 \"test.bpf.c\"\n"
				      "char tl_license[] SEC(\"license\") = \"GPL\";\n");
}

static void emit_is_the_same_every_time(void **state)
{
	struct builder b = new_builder(*state);

	call(&b, LIBRARY_pid, scalar(&b, "v_x", SCALAR_U32));
	assert_string_equal(bpf_c_of(&b), bpf_c_of(&b));
}

static void emit_puts_the_probe_into_a_comment(void **state)
{
	struct builder b = new_builder(*state);

	b.program->title = "uprobe:/bin/*:f*/";
	assert_contains(bpf_c_of(&b), "/* uprobe:/bin/ *:f* / */\n#line 3 \"test.bt\"\nSEC(");
}

static void emit_filters_by_pid_first(void **state)
{
	struct builder b = new_builder(*state);

	b.program->has_pid_filter = true;
	assert_string_equal(body_of(&b, "p0_begin"), "if (!tl_is_wanted_pid()) {\n"
						     "return 0;\n"
						     "}\n"
						     "return 0;\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, emit_set_up, emit_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(emit_declares_locals_once_per_type),
		TEST(emit_keeps_few_bytes_inline),
		TEST(emit_leaves_many_bytes_to_helpers),
		TEST(emit_includes_what_it_needs),
		TEST(emit_calls_the_library),
		TEST(emit_branches),
		TEST(emit_reads_members_by_their_space),
		TEST(emit_falls_back_to_the_format_file),
		TEST(emit_maps_statements_to_script_lines),
		TEST(emit_is_the_same_every_time),
		TEST(emit_puts_the_probe_into_a_comment),
		TEST(emit_filters_by_pid_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
