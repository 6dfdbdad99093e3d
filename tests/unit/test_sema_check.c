#include "sema_fixture.h"

static void check_accepts_the_core_language(void **state)
{
	check_is_silent(*state, "begin { printf(\"%s %d\\n\", comm, pid); }");
	check_is_silent(*state, "tracepoint:syscalls:sys_enter_openat /pid != 5/"
				" { @[comm, str(args.filename)] = count(); }");
	check_is_silent(*state,
			"kprobe:vfs_read { @start[tid] = nsecs; }"
			" kretprobe:vfs_read /@start[tid]/"
			" { @ns = hist((nsecs - @start[tid]) / 1000); delete(@start, tid); }");
	check_is_silent(*state, "interval:s:1 { print(@c); clear(@c); @c[probe] = sum(1); }");
	check_is_silent(*state,
			"begin { @x[1, (2, \"a\")] = (3, kstack); for $kv : @x { print($kv); } }");
	check_is_silent(*state,
			"begin { $i = 0; while ($i < 5) { $i++; if ($i == 3) { continue; } } }");
}

static void check_knows_scopes(void **state)
{
	check_says(*state, "begin { if (pid) { $a = 1; } print($a); }", "undeclared variable '$a'");
	check_says(*state, "begin { { let $a = 1; } print($a); }", "undeclared variable '$a'");
	check_says(*state, "begin { $a = 1; if (pid) { let $a = 2; } }", "declared already");
	check_says(*state, "begin { $x = $x + 1; }", "undeclared variable '$x'");
	check_says(*state, "begin /$x/ { $x = 1; }", "undeclared variable '$x'");
	check_is_silent(*state, "begin { if (pid) { $a = 1; } else { $a = \"x\"; } }");
	check_is_silent(*state, "begin { $a = 1; } end { $a = \"x\"; }");
	check_is_silent(*state, "begin { for $i : 0..2 { } for $i : 0..2 { } }");
}

static void check_tells_scalar_from_keyed_maps(void **state)
{
	check_says(*state, "begin { @a = 1; @a[1] = 1; }", "with a key here");
	check_says(*state, "begin { @a[1] = 1; print(@a + 1); }", "without a key here");
	check_says(*state, "begin { @a = 1; print(len(@a)); }", "wants a map with keys");
	check_says(*state, "begin { @a[1] = 1; delete(@a); }", "needs a key");
	check_is_silent(*state,
			"begin { @a[1] = 1; print(@a); clear(@a); zero(@a); print(len(@a)); }");
	check_is_silent(*state, "begin { @a = 1; delete(@a); print(@a); }");
	check_is_silent(*state, "begin { @s = kstack; print(len(@s)); print(len(kstack)); }");
}

static void check_reports_both_places(void **state)
{
	check_says(*state, "begin { @a = 1; }\nend { @a = comm; }",
		   "test.bt:1:14: note: '@a' has type");
	check_says(*state, "begin { @a[1] = 1; }\nend { @a[comm] = 1; }",
		   "test.bt:1:12: note: its keys have type");
}

static void check_warns_of_lossy_formats_only(void **state)
{
	check_says(*state, "begin { printf(\"%d\", nsecs); }", "'%ld' shows all");
	check_says(*state, "begin { printf(\"%5x\", elapsed); }", "'%5lx' shows all");
	check_says(*state, "begin { printf(\"%u\", nsecs / 1000); }", "'%lu' shows all");
	check_is_silent(*state, "begin { printf(\"%ld %p %s\", nsecs, curtask, nsecs); }");
	check_is_silent(*state, "begin { printf(\"%d %d %d\", pid + 1, uid, cpu); }");
	check_is_silent(*state, "begin { printf(\"%d %d\", nsecs % 100, nsecs & 0xff); }");
	check_is_silent(*state, "begin { $a = 5; printf(\"%d %d\", $a * 2, 4000000000); }");
	check_is_silent(*state, "begin { for $i : 0..3 { printf(\"%d\", $i); } }");
}

static void check_does_not_follow_one_mistake_with_others(void **state)
{
	struct fixture *f = *state;

	check(f, "begin { $x = nothing; @m[$x] = $x + 1; printf(\"%d %s\", $x, @m[$x].y); }");
	assert_int_equal(diag_error_count(f->diag), 1);
}

static void check_shows_all_mistakes(void **state)
{
	struct fixture *f = *state;

	check(f, "kpobe:x { print(nothing); }\nbegin { print($y); @a = 1; @a = comm; }");
	assert_int_equal(diag_error_count(f->diag), 4);
}

static void check_refuses_context_in_for_loops(void **state)
{
	check_says(*state, "kprobe:f { for $i : 0..3 { print(arg0); } }", "inside a for loop");
	check_says(*state, "begin { for $i : 0..3 { exit(); } }", "inside a for loop");
	check_is_silent(*state, "kprobe:f { while (1) { print(arg0); break; } }");
	check_is_silent(*state, "kprobe:f { $a = arg0; for $i : 0..3 { print($a); } }");
}

static void check_needs_unsafe(void **state)
{
	struct fixture *f = *state;

	check_says(f, "begin { system(\"ls\"); }", "--unsafe");
	f->options.allow_unsafe = true;
	check_is_right(f, "begin { system(\"ls %d\", pid); }");
	assert_true(f->info->uses_unsafe);
}

static void check_counts_parameters(void **state)
{
	struct fixture *f = *state;

	check_is_right(f, "interval:s:$7 { print($2); print(str($3)); print($#); }");
	assert_int_equal(f->info->n_positional, 7);
}

static void check_runs_without_a_kernel(void **state)
{
	struct fixture *f = *state;

	kernel_close(f->kernel);
	f->kernel = kernel_open_none(f->arena, f->interner);
	check_is_silent(f, "tracepoint:sched:sched_switch { @[comm] = count(); } fentry:f { }");
	check_says(f, "begin { print(curtask->pid); }", "no types");
	check_says(f, "begin { print(ppid); }", "'struct task_struct' is not known");
	check_says(f, "tracepoint:sched:sched_switch { print(args.x); }", "has no type");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEMA_TEST(check_accepts_the_core_language),
		SEMA_TEST(check_knows_scopes),
		SEMA_TEST(check_tells_scalar_from_keyed_maps),
		SEMA_TEST(check_reports_both_places),
		SEMA_TEST(check_warns_of_lossy_formats_only),
		SEMA_TEST(check_does_not_follow_one_mistake_with_others),
		SEMA_TEST(check_shows_all_mistakes),
		SEMA_TEST(check_refuses_context_in_for_loops),
		SEMA_TEST(check_needs_unsafe),
		SEMA_TEST(check_counts_parameters),
		SEMA_TEST(check_runs_without_a_kernel),
	};

	return cmocka_run_group_tests(tests, make_target, remove_target);
}
