#include "sema_fixture.h"

static void infer_map_value_is_the_join_of_all_assignments(void **state)
{
	assert_value(*state, "begin { @x = 1; } end { @x = pid; @x = 2; }", "x", "uint32");
	assert_value(*state, "begin { @y = 1; @y = 300; @y = -70000; }", "y", "int32");
	assert_value(*state, "begin { @s = \"ab\"; @s = comm; }", "s", "string[16]");
	assert_value(*state, "begin { @b = pid == 1; @b = true; }", "b", "bool");
}

static void infer_does_not_depend_on_order(void **state)
{
	assert_value(*state, "begin { @b = @a; @a = @c; @c = nsecs; }", "b", "uint64");
	assert_value(*state, "begin { print(@e + 1); @d = @e + 1; @e = comm == \"x\"; }", "d",
		     "int64");
	assert_value(*state, "begin { @k[@m] = 1; @m = (1, comm); }", "m", "(int8, string[16])");
	assert_key(*state, "begin { @l[@n] = 1; @n = (1, comm); }", "l", "(int8, string[16])");
}

static void infer_counts_unknown_operands_as_the_other(void **state)
{
	assert_value(*state, "begin { @a += 5; }", "a", "int64");
	assert_value(*state, "begin { @b += nsecs; }", "b", "uint64");
	assert_value(*state, "begin { @c++; }", "c", "int64");
	assert_value(*state, "begin { @d += @e; @e += @d; }", "d", "int64");
}

static void infer_increments_keep_the_sign(void **state)
{
	assert_value(*state, "begin { @a = pid; @a++; }", "a", "uint64");
	assert_value(*state, "begin { @b = pid; @b--; }", "b", "int64");
	assert_value(*state, "begin { @c = (uint64)0; @c++; }", "c", "uint64");
}

static void infer_operators_give_64_bits(void **state)
{
	assert_value(*state, "begin { @a = pid + 1; }", "a", "uint64");
	assert_value(*state, "begin { @b = pid - 1; }", "b", "int64");
	assert_value(*state, "begin { @c = pid + -1; }", "c", "int64");
	assert_value(*state, "begin { @d = pid < 1; }", "d", "bool");
	assert_value(*state, "begin { @e = pid << 2; }", "e", "uint64");
	assert_value(*state, "begin { @f = true + true; }", "f", "int8");
	assert_value(*state, "begin { @g = !pid; }", "g", "bool");
	assert_value(*state, "begin { @h = ~pid; }", "h", "uint64");
	assert_value(*state, "begin { @i = 1 << pid; }", "i", "int64");
}

static void infer_keys_are_joined(void **state)
{
	assert_key(*state, "begin { @a[1] = 1; @a[pid] = 2; }", "a", "uint32");
	assert_key(*state, "begin { @b[1, \"a\"] = 1; @b[500, comm] = 2; }", "b",
		   "(int16, string[16])");
	assert_key(*state, "begin { @c[1] = 1; delete(@c, tid); }", "c", "uint32");
	assert_key(*state, "begin { @d[1] = 1; print(has_key(@d, nsecs)); }", "d", "uint64");
}

static void infer_aggregations(void **state)
{
	struct fixture *f = *state;

	check_is_right(f, "begin { @a = count(); @b = sum(-1); @c[1] = hist(pid, 2);"
			  " @d = lhist(1, 0, 10, 2); @e = stats(pid); }");
	assert_int_equal(map_of(f, "a")->value->kind, TYPE_COUNT);
	assert_true(map_of(f, "b")->value->is_signed);
	assert_int_equal(map_of(f, "c")->value->bits, 2);
	assert_int_equal(map_of(f, "d")->value->step, 2);
	assert_false(map_of(f, "e")->value->is_signed);
	assert_false(map_of(f, "a")->is_reduced);
}

static void infer_reduces_castable_aggregations(void **state)
{
	struct fixture *f = *state;

	check_is_right(f, "begin { @a = count(); if (@a > 5) { } }");
	assert_true(map_of(f, "a")->is_reduced);
	assert_value(f, "begin { @b = sum(1); $x = @b; @c = $x; @c = 1; }", "c", "int64");
	check_is_right(f, "begin { @d[1] = count(); for $kv : @d { print($kv.1); } }");
	assert_true(map_of(f, "d")->is_reduced);
}

static void infer_kernel_types(void **state)
{
	assert_value(*state, "begin { @a = curtask->real_parent->comm; }", "a", "string[16]");
	assert_value(*state, "begin { @b = curtask->mm; }", "b", "struct mm_struct *");
	assert_value(*state, "begin { @c = curtask->in_iowait; }", "c", "uint32");
	assert_value(*state, "begin { @d = curtask->files->fd_array[3]->f_inode->i_ino; }", "d",
		     "uint64");
	assert_value(*state, "begin { @e = ((struct file *)0)->f_path.dentry->d_name.len; }", "e",
		     "uint32");
	assert_value(*state, "begin { @f = PIDTYPE_TGID; }", "f", "enum pid_type");
	assert_value(*state, "begin { @g = ppid; }", "g", "uint32");
	assert_value(*state, "begin { @h = *curtask; }", "h", "struct task_struct");
}

static void infer_args(void **state)
{
	assert_value(*state, "fentry:vfs_read { @a = args.count; }", "a", "uint64");
	assert_value(*state, "fexit:vfs_read { @b = retval; }", "b", "int64");
	assert_value(*state, "kretprobe:vfs_read { @c = retval; }", "c", "uint64");
	assert_value(*state, "rawtracepoint:sched_switch { @d = args.next->comm; }", "d",
		     "string[16]");
	assert_value(*state, "tracepoint:sched:sched_switch { @e = args.next_comm; }", "e",
		     "string[16]");
	assert_value(*state, "tracepoint:sched:sched_process_exec { @f = args.filename; }", "f",
		     "string[1024]");
	assert_value(*state, "tracepoint:syscalls:sys_enter_openat { @g = args.filename; }", "g",
		     "int8 *");
}

static void infer_strings(void **state)
{
	assert_value(*state, "begin { @a = str(5); }", "a", "string[1024]");
	assert_value(*state, "begin { @b = str(5, 10); }", "b", "string[11]");
	assert_value(*state, "config = { max_strlen = 64 } begin { @c = str(5); }", "c",
		     "string[64]");
	assert_value(*state, "begin { @d = str($1); }", "d", "string[256]");
	assert_value(*state, "begin { @e = $1; }", "e", "int64");
	assert_value(*state, "begin { @f = comm[0]; }", "f", "int8");
	assert_value(*state, "begin { $p = probe; @g = $p; }", "g", "string[6]");
	assert_value(*state, "interval:s:1, interval:ms:10 { $p = probe; @h = $p; }", "h",
		     "string[15]");
	assert_value(*state, "kprobe:vfs_* { $p = probe; @i = $p; }", "i", "string[256]");
	assert_value(*state, "begin { @j = probe; }", "j", "probe");
	assert_value(*state, "begin { @k = probe; @k = \"text\"; }", "k", "string[256]");
	assert_value(*state, "begin { @l = (probe, 1); }", "l", "(probe, int8)");
}

static void infer_compound_values(void **state)
{
	assert_value(*state, "begin { @a = (1, (comm, 2)); }", "a", "(int8, (string[16], int8))");
	assert_value(*state, "begin { @b = (1, comm).1; }", "b", "string[16]");
	assert_value(*state, "begin { @c = (x=1, y=comm); }", "c", "(x: int8, y: string[16])");
	assert_value(*state, "begin { $r = (x=1, y=comm); @d = $r.y; }", "d", "string[16]");
	assert_value(*state, "begin { @e = (int8[])pid; }", "e", "int8[4]");
	assert_value(*state, "begin { @f = { let $x = pid; $x + 1 }; }", "f", "uint64");
	assert_value(*state, "begin { @g = if (pid > 1) { \"a\" } else { comm }; }", "g",
		     "string[16]");
	assert_value(*state, "begin { @h = pid ? 1 : 500; }", "h", "int16");
	assert_value(*state, "begin { for $i : 0..10 { @i = $i; } }", "i", "int8");
	assert_value(*state, "begin { @j[1] = comm; for $kv : @j { @k = $kv; } }", "k",
		     "(int8, string[16])");
}

static void infer_annotated_variables_keep_their_type(void **state)
{
	assert_value(*state, "begin { let $x : uint16 = 5; @a = $x; }", "a", "uint16");
	assert_value(*state, "begin { let $x : uint8 = 0; $x++; @b = $x; }", "b", "uint8");
	assert_value(*state, "begin { let $x : typeof(pid) = 1; @c = $x; }", "c", "uint32");
	assert_value(*state, "begin { let $x : string[20] = \"a\"; @d = $x; }", "d", "string[20]");
}

static void infer_marks_captured_variables(void **state)
{
	struct fixture *f = *state;
	const struct node *body, *inner;

	check_is_right(f, "begin { $a = 1; $b = 2; for $i : 0..3 { $a = $i; } print($b); }");
	body = f->script->roots.items[0]->probe.body;
	assert_true(body->block.statements.items[0]->assign.target->var.variable->is_captured);
	assert_false(body->block.statements.items[1]->assign.target->var.variable->is_captured);
	inner = body->block.statements.items[2];
	assert_false(inner->for_.var->var.variable->is_captured);
}

static void infer_splits_blocks_whose_args_differ(void **state)
{
	struct fixture *f = *state;

	check_is_right(f, "fentry:vfs_read, fentry:vfs_open { print(args.file); }");
	assert_int_equal(f->script->roots.count, 2);
	assert_int_equal(f->script->roots.items[1]->probe.attach_points.count, 1);
	check_is_right(f, "fentry:vfs_read, fentry:vfs_open { print(pid); }");
	assert_int_equal(f->script->roots.count, 1);
	check_is_right(f, "kprobe:vfs_read, uprobe:/bin/true:main { print(str(arg0)); }");
	assert_int_equal(f->script->roots.count, 2);
}

static void infer_says_a_mistake_of_a_split_block_once(void **state)
{
	struct fixture *f = *state;

	check(f, "fentry:vfs_read, fentry:vfs_open { print(nothing); print(pid.x); }");
	assert_int_equal(diag_error_count(f->diag), 2);
}

static void infer_settles_long_chains(void **state)
{
	struct fixture *f = *state;
	const char *text = "begin { ";

	for (int i = 0; i < 40; i++)
		text = arena_printf(f->arena, "%s @m%d = @m%d;", text, i, i + 1);
	assert_value(f, arena_printf(f->arena, "%s @m40 = comm; }", text), "m0", "string[16]");
}

static void infer_ends_where_types_would_grow_for_ever(void **state)
{
	check_says(*state, "begin { @a = 1; @a = (@a, 1); }", "cannot assign");
	check_says(*state, "begin { @b = (1, 2); @b = (@b, 1); }", "cannot assign");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEMA_TEST(infer_map_value_is_the_join_of_all_assignments),
		SEMA_TEST(infer_does_not_depend_on_order),
		SEMA_TEST(infer_counts_unknown_operands_as_the_other),
		SEMA_TEST(infer_increments_keep_the_sign),
		SEMA_TEST(infer_operators_give_64_bits),
		SEMA_TEST(infer_keys_are_joined),
		SEMA_TEST(infer_aggregations),
		SEMA_TEST(infer_reduces_castable_aggregations),
		SEMA_TEST(infer_kernel_types),
		SEMA_TEST(infer_args),
		SEMA_TEST(infer_strings),
		SEMA_TEST(infer_compound_values),
		SEMA_TEST(infer_annotated_variables_keep_their_type),
		SEMA_TEST(infer_marks_captured_variables),
		SEMA_TEST(infer_splits_blocks_whose_args_differ),
		SEMA_TEST(infer_says_a_mistake_of_a_split_block_once),
		SEMA_TEST(infer_settles_long_chains),
		SEMA_TEST(infer_ends_where_types_would_grow_for_ever),
	};

	return cmocka_run_group_tests(tests, make_target, remove_target);
}
