#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wildcard.h"

static void wildcard_absent_means_the_text(void **state)
{
	(void)state;
	assert_false(rt_wildcard_is_in("vfs_read"));
	assert_true(rt_wildcard_matches("vfs_read", "vfs_read"));
	assert_false(rt_wildcard_matches("vfs_read", "vfs_readv"));
	assert_false(rt_wildcard_matches("vfs_readv", "vfs_read"));
	assert_true(rt_wildcard_matches("", ""));
}

static void wildcard_stands_for_any_text(void **state)
{
	(void)state;
	assert_true(rt_wildcard_is_in("vfs_*"));
	assert_true(rt_wildcard_matches("*", ""));
	assert_true(rt_wildcard_matches("vfs_*", "vfs_"));
	assert_true(rt_wildcard_matches("vfs_*", "vfs_read"));
	assert_false(rt_wildcard_matches("vfs_*", "xvfs_read"));
	assert_true(rt_wildcard_matches("*read*", "ksys_readahead"));
	assert_true(rt_wildcard_matches("*a*b*c", "xaxxbbabc"));
	assert_false(rt_wildcard_matches("*a*b*c", "xaxxbbabcd"));
	assert_true(rt_wildcard_matches("**x**", "x"));
}

/* Brackets and '?' are letters like others: C++ names have them. */
static void wildcard_knows_no_other_sign(void **state)
{
	(void)state;
	assert_false(rt_wildcard_matches("a?c", "abc"));
	assert_true(rt_wildcard_matches("a[b]*", "a[b]c"));
}

/* Pattern and text that make a naive matcher take forever. */
static void wildcard_takes_no_time(void **state)
{
	(void)state;
	char text[4096];
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = 'a';
	text[sizeof(text) - 1] = 0;
	assert_false(rt_wildcard_matches("*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wildcard_absent_means_the_text),
		cmocka_unit_test(wildcard_stands_for_any_text),
		cmocka_unit_test(wildcard_knows_no_other_sign),
		cmocka_unit_test(wildcard_takes_no_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
