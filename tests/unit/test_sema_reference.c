/* Every builtin and function of the language's reference has its row, and is offered. */
#include "sema/builtin.h"
#include "sema/function.h"
#include "sema_fixture.h"

static const char *const builtins[] = {
	"args",        "cgroup",     "comm",      "config", "cpid",     "cpu",       "ctx",
	"curtask",     "elapsed",    "func",      "gid",    "has_cpid", "jiffies",   "kstack",
	"leader_comm", "leader_tid", "ncpus",     "nsecs",  "numaid",   "pcomm",     "pid",
	"ppid",        "probe",      "probetype", "rand",   "retval",   "tid",       "uid",
	"usermode",    "username",   "ustack",    "arg0",   "arg12",    "dw_ustack",
};

static const char *const functions[] = {
	"assert",
	"assert_str",
	"avg",
	"bswap",
	"buf",
	"cat",
	"cgroup_path",
	"cgroupid",
	"clear",
	"comm",
	"container_of",
	"count",
	"debugf",
	"dw_ustack",
	"default_str_length",
	"delete",
	"errorf",
	"exit",
	"fail",
	"find",
	"getopt",
	"has_key",
	"hist",
	"is_array",
	"is_err",
	"is_integer",
	"is_literal",
	"is_ptr",
	"is_scalar",
	"is_str",
	"is_unsigned_integer",
	"join",
	"kaddr",
	"kfunc_allowed",
	"kfunc_exist",
	"kptr",
	"kstack",
	"ksym",
	"leader_comm",
	"leader_tid",
	"len",
	"lhist",
	"macaddr",
	"max",
	"memcmp",
	"min",
	"nsecs",
	"ntop",
	"override",
	"path",
	"pcomm",
	"percpu_kaddr",
	"pid",
	"ppid",
	"print",
	"printf",
	"pton",
	"reg",
	"signal",
	"signal_name",
	"signal_thread",
	"skboutput",
	"socket_cookie",
	"static_assert",
	"stats",
	"str",
	"str_concat",
	"strcap",
	"strcontains",
	"strerror",
	"strftime",
	"strlen",
	"strncmp",
	"strstr",
	"sum",
	"syscall_name",
	"system",
	"tid",
	"time",
	"tseries",
	"uaddr",
	"unwatch",
	"uptr",
	"ustack",
	"usym",
	"warnf",
	"write_user",
	"zero",
};

static void reference_builtins_have_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++)
		if (builtin_find(builtins[i]) == NULL)
			fail_msg("builtin '%s' has no row", builtins[i]);
}

static void reference_functions_have_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (function_find(functions[i]) == NULL)
			fail_msg("function '%s' has no row", functions[i]);
}

static void reference_rows_have_help(void **state)
{
	size_t n;
	const struct function_row *rows = function_rows(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		if (rows[i].help[0] == '\0' || strstr(rows[i].signature, rows[i].name) == NULL)
			fail_msg("function '%s' has no help", rows[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reference_builtins_have_rows),
		cmocka_unit_test(reference_functions_have_rows),
		cmocka_unit_test(reference_rows_have_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
