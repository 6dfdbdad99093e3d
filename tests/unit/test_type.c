#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sema/type.h"
#include "sema/type_convert.h"

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static const struct type *pair(struct arena *arena, const struct type *a, const struct type *b)
{
	struct type_field fields[] = { { .type = a }, { .type = b } };

	return type_fields(arena, fields, 2);
}

static void type_literal_is_the_smallest_signed(void **state)
{
	(void)state;
	assert_ptr_equal(type_literal(0, false), type_literal(127, false));
	assert_int_equal(type_literal(127, false)->size, 1);
	assert_int_equal(type_literal(128, false)->size, 2);
	assert_int_equal(type_literal(32768, false)->size, 4);
	assert_int_equal(type_literal(1ull << 31, false)->size, 8);
	assert_true(type_literal(INT64_MAX, false)->is_signed);
	assert_false(type_literal(1ull << 63, false)->is_signed);
}

static void type_literal_of_a_negative_is_not_flexible(void **state)
{
	(void)state;
	assert_int_equal(type_literal((uint64_t)-128, true)->size, 1);
	assert_int_equal(type_literal((uint64_t)-129, true)->size, 2);
	assert_int_equal(type_literal((uint64_t)INT64_MIN, true)->size, 8);
	assert_false(type_literal((uint64_t)-1, true)->is_flexible);
	assert_true(type_literal(1, false)->is_flexible);
}

static const char *joined(struct arena *arena, const struct type *a, const struct type *b)
{
	const struct type *forth = type_join(arena, a, b), *back = type_join(arena, b, a);

	if (forth == NULL) {
		assert_null(back);
		return "none";
	}
	assert_true(type_equal(type_rigid(arena, forth), type_rigid(arena, back)));
	return type_name(arena, forth);
}

static void type_join_widens_integers(void **state)
{
	struct arena *arena = *state;

	assert_string_equal(joined(arena, type_int(1, true), type_int(4, true)), "int32");
	assert_string_equal(joined(arena, type_int(1, false), type_int(8, false)), "uint64");
	assert_string_equal(joined(arena, type_int(4, false), type_int(4, true)), "int64");
	assert_string_equal(joined(arena, type_int(1, false), type_int(4, true)), "int32");
	assert_string_equal(joined(arena, type_int(2, false), type_int(1, true)), "int32");
	assert_string_equal(joined(arena, type_int(8, false), type_int(1, true)), "int64");
}

static void type_join_of_a_literal_takes_the_other_sign(void **state)
{
	struct arena *arena = *state;

	assert_string_equal(joined(arena, type_literal(5, false), type_int(1, false)), "uint8");
	assert_string_equal(joined(arena, type_literal(5, false), type_int(8, false)), "uint64");
	assert_string_equal(joined(arena, type_literal(5, false), type_literal(500, false)),
			    "int16");
	assert_string_equal(joined(arena, type_literal(5, false), type_literal(-500, true)),
			    "int16");
}

static void type_join_is_exact_unless_uint64_meets_signed(void **state)
{
	(void)state;
	assert_false(type_join_is_exact(type_int(8, false), type_int(1, true)));
	assert_true(type_join_is_exact(type_int(8, false), type_literal(1, false)));
	assert_true(type_join_is_exact(type_int(4, false), type_int(8, true)));
}

static void type_join_takes_the_longer_string(void **state)
{
	struct arena *arena = *state;

	assert_string_equal(joined(arena, type_string(arena, 3), type_string(arena, 16)),
			    "string[16]");
	assert_string_equal(joined(arena, type_string(arena, 3), type_int(1, true)), "none");
}

static void type_join_goes_into_tuples(void **state)
{
	struct arena *arena = *state;
	const struct type *a = pair(arena, type_int(1, true), type_string(arena, 2));
	const struct type *b = pair(arena, type_int(4, false), type_string(arena, 9));

	assert_string_equal(joined(arena, a, b), "(int64, string[9])");
	assert_string_equal(joined(arena, a, type_int(1, true)), "none");
	assert_string_equal(joined(arena, a, pair(arena, type_bool(), type_bool())), "none");
}

static void type_join_forgets_differing_spaces(void **state)
{
	struct arena *arena = *state;
	const struct type *kernel = type_pointer(arena, type_int(1, true), SPACE_KERNEL);
	const struct type *user = type_pointer(arena, type_int(1, true), SPACE_USER);
	const struct type *other = type_pointer(arena, type_int(4, true), SPACE_KERNEL);
	const struct type *any = type_pointer(arena, type_none(), SPACE_KERNEL);

	assert_int_equal(type_join(arena, kernel, user)->space, SPACE_NONE);
	assert_null(type_join(arena, kernel, other));
	assert_int_equal(type_join(arena, kernel, any)->to->size, 1);
}

static void type_join_keeps_aggregations_apart(void **state)
{
	struct arena *arena = *state;
	const struct type *sum = type_aggregation(arena, TYPE_SUM, type_literal(1, false));
	const struct type *wide = type_aggregation(arena, TYPE_SUM, type_int(8, false));

	assert_string_equal(joined(arena, type_of_kind(TYPE_COUNT), sum), "none");
	assert_false(type_join(arena, sum, wide)->is_signed);
	assert_string_equal(joined(arena, type_hist(arena, 1), type_hist(arena, 2)), "none");
	assert_string_equal(joined(arena, sum, type_int(8, true)), "none");
}

static void type_join_takes_errors_and_unknowns_for_the_other(void **state)
{
	struct arena *arena = *state;

	assert_string_equal(joined(arena, type_error(), type_int(1, true)), "int8");
	assert_ptr_equal(type_join(arena, NULL, type_bool()), type_bool());
	assert_null(type_join(arena, NULL, NULL));
}

static void type_promote_gives_64_bits(void **state)
{
	(void)state;
	assert_ptr_equal(type_promote(type_int(1, false), type_int(4, false)), type_int(8, false));
	assert_ptr_equal(type_promote(type_int(1, false), type_int(4, true)), type_int(8, true));
	assert_ptr_equal(type_promote(type_int(1, false), type_literal(4, false)),
			 type_int(8, false));
	assert_ptr_equal(type_promote(type_literal(1, false), type_literal(4, false)),
			 type_int(8, true));
}

static void type_fields_lays_out_as_c(void **state)
{
	struct arena *arena = *state;
	struct type_field four[] = { { .type = type_int(1, true) },
				     { .type = type_int(8, true) },
				     { .type = type_int(1, true) },
				     { .type = type_int(8, true) } };
	struct type_field three[] = { { .type = type_int(1, true) },
				      { .type = type_int(2, true) },
				      { .type = type_int(4, true) } };
	struct type_field text[] = { { .type = type_int(1, true) },
				     { .type = type_string(arena, 5) } };

	assert_int_equal(type_fields(arena, four, 4)->size, 32);
	assert_int_equal(type_fields(arena, three, 3)->size, 8);
	assert_int_equal(type_fields(arena, text, 2)->size, 6);
	assert_int_equal(type_fields(arena, NULL, 0)->n_fields, 0);
}

static void type_cast_knows_what_goes(void **state)
{
	struct arena *arena = *state;
	const struct type *bytes = type_array(arena, type_int(1, true), 4);
	const struct type *pointer = type_pointer(arena, type_none(), SPACE_KERNEL);
	const struct type *count = type_of_kind(TYPE_COUNT);

	assert_int_equal(type_cast(type_int(4, false), type_int(1, true)), CAST_OK);
	assert_int_equal(type_cast(type_int(4, false), type_int(4, false)), CAST_NEEDLESS);
	assert_int_equal(type_cast(type_int(4, false), bytes), CAST_OK);
	assert_int_equal(type_cast(type_int(8, false), bytes), CAST_WRONG_SIZE);
	assert_int_equal(type_cast(type_string(arena, 4), bytes), CAST_OK);
	assert_int_equal(type_cast(bytes, type_int(4, false)), CAST_OK);
	assert_int_equal(type_cast(type_int(8, false), pointer), CAST_OK);
	assert_int_equal(type_cast(pointer, type_bool()), CAST_OK);
	assert_int_equal(type_cast(count, type_int(8, true)), CAST_OK);
	assert_int_equal(type_cast(count, pointer), CAST_IMPOSSIBLE);
	assert_int_equal(type_cast(type_hist(arena, 0), type_int(8, true)), CAST_IMPOSSIBLE);
	assert_int_equal(type_cast(type_string(arena, 4), type_int(4, true)), CAST_IMPOSSIBLE);
}

#define TYPE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TYPE_TEST(type_literal_is_the_smallest_signed),
		TYPE_TEST(type_literal_of_a_negative_is_not_flexible),
		TYPE_TEST(type_join_widens_integers),
		TYPE_TEST(type_join_of_a_literal_takes_the_other_sign),
		TYPE_TEST(type_join_is_exact_unless_uint64_meets_signed),
		TYPE_TEST(type_join_takes_the_longer_string),
		TYPE_TEST(type_join_goes_into_tuples),
		TYPE_TEST(type_join_forgets_differing_spaces),
		TYPE_TEST(type_join_keeps_aggregations_apart),
		TYPE_TEST(type_join_takes_errors_and_unknowns_for_the_other),
		TYPE_TEST(type_promote_gives_64_bits),
		TYPE_TEST(type_fields_lays_out_as_c),
		TYPE_TEST(type_cast_knows_what_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
