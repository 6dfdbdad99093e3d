#include "lower_fixture.h"

static const struct abi_event *only_event(void **state, const char *text)
{
	const struct plan *plan = lower_text(*state, text);
	assert_int_equal(plan->events.count, 1);
	return &plan->events.items[0];
}

static const struct plan_event_arg *first_arg(const struct plan *plan)
{
	return &statement(plan, 0, PLAN_EVENT, 0)->event_args.items[0];
}

static void arguments_are_naturally_aligned_behind_the_head(void **state)
{
	const struct abi_event *event =
		only_event(state, "begin { printf(\"%d %d %d\", (int8)pid, (uint32)tid, nsecs); }");
	assert_int_equal(event->kind, ABI_EVENT_PRINTF);
	assert_int_equal(event->n_args, 3);
	assert_int_equal(event->args[0].offset, 8);
	assert_int_equal(event->args[1].offset, 12);
	assert_int_equal(event->args[2].offset, 16);
	assert_int_equal(event->args[0].type->size, 1);
	assert_int_equal(event->fixed_size, 24);
}

static void strings_are_packed(void **state)
{
	const struct abi_event *event =
		only_event(state, "begin { printf(\"%d %s %d\", (int8)pid, comm, (int8)tid); }");
	assert_true(event->args[1].is_packed);
	assert_int_equal(event->args[1].offset, 12);
	assert_int_equal(event->args[1].type->size, 16);
	assert_int_equal(event->args[2].offset, 12 + sizeof(struct abi_packed));
	assert_int_equal(event->fixed_size, 21);
}

static void str_is_read_straight_into_the_record(void **state)
{
	const struct plan *plan =
		lower_text(*state, "uprobe:/bin/bash:f { printf(\"%s\", str(arg0)); }");
	assert_int_equal(first_arg(plan)->kind, PLAN_EVENT_READ_STRING);
	assert_int_equal(first_arg(plan)->limit, 1024);
	assert_true(first_arg(plan)->is_user);
	assert_int_equal(first_arg(plan)->expr->kind, PLAN_EXPR_ARGUMENT);
	assert_int_equal(count_statements(plan, PLAN_CALL), 0);
}

static void str_reads_one_byte_more_than_a_short_max_strlen(void **state)
{
	const struct plan *plan = lower_text(
		*state,
		"config = { max_strlen = 64 } kprobe:f { print(str(arg0)); $s = str(arg1); print($s); }");
	assert_int_equal(first_arg(plan)->limit, 65);
	assert_false(first_arg(plan)->is_user);
	assert_int_equal(plan->events.items[0].args[0].type->size, 64);
	const struct plan_statement *call = statement(plan, 0, PLAN_CALL, 0);
	assert_int_equal(call->library, LIBRARY_read_kernel_str);
	assert_int_equal(call->args.items[0].place.size, 65);
	assert_int_equal(statement(plan, 0, PLAN_COPY, 0)->source.size, 64);
}

static void str_with_a_length_reads_that_many_bytes(void **state)
{
	const struct plan *plan = lower_text(
		*state, "kprobe:f { print(str(arg0, 10)); $s = str(arg0, 10); print($s); }");
	assert_int_equal(first_arg(plan)->limit, 10);
	assert_int_equal(plan->events.items[0].args[0].type->size, 11);
	const struct plan_statement *call = statement(plan, 0, PLAN_CALL, 0);
	assert_int_equal(call->library, LIBRARY_str);
	assert_int_equal(call->args.items[1].expr->value, 11);
	assert_int_equal(call->args.items[3].expr->value, 10);
}

static void stacks_are_taken_into_the_record(void **state)
{
	const struct plan *plan = lower_text(*state, "kprobe:f { print(kstack(5)); }");
	assert_int_equal(first_arg(plan)->kind, PLAN_EVENT_KSTACK);
	assert_int_equal(first_arg(plan)->limit, 5);
	assert_true(plan->events.items[0].args[0].is_packed);
}

static void print_of_a_map_names_it(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { @a[1] = count(); print(@a, 5, 10); clear(@a); }");
	assert_int_equal(plan->events.items[0].kind, ABI_EVENT_PRINT_MAP);
	assert_int_equal(plan->events.items[0].map, 0);
	assert_int_equal(plan->events.items[0].top, 5);
	assert_int_equal(plan->events.items[0].divisor, 10);
	assert_int_equal(plan->events.items[1].kind, ABI_EVENT_CLEAR_MAP);
}

static void print_of_an_element_carries_its_value(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { @a[1] = 5; print(@a[1]); }");
	assert_int_equal(plan->events.items[0].kind, ABI_EVENT_PRINT_VALUE);
	assert_int_equal(plan->events.items[0].map, -1);
	assert_int_equal(count_statements(plan, PLAN_MAP_GET), 1);
}

static void print_of_an_aggregation_s_element_carries_its_key(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { @a[(int32)1] = hist(5); print(@a[1]); }");
	const struct abi_event *event = &plan->events.items[0];
	assert_int_equal(event->kind, ABI_EVENT_PRINT_MAP);
	assert_int_equal(event->n_args, 1);
	assert_int_equal(event->args[0].type->size, plan->maps.items[0].abi.key->size);
}

static void exit_ends_the_program(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { exit(3); }");
	const struct plan_program *program = plan->programs.items[0];
	assert_int_equal(plan->events.items[0].kind, ABI_EVENT_EXIT);
	assert_int_equal(plan->events.items[0].args[0].type->size, 1);
	assert_int_equal(program->body.items[0]->event_args.items[0].expr->value, 3);
	assert_int_equal(program->body.items[1]->kind, PLAN_RETURN);
}

static void place_of_a_message_is_that_of_its_call(void **state)
{
	const struct abi_event *event = only_event(state, "begin\n{\n  errorf(\"x\");\n}");
	assert_int_equal(event->line, 3);
	assert_int_equal(event->column, 3);
	assert_int_equal(event->end_column, 14);
}

static void timestamp_is_nanoseconds_and_clock(void **state)
{
	const struct abi_event *event =
		only_event(state, "begin { printf(\"%s\", strftime(\"%H\", nsecs)); }");
	assert_int_equal(event->args[0].type->kind, ABI_VALUE_TIMESTAMP);
	assert_string_equal(event->args[0].type->text, "%H");
	assert_int_equal(event->args[0].type->size, sizeof(struct abi_timestamp));
	assert_false(event->args[0].is_packed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
		TEST(arguments_are_naturally_aligned_behind_the_head),
		TEST(strings_are_packed),
		TEST(str_is_read_straight_into_the_record),
		TEST(str_reads_one_byte_more_than_a_short_max_strlen),
		TEST(str_with_a_length_reads_that_many_bytes),
		TEST(stacks_are_taken_into_the_record),
		TEST(print_of_a_map_names_it),
		TEST(print_of_an_element_carries_its_value),
		TEST(print_of_an_aggregation_s_element_carries_its_key),
		TEST(exit_ends_the_program),
		TEST(place_of_a_message_is_that_of_its_call),
		TEST(timestamp_is_nanoseconds_and_clock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
