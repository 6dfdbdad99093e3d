#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

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

static void arena_gives_zeroed_memory(void **state)
{
	for (size_t size = 0; size < 3000; size += 7) {
		char *memory = arena_alloc(*state, size);

		assert_non_null(memory);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xff, size);
	}
}

static void arena_aligns_for_any_type(void **state)
{
	for (size_t size = 0; size < 100; size++)
		assert_int_equal((uintptr_t)arena_alloc(*state, size) % _Alignof(max_align_t), 0);
}

static void arena_keeps_blocks_apart(void **state)
{
	enum { N = 2000 };
	unsigned char *blocks[N];

	for (size_t i = 0; i < N; i++) {
		blocks[i] = arena_alloc(*state, i % 97 + 1);
		memset(blocks[i], (int)(i % 251), i % 97 + 1);
	}
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < i % 97 + 1; k++)
			assert_int_equal(blocks[i][k], i % 251);
}

static void arena_takes_large_blocks_between_small_ones(void **state)
{
	char *small = arena_strdup(*state, "before");
	char *large = arena_alloc(*state, 10u << 20);
	char *after = arena_strdup(*state, "after");

	memset(large, 1, 10u << 20);
	assert_string_equal(small, "before");
	assert_string_equal(after, "after");
}

static void arena_grows_a_block_with_its_content(void **state)
{
	size_t size = 1;
	unsigned char *block = arena_grow(*state, NULL, 0, size);

	block[0] = 1;
	while (size < 1u << 20) {
		/* Every other time something stands behind the block. */
		if (size % 3 == 1)
			arena_alloc(*state, 1);
		block = arena_grow(*state, block, size, size * 2);
		for (size_t i = size; i < size * 2; i++)
			assert_int_equal(block[i], 0);
		memset(block + size, 1, size);
		size *= 2;
	}
	for (size_t i = 0; i < size; i++)
		assert_int_equal(block[i], 1);
}

static void arena_grow_clears_what_it_adds_in_place(void **state)
{
	char *block = arena_alloc(*state, 8);

	memset(block, 'x', 8);
	block = arena_grow(*state, block, 8, 64);
	assert_memory_equal(block, "xxxxxxxx", 8);
	for (size_t i = 8; i < 64; i++)
		assert_int_equal(block[i], 0);
}

static void arena_strndup_ends_with_nul(void **state)
{
	assert_string_equal(arena_strndup(*state, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(*state, "", 0), "");
}

static void arena_printf_formats(void **state)
{
	assert_string_equal(arena_printf(*state, "%s-%d", "x", 42), "x-42");
	assert_int_equal(strlen(arena_printf(*state, "%5000d", 1)), 5000);
}

static void arena_free_takes_null(void **state)
{
	(void)state;
	arena_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(arena_gives_zeroed_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(arena_aligns_for_any_type, set_up, tear_down),
		cmocka_unit_test_setup_teardown(arena_keeps_blocks_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(arena_takes_large_blocks_between_small_ones, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(arena_grows_a_block_with_its_content, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(arena_grow_clears_what_it_adds_in_place, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(arena_strndup_ends_with_nul, set_up, tear_down),
		cmocka_unit_test_setup_teardown(arena_printf_formats, set_up, tear_down),
		cmocka_unit_test_setup_teardown(arena_free_takes_null, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
