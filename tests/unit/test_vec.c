#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/vec.h"

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

static void vec_keeps_what_is_pushed(void **state)
{
	VEC(int) numbers;

	vec_init(&numbers, *state);
	for (int i = 0; i < 10000; i++)
		vec_push(&numbers, i);
	assert_int_equal(numbers.count, 10000);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(numbers.items[i], i);
	assert_int_equal(vec_last(&numbers), 9999);
}

static void vec_starts_empty(void **state)
{
	VEC(char) letters;
	size_t n = 0;

	vec_init(&letters, *state);
	vec_foreach(char, letter, &letters)
		n += *letter != 0;
	assert_int_equal(letters.count, 0);
	assert_int_equal(n, 0);
}

static void vec_foreach_visits_in_order(void **state)
{
	VEC(struct {
		int a;
		char b;
	})
	pairs;
	int next = 0;

	vec_init(&pairs, *state);
	for (int i = 0; i < 100; i++) {
		vec_push(&pairs, (__typeof__(*pairs.items)){ 0 });
		vec_last(&pairs).a = i;
	}
	for (size_t i = 0; i < pairs.count; i++)
		assert_int_equal(pairs.items[i].a, next++);
	next = 0;
	vec_foreach(__typeof__(*pairs.items), pair, &pairs)
		assert_int_equal(pair->a, next++);
	assert_int_equal(next, 100);
}

static void vec_grows_beside_another_one(void **state)
{
	VEC(uint64_t) a;
	VEC(uint64_t) b;

	vec_init(&a, *state);
	vec_init(&b, *state);
	for (uint64_t i = 0; i < 1000; i++) {
		vec_push(&a, i);
		vec_push(&b, ~i);
	}
	for (uint64_t i = 0; i < 1000; i++) {
		assert_int_equal(a.items[i], i);
		assert_int_equal(b.items[i], ~i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(vec_keeps_what_is_pushed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(vec_starts_empty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(vec_foreach_visits_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(vec_grows_beside_another_one, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
