#include "sema_fixture.h"

/* The value of the first statement's assignment. */
static const struct node *value_of(struct fixture *f, const char *expression)
{
	const struct node *root;

	check_is_right(f, arena_printf(f->arena, "begin { $x = %s; }", expression));
	root = f->script->roots.items[0];
	return root->probe.body->block.statements.items[0]->assign.value;
}

static void assert_folds(struct fixture *f, const char *expression, uint64_t value,
			 const char *type)
{
	const struct node *node = value_of(f, expression);

	assert_int_equal(node->kind, NODE_INT);
	assert_int_equal(node->integer.value, value);
	assert_string_equal(type_name(f->arena, node->type), type);
}

static void assert_is(struct fixture *f, const char *expression, bool value)
{
	const struct node *node = value_of(f, expression);

	assert_int_equal(node->kind, NODE_BOOL);
	assert_int_equal(node->boolean, value);
}

static void fold_computes_numbers(void **state)
{
	assert_folds(*state, "1 + 2 * 3", 7, "int8");
	assert_folds(*state, "200 - 300", (uint64_t)-100, "int8");
	assert_folds(*state, "-10 / 3", (uint64_t)-3, "int8");
	assert_folds(*state, "-10 % 3", (uint64_t)-1, "int8");
	assert_folds(*state, "-128", (uint64_t)-128, "int8");
	assert_folds(*state, "1 << 40", 1ull << 40, "int64");
	assert_folds(*state, "~0", UINT64_MAX, "int8");
	assert_folds(*state, "6 & 3 | 8 ^ 1", 11, "int8");
	assert_folds(*state, "-1 & 255", 255, "int16");
	assert_folds(*state, "-1 >> 63", 1, "int8");
	assert_folds(*state, "9223372036854775807 + 1", 1ull << 63, "uint64");
	assert_folds(*state, "5ms + 1", 5000001, "int32");
	assert_folds(*state, "true + 1", 2, "int8");
}

static void fold_compares(void **state)
{
	assert_is(*state, "1 < 2", true);
	assert_is(*state, "-1 < 18446744073709551615", true);
	assert_is(*state, "1 == true", true);
	assert_is(*state, "\"a\" == \"a\"", true);
	assert_is(*state, "\"a\" != \"ab\"", true);
	assert_is(*state, "1 && 0", false);
	assert_is(*state, "!5", false);
}

static void fold_joins_texts(void **state)
{
	assert_string_equal(value_of(*state, "\"ab\" + \"cd\"")->string.text, "abcd");
	assert_string_equal(value_of(*state, "\"abcd\" + 2")->string.text, "cd");
	assert_string_equal(value_of(*state, "\"ab\" + 5")->string.text, "");
}

static void fold_sizes(void **state)
{
	assert_folds(*state, "sizeof(int64)", 8, "uint64");
	assert_folds(*state, "sizeof(comm)", 16, "uint64");
	assert_folds(*state, "sizeof((1, 500))", 4, "uint64");
	assert_int_equal(value_of(*state, "sizeof(struct task_struct)")->kind, NODE_SIZEOF);
}

static void fold_takes_comptime(void **state)
{
	assert_folds(*state, "comptime (1 + 2)", 3, "int8");
	check_is_silent(*state, "begin { if comptime (1 > 2) { print(\"a\" * 2); } }");
	check_is_silent(*state, "begin { if comptime (1 < 2) { } else { print(\"a\" * 2); } }");
}

static void fold_reports_what_cannot_be(void **state)
{
	check_says(*state, "begin { print(1 / (2 - 2)); }", "division by zero");
	check_says(*state, "begin { print(18446744073709551615 * 2); }", "64 bits");
	check_says(*state, "begin { print(1 << 64); }", "0 to 63");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEMA_TEST(fold_computes_numbers), SEMA_TEST(fold_compares),
		SEMA_TEST(fold_joins_texts),      SEMA_TEST(fold_sizes),
		SEMA_TEST(fold_takes_comptime),   SEMA_TEST(fold_reports_what_cannot_be),
	};

	return cmocka_run_group_tests(tests, make_target, remove_target);
}
