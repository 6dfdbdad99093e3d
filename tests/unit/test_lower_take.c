#include "lower_fixture.h"

#define PROBE "kprobe:f { @a[pid] = count(); @b++; } "

static const struct abi_event *event(const struct plan *plan, size_t i)
{
	assert_true(i < plan->events.count);
	return &plan->events.items[i];
}

static void expect_pair(void **state, const char *body, enum abi_taking taking)
{
	char text[512];
	snprintf(text, sizeof(text), PROBE "interval:s:1 { %s }", body);
	const struct plan *plan = lower_text(*state, text);
	assert_int_equal(event(plan, 0)->kind, ABI_EVENT_PRINT_MAP);
	assert_int_equal(event(plan, 0)->taking, taking);
	for (size_t i = 1; i < plan->events.count; i++)
		assert_int_not_equal(event(plan, i)->kind, ABI_EVENT_CLEAR_MAP);
	assert_string_equal(plan->maps.items[0].abi.spare_name, "spare_a");
	assert_string_equal(plan->maps.items[0].abi.live_name, "live_a");
	assert_null(plan->maps.items[1].abi.live_name);
}

static void expect_apart(void **state, const char *probe, const char *body)
{
	char text[512];
	snprintf(text, sizeof(text), PROBE "%s { %s }", probe, body);
	const struct plan *plan = lower_text(*state, text);
	for (size_t i = 0; i < plan->events.count; i++)
		assert_int_equal(event(plan, i)->taking, ABI_TAKE_NOTHING);
	assert_null(plan->maps.items[0].abi.live_name);
}

static void print_takes_what_is_then_cleared(void **state)
{
	expect_pair(state, "print(@a); clear(@a);", ABI_TAKE_CLEAR);
}

static void print_takes_what_is_then_zeroed(void **state)
{
	expect_pair(state, "print(@a, 5, 2); zero(@a);", ABI_TAKE_ZERO);
}

static void print_takes_over_other_statements(void **state)
{
	expect_pair(state, "print(@a); time(\"x\"); print(@b); if (@b > 3) { @b = 0; } clear(@a);",
		    ABI_TAKE_CLEAR);
}

static void print_takes_under_a_predicate(void **state)
{
	const struct plan *plan =
		lower_text(*state, PROBE "interval:s:1 /@b > 5/ { print(@a); clear(@a); }");
	assert_int_equal(plan->events.count, 1);
	assert_int_equal(event(plan, 0)->taking, ABI_TAKE_CLEAR);
}

static void second_print_is_the_one_that_takes(void **state)
{
	const struct plan *plan =
		lower_text(*state, PROBE "interval:s:1 { print(@a, 3); print(@a); clear(@a); }");
	assert_int_equal(plan->events.count, 2);
	assert_int_equal(event(plan, 0)->taking, ABI_TAKE_NOTHING);
	assert_int_equal(event(plan, 1)->taking, ABI_TAKE_CLEAR);
}

static void clear_of_another_map_takes_nothing(void **state)
{
	expect_apart(state, "interval:s:1", "print(@b); clear(@a);");
}

static void clear_behind_a_change_of_the_map_stays(void **state)
{
	expect_apart(state, "interval:s:1", "print(@a); delete(@a, 1); clear(@a);");
	expect_apart(state, "interval:s:1", "print(@a); if (pid) { @a[1] = count(); } clear(@a);");
}

static void clear_that_may_not_be_reached_stays(void **state)
{
	expect_apart(state, "interval:s:1", "print(@a); if (pid) { return; } clear(@a);");
	expect_apart(state, "interval:s:1", "print(@a); if (pid) { exit(); } clear(@a);");
	expect_apart(state, "interval:s:1", "print(@a); if (pid) { clear(@a); }");
	expect_apart(state, "interval:s:1", "if (pid) { print(@a); } clear(@a);");
}

static void clear_behind_the_print_of_one_key_stays(void **state)
{
	expect_apart(state, "interval:s:1", "print(@a[1]); clear(@a);");
}

static void begin_and_end_are_alone(void **state)
{
	expect_apart(state, "begin", "print(@a); clear(@a);");
	expect_apart(state, "end", "print(@a); clear(@a);");
}

static void records_name_their_program(void **state)
{
	const struct plan *plan = lower_text(
		*state, "begin { printf(\"x\"); } interval:s:1 { printf(\"y\"); exit(); }");
	assert_int_equal(event(plan, 0)->program, 0);
	assert_int_equal(event(plan, 1)->program, 1);
	assert_int_equal(event(plan, 2)->program, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
		TEST(print_takes_what_is_then_cleared),
		TEST(print_takes_what_is_then_zeroed),
		TEST(print_takes_over_other_statements),
		TEST(print_takes_under_a_predicate),
		TEST(second_print_is_the_one_that_takes),
		TEST(clear_of_another_map_takes_nothing),
		TEST(clear_behind_a_change_of_the_map_stays),
		TEST(clear_that_may_not_be_reached_stays),
		TEST(clear_behind_the_print_of_one_key_stays),
		TEST(begin_and_end_are_alone),
		TEST(records_name_their_program),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
