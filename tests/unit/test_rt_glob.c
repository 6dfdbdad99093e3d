#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "glob.h"

static void glob_without_a_star_is_the_text(void **state)
{
	(void)state;
	assert_false(rt_glob_is_pattern("vfs_read"));
	assert_true(rt_glob_matches("vfs_read", "vfs_read"));
	assert_false(rt_glob_matches("vfs_read", "vfs_readv"));
	assert_false(rt_glob_matches("vfs_readv", "vfs_read"));
	assert_true(rt_glob_matches("", ""));
}

static void glob_star_stands_for_any_text(void **state)
{
	(void)state;
	assert_true(rt_glob_is_pattern("vfs_*"));
	assert_true(rt_glob_matches("*", ""));
	assert_true(rt_glob_matches("vfs_*", "vfs_"));
	assert_true(rt_glob_matches("vfs_*", "vfs_read"));
	assert_false(rt_glob_matches("vfs_*", "xvfs_read"));
	assert_true(rt_glob_matches("*read*", "ksys_readahead"));
	assert_true(rt_glob_matches("*a*b*c", "xaxxbbabc"));
	assert_false(rt_glob_matches("*a*b*c", "xaxxbbabcd"));
	assert_true(rt_glob_matches("**x**", "x"));
}

/* Brackets and '?' are letters like others: C++ names have them. */
static void glob_knows_no_other_sign(void **state)
{
	(void)state;
	assert_false(rt_glob_matches("a?c", "abc"));
	assert_true(rt_glob_matches("a[b]*", "a[b]c"));
}

/* Pattern and text that make a naive matcher take forever. */
static void glob_takes_no_time(void **state)
{
	(void)state;
	char text[4096];
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = 'a';
	text[sizeof(text) - 1] = 0;
	assert_false(rt_glob_matches("*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glob_without_a_star_is_the_text),
		cmocka_unit_test(glob_star_stands_for_any_text),
		cmocka_unit_test(glob_knows_no_other_sign),
		cmocka_unit_test(glob_takes_no_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
