#include "sema/probe_kind.h"
#include "sema_fixture.h"

static const struct node *point_of(struct fixture *f, const char *text)
{
	check_is_right(f, arena_printf(f->arena, "%s { }", text));
	return f->script->roots.items[0]->probe.attach_points.items[0];
}

static void assert_name(struct fixture *f, const char *text, const char *name)
{
	const struct probe_target *target = point_of(f, text)->attach_point.target;

	if (name == NULL)
		assert_null(target->name);
	else
		assert_string_equal(target->name, name);
}

static void probe_kind_finds_every_spelling(void **state)
{
	(void)state;
	assert_int_equal(probe_kind_find("kprobe")->kind, ABI_PROBE_KPROBE);
	assert_int_equal(probe_kind_find("BEGIN")->kind, ABI_PROBE_BEGIN);
	assert_int_equal(probe_kind_find("kfunc")->kind, ABI_PROBE_FENTRY);
	assert_int_equal(probe_kind_find("u")->kind, ABI_PROBE_UPROBE);
	assert_int_equal(probe_kind_find("U")->kind, ABI_PROBE_USDT);
	assert_int_equal(probe_kind_find("rt")->kind, ABI_PROBE_RAWTRACEPOINT);
	assert_null(probe_kind_find("kprob"));
}

static void probe_kind_rows_are_complete(void **state)
{
	size_t n;
	const struct probe_kind *rows = probe_kind_rows(&n);

	(void)state;
	assert_int_equal(n, N_ABI_PROBES);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(rows[i].kind, i);
		assert_non_null(rows[i].name);
		assert_non_null(rows[i].section);
		assert_non_null(rows[i].syntax);
		assert_non_null(rows[i].help);
	}
}

static void probe_names_are_canonical(void **state)
{
	assert_name(*state, "BEGIN", "begin");
	assert_name(*state, "k:vfs_read", "kprobe:vfs_read");
	assert_name(*state, "t:sched:sched_switch", "tracepoint:sched:sched_switch");
	assert_name(*state, "i:s:1", "interval:s:1");
	assert_name(*state, "interval:5ms", "interval:us:5000");
	assert_name(*state, "profile:hz:99", "profile:hz:99");
	assert_name(*state, "software:cpu", "software:cpu");
	assert_name(*state, "s:cs:2000", "software:cs:2000");
	assert_name(*state, "software:faults:", "software:faults");
	assert_name(*state, "kfunc:vfs_read", "fentry:vfs_read");
}

static void probe_names_of_the_target_are_left_open(void **state)
{
	assert_name(*state, "uprobe:/bin/true:main", NULL);
	assert_name(*state, "kprobe:vfs_*", NULL);
	assert_name(*state, "tracepoint:sched:*", NULL);
	assert_name(*state, "interval:s:$1", NULL);
	assert_int_equal(((struct fixture *)*state)->info->n_positional, 1);
}

static void probe_u_and_U_differ(void **state)
{
	assert_int_equal(point_of(*state, "u:/bin/true:main")->attach_point.kind->kind,
			 ABI_PROBE_UPROBE);
	assert_int_equal(point_of(*state, "U:/bin/true:x")->attach_point.kind->kind,
			 ABI_PROBE_USDT);
}

static void probe_syntax_is_checked(void **state)
{
	check_says(*state, "interval:s:0 { }", "greater than 0");
	check_says(*state, "interval:999 { }", "at least 1us");
	check_says(*state, "interval:s:99999999999999999999 { }", "a number up to 18446744073");
	check_says(*state, "kprobe:a+b { }", "number behind '+'");
	check_says(*state, "kprobe:a-b { }", "a function");
	check_says(*state, "kprobe:: { }", "a function");
	check_says(*state, "hardware:cyclse { }", "did you mean 'cycles'");
	check_says(*state, "uprobe:/bin/true:main+ { }", "number behind '+'");
	check_is_silent(*state, "uprobe:/bin/true:main+16 { }");
	check_is_silent(*state, "kprobe:mod:f+0x10 { }");
	check_is_silent(*state, "interval:s:$1, profile:$2, software:faults:$3 { }");
}

static void probe_unknown_to_the_target_is_no_error(void **state)
{
	struct fixture *f = *state;

	check_is_right(f, "tracepoint:nothing:at_all { @ = count(); }");
	check_is_right(f, "fentry:no_such_function { @ = count(); }");
	check_is_silent(f, "config = { missing_probes = warn } fentry:no_such_function { }");
	check_says(f, "fentry:no_such_function { print(args.x); }", "has no type");
}

static void probe_offers_what_the_matrix_says(void **state)
{
	check_is_silent(*state, "kprobe:vfs_read { print((arg0, func, reg(\"ip\"), ctx)); }");
	check_is_silent(*state, "kretprobe:vfs_read { print((retval, func)); }");
	check_is_silent(*state, "rawtracepoint:sched_switch { print((arg0, args.prev)); }");
	check_is_silent(*state, "begin { print(usermode); } interval:s:1 { print(usermode); }");
	check_says(*state, "kretprobe:vfs_read { print(arg0); }", "not available");
	check_says(*state, "tracepoint:sched:sched_switch { print(arg0); }", "not available");
	check_says(*state, "tracepoint:sched:sched_switch { print(func); }", "not available");
	check_says(*state, "fentry:vfs_read { print(retval); }", "not available");
	check_says(*state, "interval:s:1 { print(args.x); }", "not available");
}

static void probe_keeps_what_the_target_tells(void **state)
{
	const struct probe_target *target =
		point_of(*state, "tracepoint:sched:sched_switch")->attach_point.target;

	assert_non_null(target->tracepoint);
	assert_int_equal(target->args->n_fields, target->tracepoint->n_fields);
	target = point_of(*state, "fexit:vfs_read")->attach_point.target;
	assert_non_null(target->prototype);
	assert_int_equal(target->args->n_fields, 4);
	assert_non_null(target->retval);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEMA_TEST(probe_kind_finds_every_spelling),
		SEMA_TEST(probe_kind_rows_are_complete),
		SEMA_TEST(probe_names_are_canonical),
		SEMA_TEST(probe_names_of_the_target_are_left_open),
		SEMA_TEST(probe_u_and_U_differ),
		SEMA_TEST(probe_syntax_is_checked),
		SEMA_TEST(probe_unknown_to_the_target_is_no_error),
		SEMA_TEST(probe_offers_what_the_matrix_says),
		SEMA_TEST(probe_keeps_what_the_target_tells),
	};

	return cmocka_run_group_tests(tests, make_target, remove_target);
}
