/* Names of the script's C in sema: clang's part is made up. */
#include "sema_fixture.h"

static const struct script_constant *constant(struct fixture *f, const char *name, const char *text)
{
	struct script_constant *made = arena_new_of(f->arena, struct script_constant);

	made->name = intern(f->interner, name);
	made->text = text;
	made->expression = parse_expression_text(f->arena, f->interner, text);
	f->options.constants = made;
	f->options.n_constants = 1;
	return made;
}

static void number(struct fixture *f, const char *name, uint64_t value, bool is_negative)
{
	struct script_constant *made = arena_new_of(f->arena, struct script_constant);

	made->name = intern(f->interner, name);
	made->is_number = true;
	made->value = value;
	made->is_negative = is_negative;
	f->options.constants = made;
	f->options.n_constants = 1;
}

static void c_number_is_a_literal(void **state)
{
	struct fixture *f = *state;

	number(f, "LIMIT", 300, false);
	assert_value(f, "begin { @a = LIMIT; }", "a", "int16");
	number(f, "LEAST", (uint64_t)-1, true);
	assert_value(f, "begin { @c = LEAST; }", "c", "int8");
}

static void c_number_folds(void **state)
{
	struct fixture *f = *state;

	number(f, "TIMES", 3, false);
	check_is_right(f, "begin { unroll (TIMES * 2) { print(1); } @h = lhist(1, 0, TIMES, 1); }");
}

static void c_macro_is_an_expression(void **state)
{
	struct fixture *f = *state;

	constant(f, "TEXT", "\"four\"");
	assert_value(f, "begin { @t = TEXT; }", "t", "string[5]");
	constant(f, "NEXT", "(pid + 1)");
	check_is_right(f, "begin { if (NEXT > 1) { print(NEXT); } }");
	constant(f, "PLACE", "@place[1]");
	check_is_right(f, "begin { @place[1] = 2; print(PLACE); }");
}

static void c_macro_may_be_a_word(void **state)
{
	struct fixture *f = *state;

	constant(f, "MODE", "perf");
	check_is_right(f, "begin { print(kstack(MODE)); }");
	number(f, "DEPTH", 3, false);
	check_is_right(f, "begin { print(kstack(DEPTH)); print(kstack(perf, DEPTH)); }");
}

static void c_macro_that_is_none_is_reported(void **state)
{
	struct fixture *f = *state;

	constant(f, "OPEN", "(1");
	check_says(f, "begin { print(OPEN); }", "the text of macro 'OPEN' is no expression: (1");
	constant(f, "SELF", "SELF");
	check_says(f, "begin { print(SELF); }", "macro 'SELF' expands to too much");
	constant(f, "UNKNOWN", "1 + nothing");
	check_says(f, "begin { print(UNKNOWN); }", "unknown name 'nothing'");
}

static void c_name_comes_before_the_kernels(void **state)
{
	struct fixture *f = *state;

	number(f, "PIDTYPE_TGID", 1000000, false);
	assert_value(f, "begin { @a = PIDTYPE_TGID; }", "a", "int32");
	assert_value(f, "begin { @b = PIDTYPE_PID; }", "b", "enum pid_type");
	number(f, "AF_INET", 1000000, false);
	assert_value(f, "begin { @c = AF_INET; }", "c", "int32");
	assert_value(f, "begin { @d = AF_INET6; }", "d", "int8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEMA_TEST(c_number_is_a_literal),
		SEMA_TEST(c_number_folds),
		SEMA_TEST(c_macro_is_an_expression),
		SEMA_TEST(c_macro_may_be_a_word),
		SEMA_TEST(c_macro_that_is_none_is_reported),
		SEMA_TEST(c_name_comes_before_the_kernels),
	};

	return cmocka_run_group_tests(tests, make_target, remove_target);
}
