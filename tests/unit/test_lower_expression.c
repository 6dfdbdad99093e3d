#include "lower_fixture.h"

/* The expression assigned last to $r. */
static const struct plan_expr *assigned(void **state, const char *text)
{
	const struct plan *plan = lower_text(*state, text);
	const struct plan_program *program = plan->programs.items[0];
	const struct plan_expr *expr = NULL;
	for (size_t i = 0; i < program->body.count; i++) {
		const struct plan_statement *s = program->body.items[i];
		const char *name = s->temp >= 0 ? program->temps.items[s->temp].name : NULL;
		if (s->kind == PLAN_SET && name && strcmp(name, "v_r") == 0)
			expr = s->expr;
	}
	assert_non_null(expr);
	return expr;
}

static const struct plan_expr *without_casts(const struct plan_expr *expr)
{
	while (expr->kind == PLAN_EXPR_CAST)
		expr = expr->left;
	return expr;
}

static void arithmetic_is_done_in_64_bits(void **state)
{
	const struct plan_expr *sum = assigned(state, "begin { $r = pid + tid; print($r); }");
	assert_int_equal(sum->kind, PLAN_EXPR_BINARY);
	assert_int_equal(sum->op, PLAN_ADD);
	assert_int_equal(sum->type.size, 8);
	assert_false(sum->type.is_signed);
	assert_int_equal(sum->left->kind, PLAN_EXPR_CAST);
}

static void comparison_is_signed_unless_both_are_not(void **state)
{
	const struct plan_expr *test =
		assigned(state, "begin { $a = -1; $r = $a < pid; print($r); }");
	assert_true(test->type.is_bool);
	assert_true(test->left->type.is_signed);
	test = assigned(state, "begin { $r = tid < 5; print($r); }");
	assert_false(test->left->type.is_signed);
}

static void and_of_pure_operands_is_an_operator(void **state)
{
	const struct plan_expr *test =
		assigned(state, "begin { $a = 1; $b = 2; $r = $a > 1 && $b > 1; print($r); }");
	assert_int_equal(without_casts(test)->op, PLAN_LOGICAL_AND);
}

static void and_runs_its_right_side_only_if_the_left_is_true(void **state)
{
	const struct plan *plan = lower_text(
		*state, "begin { $a = 1; @[1] = 1; $r = $a > 1 && @[2] > 1; print($r); }");
	const struct plan_statement *test = statement(plan, 0, PLAN_IF, 0);
	assert_non_null(test);
	size_t n = 0;
	assert_non_null(find_in(&test->body, PLAN_MAP_GET, &n));
}

static void ternary_of_pure_values_is_a_select(void **state)
{
	const struct plan_expr *value =
		assigned(state, "begin { $a = 1; $r = $a ? 2 : 3; print($r); }");
	assert_int_equal(without_casts(value)->kind, PLAN_EXPR_SELECT);
}

static void division_tests_its_divisor(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { $d = (uint64)7; $r = (uint64)1 / $d; print($r); }");
	const struct plan_statement *test = statement(plan, 0, PLAN_IF, 0);
	assert_int_equal(test->expr->op, PLAN_EQUAL);
	assert_int_equal(test->body.items[0]->kind, PLAN_EVENT);
	assert_int_equal(test->body.items[1]->expr->value, 1);
	assert_int_equal(test->orelse.items[0]->expr->op, PLAN_DIVIDE);
	assert_int_equal(plan->events.items[0].kind, ABI_EVENT_RUNTIME_ERROR);
	assert_int_equal(plan->events.items[0].line, 1);
	assert_int_equal(plan->events.items[0].column, 30);
}

static void division_by_a_literal_needs_no_test(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { $r = nsecs / 1000; print($r); }");
	assert_null(statement(plan, 0, PLAN_IF, 0));
}

static void operand_is_saved_from_what_its_neighbour_changes(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { $a = 1; $r = $a + $a++; print($r); }");
	const struct plan_program *program = plan->programs.items[0];
	const struct plan_expr *sum = NULL;
	for (size_t i = 0; i < program->body.count; i++) {
		const struct plan_statement *s = program->body.items[i];
		if (s->kind == PLAN_SET && s->expr->kind == PLAN_EXPR_BINARY)
			sum = s->expr;
	}
	assert_non_null(sum);
	assert_null(program->temps.items[without_casts(sum->left)->temp].name);
}

static void increment_without_a_taker_keeps_no_copy(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { $a = 1; $a++; print($a); }");
	assert_int_equal(count_statements(plan, PLAN_SET), 2);
}

static void shift_right_is_logical_and_its_count_is_masked(void **state)
{
	const struct plan_expr *shift =
		without_casts(assigned(state, "begin { $a = -8; $r = $a >> pid; print($r); }"));
	assert_int_equal(shift->op, PLAN_SHIFT_RIGHT);
	assert_false(shift->type.is_signed);
	assert_int_equal(shift->right->op, PLAN_AND);
	assert_int_equal(shift->right->right->value, 63);
}

static void strings_are_compared_with_a_constant_text(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { if (comm != \"bash\") { exit(); } }");
	const struct plan_statement *call = statement(plan, 0, PLAN_CALL, 1);
	assert_int_equal(call->library, LIBRARY_str_is);
	assert_int_equal(call->args.items[1].kind, PLAN_ARG_TEXT);
	assert_int_equal(call->args.items[2].expr->value, 5);
	assert_int_equal(statement(plan, 0, PLAN_IF, 0)->expr->op, PLAN_NOT);
}

static void string_variable_is_as_large_as_its_longest_value(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { $s = \"ab\"; $s = \"abcdef\"; print($s); }");
	assert_int_equal(statement(plan, 0, PLAN_LITERAL, 0)->place.size, 7);
}

static void declaration_without_a_value_is_zero(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { let $x; $x = 5; print($x); }");
	const struct plan_statement *set = statement(plan, 0, PLAN_SET, 0);
	assert_int_equal(set->expr->kind, PLAN_EXPR_CONST);
	assert_int_equal(set->expr->value, 0);
}

static void tuple_has_zero_between_its_fields(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { $t = ((int8)1, (int64)2); print($t); }");
	assert_int_equal(statement(plan, 0, PLAN_ZERO, 0)->place.size, 16);
	assert_int_equal(statement(plan, 0, PLAN_STORE, 1)->place.offset, 8);
	assert_int_equal(statement(plan, 0, PLAN_STORE, 1)->place.size, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
		TEST(arithmetic_is_done_in_64_bits),
		TEST(comparison_is_signed_unless_both_are_not),
		TEST(and_of_pure_operands_is_an_operator),
		TEST(and_runs_its_right_side_only_if_the_left_is_true),
		TEST(ternary_of_pure_values_is_a_select),
		TEST(division_tests_its_divisor),
		TEST(division_by_a_literal_needs_no_test),
		TEST(operand_is_saved_from_what_its_neighbour_changes),
		TEST(increment_without_a_taker_keeps_no_copy),
		TEST(shift_right_is_logical_and_its_count_is_masked),
		TEST(strings_are_compared_with_a_constant_text),
		TEST(string_variable_is_as_large_as_its_longest_value),
		TEST(declaration_without_a_value_is_zero),
		TEST(tuple_has_zero_between_its_fields),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
