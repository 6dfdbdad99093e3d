#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "options.h"
#include "rt_core.h"

#define MAX_ARGUMENTS 16

static const struct abi_type number = { .kind = ABI_VALUE_INT, .is_signed = true, .size = 8 };
static const struct abi_type boolean = { .kind = ABI_VALUE_BOOL, .size = 1 };
static const struct abi_param params[] = {
	{ .name = "count", .type = &number, .default_text = "5" },
	{ .name = "flag", .type = &boolean },
};

static int set_up(void **state)
{
	static struct core_fixture fixture;
	core_init(&fixture);
	fixture.tables.params = params;
	fixture.tables.n_params = 2;
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct core_fixture *fixture = *state;
	rt_options_release(&fixture->rt);
	return 0;
}

/* Parses words separated by blanks. */
static int parse(struct core_fixture *fixture, const char *line)
{
	static char text[256];
	static char *arguments[MAX_ARGUMENTS];
	int n = 0;
	arguments[n++] = (char *)"t";
	strncat(memset(text, 0, sizeof(text)), line, sizeof(text) - 1);
	char *rest = text;
	for (char *word; (word = strsep(&rest, " ")) != NULL;)
		if (*word)
			arguments[n++] = word;
	arguments[n] = NULL;
	return rt_options_parse(&fixture->rt, n, arguments);
}

static void refuses(struct core_fixture *fixture, const char *line, const char *message)
{
	core_listen(fixture);
	int err = parse(fixture, line);
	assert_string_equal(core_said(fixture), message);
	assert_true(err < 0);
}

static void options_need_nothing(void **state)
{
	struct core_fixture *fixture = *state;
	assert_int_equal(parse(fixture, ""), 0);
	assert_int_equal(fixture->rt.options.action, RT_RUN);
	assert_int_equal(fixture->rt.options.n_positional, 0);
}

static void options_take_values_apart_or_attached(void **state)
{
	struct core_fixture *fixture = *state;
	assert_int_equal(parse(fixture, "-p12 -d 0.25 -f json -Bnone"), 0);
	assert_int_equal(fixture->rt.options.pid, 12);
	assert_true(fixture->rt.options.duration == 0.25);
	assert_int_equal(fixture->rt.options.format, RT_FORMAT_JSON);
	assert_int_equal(fixture->rt.options.buffering, RT_BUFFER_NONE);
}

static void options_combine_letters(void **state)
{
	struct core_fixture *fixture = *state;
	assert_int_equal(parse(fixture, "-qvkp 3"), 0);
	assert_true(fixture->rt.options.quiet && fixture->rt.options.verbose &&
		    fixture->rt.options.report_helpers);
	assert_int_equal(fixture->rt.options.pid, 3);
}

static void options_may_follow_parameters(void **state)
{
	struct core_fixture *fixture = *state;
	assert_int_equal(parse(fixture, "bash -q 7"), 0);
	assert_true(fixture->rt.options.quiet);
	assert_int_equal(fixture->rt.options.n_positional, 2);
	assert_string_equal(fixture->rt.options.positional[0], "bash");
	assert_string_equal(fixture->rt.options.positional[1], "7");
}

static void options_take_negative_numbers_as_parameters(void **state)
{
	struct core_fixture *fixture = *state;
	assert_int_equal(parse(fixture, "-5 - -.5"), 0);
	assert_int_equal(fixture->rt.options.n_positional, 3);
}

static void options_behind_two_dashes_are_parameters(void **state)
{
	struct core_fixture *fixture = *state;
	assert_int_equal(parse(fixture, "-q -- -v --count=3 x"), 0);
	assert_false(fixture->rt.options.verbose);
	assert_int_equal(fixture->rt.options.n_positional, 2);
	assert_string_equal(fixture->rt.options.positional[0], "-v");
	assert_string_equal(fixture->rt.options.named[0], "3");
}

/* With named parameters a word that looks like one and is none is a slip; without them it is as good as any other. */
static void options_behind_two_dashes_name_parameters_or_nothing(void **state)
{
	struct core_fixture *fixture = *state;
	refuses(fixture, "-- --info", "t: there is no option --info; --help lists what there is\n");
	rt_options_release(&fixture->rt);
	fixture->tables.n_params = 0;
	assert_int_equal(parse(fixture, "-- --info"), 0);
	assert_string_equal(fixture->rt.options.positional[0], "--info");
}

static void options_name_parameters_in_three_ways(void **state)
{
	static const char *const lines[] = { "--count 9", "--count=9", "count=9" };
	struct core_fixture *fixture = *state;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(parse(fixture, lines[i]), 0);
		assert_string_equal(fixture->rt.options.named[0], "9");
		rt_options_release(&fixture->rt);
	}
}

static void options_of_booleans_are_flags(void **state)
{
	struct core_fixture *fixture = *state;
	assert_int_equal(parse(fixture, "--flag 9"), 0);
	assert_string_equal(fixture->rt.options.named[1], "true");
	assert_int_equal(fixture->rt.options.n_positional, 1);
}

static void options_leave_unknown_assignments_alone(void **state)
{
	struct core_fixture *fixture = *state;
	assert_int_equal(parse(fixture, "other=9"), 0);
	assert_string_equal(fixture->rt.options.positional[0], "other=9");
}

static void options_stop_at_help(void **state)
{
	struct core_fixture *fixture = *state;
	assert_int_equal(parse(fixture, "-h --nonsense"), 0);
	assert_int_equal(fixture->rt.options.action, RT_HELP);
}

static void options_refuse_what_they_do_not_know(void **state)
{
	refuses(*state, "--nope", "t: there is no option --nope; --help lists what there is\n");
}

static void options_refuse_unknown_letters(void **state)
{
	refuses(*state, "-qx", "t: there is no option -qx; --help lists what there is\n");
}

static void options_ask_for_missing_values(void **state)
{
	refuses(*state, "-p", "t: option -p needs a value: -p PID\n");
}

static void options_refuse_values_of_flags(void **state)
{
	refuses(*state, "--check=1", "t: option --check has no value\n");
}

static void options_check_process_ids(void **state)
{
	refuses(*state, "-p 111a1", "t: -p: '111a1' is no process id\n");
}

static void options_check_the_range_of_process_ids(void **state)
{
	refuses(*state, "-p 5000000", "t: -p: 5000000 is not between 1 and 4194304\n");
}

static void options_check_durations(void **state)
{
	refuses(*state, "-d 1x", "t: -d: '1x' is no number of seconds\n");
}

static void options_exclude_each_other(void **state)
{
	refuses(*state, "-p 1 -c true", "t: -p and -c exclude each other\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(options_need_nothing),
		TEST(options_take_values_apart_or_attached),
		TEST(options_combine_letters),
		TEST(options_may_follow_parameters),
		TEST(options_take_negative_numbers_as_parameters),
		TEST(options_behind_two_dashes_are_parameters),
		TEST(options_behind_two_dashes_name_parameters_or_nothing),
		TEST(options_name_parameters_in_three_ways),
		TEST(options_of_booleans_are_flags),
		TEST(options_leave_unknown_assignments_alone),
		TEST(options_stop_at_help),
		TEST(options_refuse_what_they_do_not_know),
		TEST(options_refuse_unknown_letters),
		TEST(options_ask_for_missing_values),
		TEST(options_refuse_values_of_flags),
		TEST(options_check_process_ids),
		TEST(options_check_the_range_of_process_ids),
		TEST(options_check_durations),
		TEST(options_exclude_each_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
