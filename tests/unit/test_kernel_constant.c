#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "kernel/constant.h"

static void assert_constant(const char *name, int64_t expected)
{
	const struct kernel_constant *constant = kernel_constant_find(NULL, name);

	if (constant == NULL)
		print_error("no %s\n", name);
	assert_non_null(constant);
	assert_int_equal(constant->value, expected);
}

/* One of each sort, as this machine's headers have it. */
static void constant_is_what_headers_say(void **state)
{
	(void)state;
#define SAME(name) assert_constant(#name, (int64_t)(name))
	SAME(AF_INET);
	SAME(AF_INET6);
	SAME(PF_NETLINK);
	SAME(SOCK_STREAM);
	SAME(SOCK_NONBLOCK);
	SAME(IPPROTO_TCP);
	SAME(IPPROTO_ICMPV6);
	SAME(DT_REG);
	SAME(S_IFMT);
	SAME(S_IFDIR);
	SAME(O_CREAT);
	SAME(O_CLOEXEC);
	SAME(AT_FDCWD);
	SAME(PROT_EXEC);
	SAME(MAP_ANONYMOUS);
	SAME(ENOENT);
	SAME(EAGAIN);
	SAME(SIGKILL);
	SAME(CLONE_NEWNET);
#undef SAME
}

static void constant_stands_once(void **state)
{
	size_t n;
	const struct kernel_constant *all = kernel_constants(&n);

	(void)state;
	assert_true(n > 100);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(kernel_constant_find("x86_64", all[i].name), &all[i]);
		assert_true(strchr(all[i].source, '/') != NULL);
	}
}

/* include/uapi/asm/fcntl.h of arm64, and what is made of it. */
static void constant_is_that_of_the_machine(void **state)
{
	(void)state;
	assert_int_equal(kernel_constant_find("aarch64", "O_DIRECT")->value, 0200000);
	assert_int_equal(kernel_constant_find("aarch64", "O_TMPFILE")->value, 020040000);
	assert_int_equal(kernel_constant_find("aarch64", "O_CREAT")->value, 0100);
	assert_int_equal(kernel_constant_find("riscv64", "O_DIRECT")->value, 040000);
	assert_int_equal(kernel_constant_find(NULL, "O_TMPFILE")->value, 020200000);
}

static void constant_unknown_is_not_found(void **state)
{
	(void)state;
	assert_null(kernel_constant_find(NULL, "AF_"));
	assert_null(kernel_constant_find("aarch64", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(constant_is_what_headers_say),
		cmocka_unit_test(constant_stands_once),
		cmocka_unit_test(constant_is_that_of_the_machine),
		cmocka_unit_test(constant_unknown_is_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
