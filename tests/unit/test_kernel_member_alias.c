#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/member_alias.h"

/* A path that begins with the alias would never end. */
static void alias_stands_once_and_is_a_path(void **state)
{
	size_t n;
	const struct member_alias *all = member_aliases(&n);

	(void)state;
	assert_true(n > 50);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(member_alias_find(all[i].structure, all[i].name), &all[i]);
		assert_non_null(strchr(all[i].path, '.'));
		assert_null(strstr(all[i].path, all[i].name));
		assert_non_null(strchr(all[i].source, '/'));
	}
}

static void alias_is_of_its_struct(void **state)
{
	(void)state;
	assert_string_equal(member_alias_find("sock", "sk_family")->path, "__sk_common.skc_family");
	assert_null(member_alias_find("sk_buff", "sk_family"));
	assert_null(member_alias_find("sock", "sk_"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alias_stands_once_and_is_a_path),
		cmocka_unit_test(alias_is_of_its_struct),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
