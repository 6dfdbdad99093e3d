/*
 * A plan as text.
 */
#include "emit_fixture.h"

static const char *dump_of(struct builder *b)
{
	struct strbuf out;

	strbuf_init(&out, b->arena);
	plan_dump(b->plan, &out);
	return strbuf_text(&out);
}

static struct builder new_builder(struct arena *arena)
{
	struct builder b = builder_new(arena);

	b.line = 2;
	add_program(&b, "p0_begin", ABI_PROBE_BEGIN, "raw_tp");
	return b;
}

static void plan_dump_begins_with_the_tool(void **state)
{
	struct builder b = new_builder(*state);

	assert_string_equal(dump_of(&b), "tool test from test.bt, license GPL\n"
					 "\n"
					 "program p0_begin in raw_tp, line 2\n");
}

static void plan_dump_shows_temporaries_and_expressions(void **state)
{
	struct builder b = new_builder(*state);
	int x = scalar(&b, "v_x", SCALAR_S64), t = scalar(&b, NULL, SCALAR_U32);
	struct plan_place s = bytes(&b, "v_s", 16);

	set(&b, x, plan_binary(b.arena, PLAN_ADD, value_of(&b, x), number(&b, SCALAR_S64, 1)));
	set(&b, t, plan_cast(b.arena, SCALAR_U32, plan_load(b.arena, SCALAR_U64, part(s, 8, 8))));
	set(&b, t,
	    plan_select(b.arena, plan_unary(b.arena, PLAN_NOT, value_of(&b, x)),
			plan_constant_value(b.arena, SCALAR_U32, 48), value_of(&b, t)));
	literal(&b, s, "a\"");
	copy(&b, part(s, 0, 4), part(s, 4, 4));
	assert_contains(dump_of(&b), "\ttemp v_x s64\n"
				     "\ttemp t1 u32\n"
				     "\ttemp v_s bytes[16] align 8\n"
				     "\t2: v_x = (v_x + 1)\n"
				     "\t2: t1 = u32(u64 v_s[8..16])\n"
				     "\t2: t1 = (!v_x ? u32 constant[48] : t1)\n"
				     "\t2: v_s = \"a\\\"\"\n"
				     "\t2: v_s[0..4] = v_s[4..8]\n");
}

static void plan_dump_indents_blocks(void **state)
{
	struct builder b = new_builder(*state);
	int i = scalar(&b, "v_i", SCALAR_S64);
	struct plan_statement *s = add(&b, PLAN_REPEAT), *w, *branch;
	plan_block *outer = enter(&b, &s->body), *inner;

	s->temp = i;
	s->expr = number(&b, SCALAR_S64, 0);
	s->end = number(&b, SCALAR_S64, 9);
	b.line = 3;
	branch = add(&b, PLAN_IF);
	branch->expr = value_of(&b, i);
	inner = enter(&b, &branch->body);
	add(&b, PLAN_CONTINUE);
	leave(&b, inner);
	inner = enter(&b, &branch->orelse);
	add(&b, PLAN_BREAK);
	leave(&b, inner);
	leave(&b, outer);
	w = add(&b, PLAN_WHILE);
	w->expr = value_of(&b, i);
	outer = enter(&b, &w->condition);
	set(&b, i, number(&b, SCALAR_S64, 0));
	leave(&b, outer);
	add(&b, PLAN_RETURN);
	assert_contains(dump_of(&b), "\t2: repeat v_i = 0 .. 9\n"
				     "\t\t3: if v_i\n"
				     "\t\t\t3: continue\n"
				     "\t\telse\n"
				     "\t\t\t3: break\n"
				     "\t3: while\n"
				     "\t\t3: v_i = 0\n"
				     "\t\ttest v_i\n"
				     "\t3: return\n");
}

static void plan_dump_shows_maps_and_their_statements(void **state)
{
	struct builder b = new_builder(*state);
	struct abi_type *hist = type_of(&b, ABI_VALUE_HIST, 8);
	int map = add_map(&b, "x", 8, hist, false);
	int x = scalar(&b, "v_x", SCALAR_S64);
	struct plan_place key = bytes(&b, NULL, 16);
	struct plan_statement *s;

	hist->bits = 3;
	on_map(&b, PLAN_MAP_UPDATE, map, key)->expr = value_of(&b, x);
	on_map(&b, PLAN_MAP_GET, map, no_key())->temp = x;
	s = on_map(&b, PLAN_MAP_ADD, map, key);
	s->expr = value_of(&b, x);
	s->temp = x;
	on_map(&b, PLAN_MAP_DELETE, map, key);
	assert_contains(dump_of(&b), "map @x m_x BPF_MAP_TYPE_PERCPU_HASH[buffer] = hist(3), "
				     "key 16, value 8, 4096 entries, per CPU, line 2\n");
	assert_contains(dump_of(&b), "\t2: update @x[t1] with v_x\n"
				     "\t2: v_x = get @x\n"
				     "\t2: v_x = old of add to @x[t1]: v_x\n"
				     "\t2: delete @x[t1]\n");
}

static void plan_dump_shows_events(void **state)
{
	struct builder b = new_builder(*state);
	struct abi_piece pieces[] = {
		{ .literal = "a\n", .literal_size = 2 },
		{ .conversion = 'x', .int_size = 8, .flags = ABI_FORMAT_ALTERNATE, .width = 5 },
	};
	struct abi_format format = { pieces, 2 };
	int p = scalar(&b, "v_p", SCALAR_U64);
	struct plan_statement *s = add_event(&b, ABI_EVENT_PRINTF);

	b.plan->events.items[0].format = &format;
	event_arg(&b, s, type_of(&b, ABI_VALUE_STRING, 64),
		  (struct plan_event_arg){ .kind = PLAN_EVENT_READ_STRING,
					   .failure = -1,
					   .expr = value_of(&b, p),
					   .limit = 64,
					   .is_user = true });
	assert_contains(dump_of(&b), "event 0 printf, 16 bytes, at 2:1-2\n"
				     "\tformat \"a\\n\" %#5x:8\n"
				     "\targ string[64] @8, packed\n");
	assert_contains(dump_of(&b), "\t2: event 0(user string(64) at v_p)\n");
}

static void plan_dump_shows_calls_and_members(void **state)
{
	struct builder b = new_builder(*state);
	struct plan_ctype *task = add_ctype(&b, "struct", "task_struct", true);
	int x = scalar(&b, "v_x", SCALAR_U64);
	struct plan_statement *s;

	add_member(task, "int ", "pid", "", 0);
	s = call(&b, LIBRARY_kstack, -1);
	pass_kind(s, PLAN_ARG_CONTEXT);
	pass(s, number(&b, SCALAR_U32, 9));
	call(&b, LIBRARY_curtask, x);
	add_field(&b, PLAN_FIELD_KERNEL, task, "pid", value_of(&b, x))->temp = x;
	set(&b, x, plan_relocated(b.arena, PLAN_EXPR_FIELD_ADDRESS, task, "pid", value_of(&b, x)));
	assert_contains(dump_of(&b), "struct task_struct, relocated\n\tint pid\n");
	assert_contains(dump_of(&b), "\t2: kstack(ctx, 9)\n"
				     "\t2: v_x = curtask()\n"
				     "\t2: v_x = kernel struct task_struct.pid of v_x\n"
				     "\t2: v_x = address(struct task_struct.pid, v_x)\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, emit_set_up, emit_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(plan_dump_begins_with_the_tool),
		TEST(plan_dump_shows_temporaries_and_expressions),
		TEST(plan_dump_indents_blocks),
		TEST(plan_dump_shows_maps_and_their_statements),
		TEST(plan_dump_shows_events),
		TEST(plan_dump_shows_calls_and_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
