#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/intern.h"

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

static void intern_gives_equal_texts_one_pointer(void **state)
{
	struct interner *interner = interner_new(*state);
	char copy[] = "name";

	assert_ptr_equal(intern(interner, "name"), intern(interner, copy));
	assert_ptr_equal(intern(interner, "name"), intern_n(interner, "names", 4));
	assert_string_equal(intern(interner, "name"), "name");
}

static void intern_tells_different_texts_apart(void **state)
{
	struct interner *interner = interner_new(*state);

	assert_ptr_not_equal(intern(interner, "a"), intern(interner, "b"));
	assert_ptr_not_equal(intern(interner, "a"), intern(interner, "aa"));
	assert_ptr_not_equal(intern(interner, ""), intern(interner, "a"));
	assert_ptr_not_equal(intern_n(interner, "a\0b", 3), intern_n(interner, "a\0c", 3));
}

static void intern_keeps_pointers_while_it_grows(void **state)
{
	enum { N = 20000 };
	struct interner *interner = interner_new(*state);
	const char **first = arena_alloc(*state, N * sizeof(*first));

	for (int i = 0; i < N; i++)
		first[i] = intern(interner, arena_printf(*state, "name%d", i));
	for (int i = 0; i < N; i++)
		assert_ptr_equal(intern(interner, arena_printf(*state, "name%d", i)), first[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(intern_gives_equal_texts_one_pointer, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(intern_tells_different_texts_apart, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(intern_keeps_pointers_while_it_grows, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
