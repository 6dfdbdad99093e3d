#include "sema_fixture.h"

static void existence_is_a_bool(void **state)
{
	assert_value(*state, "begin { @a = has_field(curtask, __state); }", "a", "bool");
	assert_value(*state, "begin { @b = has_type(struct no_such); }", "b", "bool");
	assert_value(*state, "begin { @c = has_enumerator(enum no_such, A); }", "c", "bool");
}

static void existence_lets_a_field_be_used_that_is_not_here(void **state)
{
	check_says(*state, "begin { print(curtask.state); }", "has no field 'state'");
	assert_value(*state, "begin { @d = curtask.state; print(has_field(curtask, state)); }", "d",
		     "int64");
	assert_value(*state,
		     "begin { if (has_field(struct task_struct, a.b)) { @e = curtask.a.b; } }", "e",
		     "int64");
	check_says(*state, "begin { if (has_field(curtask, state)) { print(curtask.stat); } }",
		   "has no field 'stat'");
}

static void existence_keeps_the_type_of_a_field_that_is_here(void **state)
{
	assert_value(*state, "begin { if (has_field(curtask, __state)) { @f = curtask.__state; } }",
		     "f", "uint32");
}

static void existence_lets_a_type_be_used_that_is_not_here(void **state)
{
	check_says(*state, "begin { print(((struct no_such *)1)->x); }", "is not known");
	assert_value(*state,
		     "begin { if (has_type(struct no_such)) { @g = ((struct no_such *)1)->x; } }",
		     "g", "int64");
	assert_value(*state,
		     "begin { if (has_type(struct no_such)) { @g = sizeof(struct no_such); } }", "g",
		     "uint64");
}

static void existence_wants_names(void **state)
{
	check_says(*state, "begin { print(has_field(curtask, 1)); }", "the name of a field");
	check_says(*state, "begin { print(has_field(pid, a)); }", "a struct or a union");
	check_says(*state, "begin { print(has_field(curtask, pid.a)); }", "'.a' needs a struct");
	check_says(*state, "begin { print(has_type(struct task_struct *)); }", "name of a type");
	check_says(*state, "begin { print(has_enumerator(struct a, A)); }", "expected an enum");
	check_says(*state, "begin { if comptime (has_field(curtask, pid)) { print(1); } }",
		   "not known when the script is compiled");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEMA_TEST(existence_is_a_bool),
		SEMA_TEST(existence_lets_a_field_be_used_that_is_not_here),
		SEMA_TEST(existence_keeps_the_type_of_a_field_that_is_here),
		SEMA_TEST(existence_lets_a_type_be_used_that_is_not_here),
		SEMA_TEST(existence_wants_names),
	};

	return cmocka_run_group_tests(tests, make_target, remove_target);
}
