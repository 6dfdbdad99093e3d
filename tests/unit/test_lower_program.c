#include "lower_fixture.h"

static void program_is_shared_by_the_attach_points_of_a_block(void **state)
{
	const struct plan *plan =
		lower_text(*state, "software:page-faults:1, software:cpu-clock:9 { @ = count(); }");
	assert_int_equal(plan->programs.count, 1);
	assert_int_equal(plan->probes.count, 2);
	assert_int_equal(plan->probes.items[1].program, 0);
	assert_string_equal(plan->probes.items[1].text, "software:cpu-clock:9");
	assert_string_equal(plan->programs.items[0]->section, "perf_event");
}

static void program_is_shared_if_the_name_is_kept_by_its_number(void **state)
{
	const struct plan *plan = lower_text(
		*state, "software:page-faults:1, software:cpu-clock:9 { @[probe] = count(); }");
	assert_int_equal(plan->programs.count, 1);
	assert_int_equal(plan->constants.count, 0);
}

static void program_is_one_for_each_probe_if_the_name_is_text(void **state)
{
	const struct plan *plan = lower_text(
		*state,
		"software:page-faults:1, software:cpu-clock:9 { $p = probe; @[$p] = count(); }");
	assert_int_equal(plan->programs.count, 2);
	assert_int_equal(plan->probes.items[0].program, 0);
	assert_int_equal(plan->probes.items[1].program, 1);
	assert_int_equal(plan->constants.count, 2);
	assert_string_equal(plan->constants.items[1].initial, "software:cpu-clock:9");
}

static void program_is_one_for_each_kind(void **state)
{
	const struct plan *plan =
		lower_text(*state, "kprobe:a, kretprobe:a, kprobe:b { @ = count(); }");
	assert_int_equal(plan->programs.count, 2);
	assert_int_equal(plan->probes.items[2].program, 0);
	assert_string_equal(plan->programs.items[0]->name, "p0_kprobe_a");
	assert_string_equal(plan->programs.items[1]->name, "p1_kretprobe_a");
	assert_true(plan->programs.items[0]->has_pid_filter);
}

static void program_begins_with_its_predicate(void **state)
{
	const struct plan *plan = lower_text(*state, "begin /pid == 1/ { @ = count(); }");
	const struct plan_program *program = plan->programs.items[0];
	assert_string_equal(program->section, "raw_tp");
	assert_int_equal(vec_last(&program->body)->kind, PLAN_IF);
	assert_int_equal(vec_last(&program->body)->body.items[0]->kind, PLAN_MAP_UPDATE);
}

static void program_name_has_no_path(void **state)
{
	const struct plan *plan = lower_text(*state, "uprobe:/bin/bash:read-line { @ = count(); }");
	assert_string_equal(plan->programs.items[0]->name, "p0_uprobe_read_line");
	assert_true(plan->programs.items[0]->is_user_event);
}

static void parameters_are_constants_that_the_tool_sets(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { printf(\"%d %d %s %d\\n\", $1, $1, str($2), $#); }");
	assert_int_equal(plan->tool.n_positional, 2);
	assert_int_equal(plan->constants.count, 2);
	assert_int_equal(plan->patches.count, 2);
	assert_int_equal(plan->patches.items[0].kind, ABI_PATCH_PARAM_INT);
	assert_int_equal(plan->patches.items[0].index, 1);
	assert_int_equal(plan->patches.items[0].offset, sizeof(struct abi_constants));
	assert_int_equal(plan->patches.items[1].kind, ABI_PATCH_PARAM_TEXT);
	assert_int_equal(plan->patches.items[1].index, 2);
	const struct plan_statement *event = statement(plan, 0, PLAN_EVENT, 0);
	const struct plan_expr *count = event->event_args.items[3].expr;
	while (count->kind == PLAN_EXPR_CAST)
		count = count->left;
	assert_int_equal(count->offset, offsetof(struct abi_constants, n_params));
}

static void bytes_of_one_statement_are_used_again_by_the_next(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { @[comm] = 1; @[comm] = 2; @[comm] = 3; }");
	size_t bytes = 0;
	for (size_t i = 0; i < plan->programs.items[0]->temps.count; i++)
		bytes += plan->programs.items[0]->temps.items[i].is_bytes;
	assert_int_equal(bytes, 1);
}

static void lowering_twice_gives_the_same(void **state)
{
	const char *text = "begin { @[comm, pid] = hist(nsecs); printf(\"%s\", comm); }";
	struct fixture *f = *state;
	const struct plan *first = lower_text(f, text);
	const struct plan *second = lower_text(f, text);
	assert_int_equal(first->programs.items[0]->temps.count,
			 second->programs.items[0]->temps.count);
	assert_int_equal(first->programs.items[0]->body.count,
			 second->programs.items[0]->body.count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
		TEST(program_is_shared_by_the_attach_points_of_a_block),
		TEST(program_is_shared_if_the_name_is_kept_by_its_number),
		TEST(program_is_one_for_each_probe_if_the_name_is_text),
		TEST(program_is_one_for_each_kind),
		TEST(program_begins_with_its_predicate),
		TEST(program_name_has_no_path),
		TEST(parameters_are_constants_that_the_tool_sets),
		TEST(bytes_of_one_statement_are_used_again_by_the_next),
		TEST(lowering_twice_gives_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
