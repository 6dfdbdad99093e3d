#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sema/syscall_name.h"

static void syscall_names_of_tracepoints_are_found(void **state)
{
	(void)state;
	assert_string_equal(syscall_name_find("openat"), "openat");
	assert_string_equal(syscall_name_find("newstat"), "stat");
	assert_null(syscall_name_find("nosuchcall"));
}

/* Those of x86 that newer machines do not have, by either name; what is in no table may be anywhere. */
static void syscall_names_of_other_machines_are_foreign(void **state)
{
	(void)state;
	assert_true(syscall_name_is_foreign("aarch64", "open"));
	assert_true(syscall_name_is_foreign("aarch64", "newstat"));
	assert_true(syscall_name_is_foreign("riscv64", "open"));
	assert_false(syscall_name_is_foreign("x86_64", "open"));
	assert_false(syscall_name_is_foreign("aarch64", "openat"));
	assert_false(syscall_name_is_foreign("aarch64", "newuname"));
	assert_false(syscall_name_is_foreign("aarch64", "nosuchcall"));
	assert_false(syscall_name_is_foreign("sparc64", "open"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(syscall_names_of_tracepoints_are_found),
		cmocka_unit_test(syscall_names_of_other_machines_are_foreign),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
