#include "lower_fixture.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/facts.h"

static char directory[] = "/tmp/test_lower.XXXXXX";

/* Compiles the made-up kernel once for all tests. */
static int make_kernel(void **state)
{
	char command[512];
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	snprintf(command, sizeof(command),
		 "clang-19 -target bpf -O1 -g -c '%s/golden/target.c' -o '%s/target.o' 2>&1",
		 TESTS_DIR, directory);
	return system(command) == 0 ? 0 : -1;
}

static int remove_kernel(void **state)
{
	char command[64];
	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", directory);
	return system(command);
}

static int set_up_kernel(void **state)
{
	const char *error = NULL;
	int status = set_up(state);
	struct fixture *f = *state;
	f->kernel = kernel_open_file(f->arena, f->interner,
				     arena_printf(f->arena, "%s/target.o", directory), &error);
	return f->kernel ? status : -1;
}

static const struct plan_ctype *find_ctype(const struct plan *plan, const char *name)
{
	vec_foreach(struct plan_ctype *, type, &plan->ctypes) {
		if (strcmp((*type)->name, name) == 0)
			return *type;
	}
	return NULL;
}

static void pointers_are_read_and_embedded_members_joined(void **state)
{
	const struct plan *plan = lower_text(
		*state, "begin { print(curtask->mm->exe_file->f_path.dentry->d_name.len); }");
	static const char *const paths[] = { "mm", "exe_file", "f_path.dentry", "d_name.len" };
	assert_int_equal(count_statements(plan, PLAN_FIELD), 4);
	for (size_t i = 0; i < 4; i++) {
		const struct plan_statement *field = statement(plan, 0, PLAN_FIELD, i);
		assert_string_equal(field->field.path, paths[i]);
		assert_int_equal(field->field.mode, PLAN_FIELD_KERNEL);
	}
	assert_string_equal(statement(plan, 0, PLAN_FIELD, 3)->field.root->name, "dentry");
}

static void only_used_members_are_declared(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { print(curtask->pid); print(curtask->comm); }");
	const struct plan_ctype *task = find_ctype(plan, "task_struct");
	assert_int_equal(plan->ctypes.count, 1);
	assert_true(task->is_relocatable);
	assert_int_equal(task->members.count, 2);
	assert_string_equal(task->members.items[0].before, "int ");
	assert_string_equal(task->members.items[1].before, "char ");
	assert_string_equal(task->members.items[1].after, "[16]");
}

static void what_is_embedded_is_declared_first(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { print(((struct file *)0)->f_flags); "
				   "print(((struct file *)0)->f_path.dentry->d_flags); }");
	assert_string_equal(plan->ctypes.items[0]->name, "path");
	assert_string_equal(plan->ctypes.items[1]->name, "file");
	const struct plan_cmember *path = &plan->ctypes.items[1]->members.items[1];
	assert_ptr_equal(path->embedded, plan->ctypes.items[0]);
	assert_string_equal(path->before, "struct path ");
}

static void members_of_anonymous_structs_stand_in_the_outer_one(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { print(((struct sock *)0)->__sk_common.skc_dport); }");
	const struct plan_ctype *common = find_ctype(plan, "sock_common");
	assert_string_equal(statement(plan, 0, PLAN_FIELD, 0)->field.path, "__sk_common.skc_dport");
	assert_string_equal(common->members.items[0].name, "skc_dport");
	assert_string_equal(common->members.items[0].before, "unsigned short ");
}

static void bit_fields_are_marked(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { print(curtask->jobctl_level); }");
	assert_true(statement(plan, 0, PLAN_FIELD, 0)->field.is_bitfield);
	assert_string_equal(find_ctype(plan, "task_struct")->members.items[0].after, ":6");
}

static void constant_index_is_part_of_the_path(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { print(curtask->files->fd_array[3]->f_flags); }");
	assert_string_equal(statement(plan, 0, PLAN_FIELD, 1)->field.path, "fd_array[3]");
}

static void index_at_run_time_is_checked_and_scaled(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { $i = tid; print(curtask->files->fd_array[$i]); }");
	assert_int_equal(statement(plan, 0, PLAN_IF, 0)->expr->op, PLAN_GREATER_EQUAL);
	const struct plan_expr *bound = statement(plan, 0, PLAN_IF, 0)->expr->right;
	assert_int_equal(bound->kind, PLAN_EXPR_ELEMENTS);
	assert_string_equal(bound->path, "fd_array");
	/* The struct, so many elements further on. */
	const struct plan_statement *field = statement(plan, 0, PLAN_FIELD, 1);
	assert_string_equal(field->field.path, "fd_array[0]");
	assert_int_equal(field->field.base->op, PLAN_ADD);
	assert_int_equal(field->field.base->right->right->kind, PLAN_EXPR_FIELD_SIZE);
}

static void sizes_and_offsets_are_the_target_s(void **state)
{
	const struct plan *plan = lower_text(
		*state,
		"begin { print(sizeof(struct file)); print(offsetof(struct file, f_path.dentry)); }");
	const struct plan_expr *size = statement(plan, 0, PLAN_EVENT, 0)->event_args.items[0].expr;
	const struct plan_expr *offset =
		statement(plan, 0, PLAN_EVENT, 1)->event_args.items[0].expr;
	assert_int_equal(size->kind, PLAN_EXPR_TYPE_SIZE);
	assert_int_equal(offset->kind, PLAN_EXPR_FIELD_OFFSET);
	assert_string_equal(offset->path, "f_path.dentry");
}

static void struct_of_which_no_member_is_used_is_not_empty(void **state)
{
	const struct plan *plan = lower_text(
		*state, "begin { print(sizeof(struct file)); print(sizeof(struct sock)); }");
	assert_int_equal(find_ctype(plan, "file")->members.count, 1);
	assert_string_equal(find_ctype(plan, "sock")->members.items[0].name, "unused");
}

static void structs_as_values_are_read_by_member(void **state)
{
	const struct plan *plan = lower_text(*state, "begin { print(*curtask->cred); }");
	const struct plan_statement *test = statement(plan, 0, PLAN_IF, 0);
	assert_int_equal(count_statements(plan, PLAN_IF), 3);
	assert_int_equal(test->expr->kind, PLAN_EXPR_FIELD_EXISTS);
	assert_string_equal(test->expr->path, "uid.val");
	assert_string_equal(test->body.items[0]->field.path, "uid.val");
	assert_int_equal(test->body.items[1]->kind, PLAN_STORE);
	assert_int_equal(test->body.items[1]->place.size, 4);
	assert_int_equal(statement(plan, 0, PLAN_IF, 2)->body.items[1]->place.offset, 8);
}

static void enumerators_are_relocated_if_their_enum_has_a_name(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { $a = ZONE_NORMAL; $b = TCP_LISTEN; print(($a, $b)); }");
	const struct plan_expr *zone = statement(plan, 0, PLAN_SET, 0)->expr;
	assert_int_equal(zone->kind, PLAN_EXPR_ENUM_VALUE);
	assert_string_equal(zone->root->name, "zone_type");
	assert_int_equal(zone->value, 1);
	assert_int_equal(statement(plan, 0, PLAN_SET, 1)->expr->kind, PLAN_EXPR_CONST);
}

static void records_of_tracepoints_are_relocated(void **state)
{
	const struct plan *plan = lower_text(*state, "tracepoint:sched:sched_switch "
						     "{ print(args.prev_comm); }");
	assert_string_equal(statement(plan, 0, PLAN_FIELD, 0)->field.root->name,
			    "trace_event_raw_sched_switch");
}

static void syscall_arguments_are_words_of_the_record(void **state)
{
	const struct plan *plan = lower_text(
		*state, "tracepoint:syscalls:sys_enter_openat, tracepoint:syscalls:sys_enter_open "
			"{ printf(\"%s\", str(args.filename)); }");
	const struct plan_statement *field = statement(plan, 0, PLAN_FIELD, 0);
	/* Each with one that attaches without tracefs, to the raw tracepoint of all system calls. */
	assert_int_equal(plan->programs.count, 4);
	assert_string_equal(field->field.path, "args[1]");
	assert_string_equal(statement(plan, 2, PLAN_FIELD, 0)->field.path, "args[0]");
	assert_string_equal(plan->programs.items[1]->syscall, "openat");
	const struct plan_statement *argument = statement(plan, 1, PLAN_CALL, 0);
	assert_int_equal(argument->library, LIBRARY_syscall_argument);
	assert_int_equal(argument->args.items[1].expr->value, 1);
	assert_int_equal(field->field.mode, PLAN_FIELD_CONTEXT);
	assert_true(statement(plan, 0, PLAN_EVENT, 0)->event_args.items[0].is_user);
	const struct abi_patch *patch = &plan->patches.items[field->field.offset_patch];
	assert_int_equal(patch->kind, ABI_PATCH_FIELD_OFFSET);
	assert_string_equal(patch->text, "syscalls:sys_enter_openat");
	assert_string_equal(patch->text2, "filename");
}

static void tracepoints_with_the_field_at_one_place_share_a_program(void **state)
{
	const struct plan *plan = lower_text(
		*state, "tracepoint:syscalls:sys_exit_openat, tracepoint:syscalls:sys_exit_open "
			"{ @[args.ret] = count(); }");
	assert_int_equal(plan->probes.count, 2);
	assert_int_equal(plan->probes.items[0].program, plan->probes.items[1].program);
	assert_int_equal(plan->programs.count, 3); /* with one for each without tracefs */
	assert_true(plan->programs.items[2]->is_syscall_exit);
}

static void located_strings_are_read_from_behind_the_record(void **state)
{
	const struct plan *plan =
		lower_text(*state, "tracepoint:sched:sched_process_exec { print(args.filename); "
				   "@[args.filename] = 1; }");
	const struct plan_event_arg *arg = &statement(plan, 0, PLAN_EVENT, 0)->event_args.items[0];
	assert_string_equal(statement(plan, 0, PLAN_FIELD, 0)->field.path, "__data_loc_filename");
	assert_int_equal(arg->kind, PLAN_EVENT_READ_STRING);
	assert_int_equal(arg->expr->left->kind, PLAN_EXPR_CONTEXT);
	assert_int_equal(arg->expr->right->right->value, 0xffff);
	assert_int_equal(statement(plan, 0, PLAN_CALL, 0)->library, LIBRARY_read_kernel_str);
}

static void arguments_of_functions_are_typed_words(void **state)
{
	const struct plan *plan =
		lower_text(*state, "fexit:vfs_read { print(args.file->f_flags); print(args.count); "
				   "print(args.buf); print(retval); }");
	const struct plan_statement *field = statement(plan, 0, PLAN_FIELD, 0);
	assert_int_equal(field->field.mode, PLAN_FIELD_DIRECT);
	assert_int_equal(field->field.base->kind, PLAN_EXPR_SLOT);
	assert_true(field->field.base->may_point);
	const struct abi_slot *slots = plan->programs.items[0]->slots.items;
	assert_int_equal(slots[field->field.base->value].kind, ABI_SLOT_PARAMETER);
	assert_string_equal(slots[field->field.base->value].name, "file");
	const struct plan_expr *count = statement(plan, 0, PLAN_EVENT, 1)->event_args.items[0].expr;
	assert_string_equal(slots[count->value].name, "count");
	assert_int_equal(slots[count->value].index, 2);
	const struct plan_expr *result =
		statement(plan, 0, PLAN_EVENT, 3)->event_args.items[0].expr;
	assert_true(result->type.is_signed);
	assert_int_equal(result->left->kind, PLAN_EXPR_SLOT);
	assert_int_equal(slots[result->left->value].kind, ABI_SLOT_RESULT);
	assert_string_equal(plan->programs.items[0]->section, "fexit/vfs_read");
}

static void pointers_that_no_program_may_load_are_read(void **state)
{
	const struct plan *plan = lower_text(*state, "fentry:kfree { print(args.object); }");
	const struct plan_statement *call = statement(plan, 0, PLAN_CALL, 0);
	assert_int_equal(call->library, LIBRARY_load_kernel);
	assert_int_equal(call->args.items[0].expr->left->kind, PLAN_EXPR_CONTEXT);
}

static void names_that_headers_have_get_a_flavour(void **state)
{
	const struct plan *plan =
		lower_text(*state, "rawtracepoint:sys_enter { print(args.regs->ip); }");
	assert_string_equal(find_ctype(plan, "pt_regs")->flavour, "script");
}

static void fields_come_from_the_format_alone_without_btf(void **state)
{
	struct fixture *f = *state;
	static const char format[] = "name: tick\nID: 1\nformat:\n"
				     "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
				     "\tfield:u32 count;\toffset:8;\tsize:4;\tsigned:0;\n"
				     "\tfield:char name[8];\toffset:12;\tsize:8;\tsigned:0;\n";
	const char *tracefs = arena_printf(f->arena, "%s/tracefs", directory);
	mkdir(tracefs, 0700);
	mkdir(arena_printf(f->arena, "%s/events", tracefs), 0700);
	mkdir(arena_printf(f->arena, "%s/events/clock", tracefs), 0700);
	mkdir(arena_printf(f->arena, "%s/events/clock/tick", tracefs), 0700);
	FILE *file = fopen(arena_printf(f->arena, "%s/events/clock/tick/format", tracefs), "w");
	assert_non_null(file);
	fputs(format, file);
	fclose(file);
	f->kernel = kernel_open_facts(f->arena, f->interner,
				      facts_live(f->arena, "/nonexistent", tracefs, "made up"));
	const struct plan *plan = lower_text(
		f, "tracepoint:clock:tick { printf(\"%u %s\", args.count, args.name); }");
	const struct plan_statement *count = statement(plan, 0, PLAN_FIELD, 0);
	assert_null(count->field.root);
	assert_string_equal(plan->patches.items[count->field.offset_patch].text2, "count");
	assert_int_equal(statement(plan, 0, PLAN_FIELD, 1)->place.size, 8);
}

static void existence_is_a_condition_around_the_read(void **state)
{
	const struct plan *plan = lower_text(
		*state, "begin { if (has_field(curtask, state)) { print(curtask.state); } }");
	const struct plan_program *program = plan->programs.items[0];
	const struct plan_statement *test = NULL;
	for (size_t i = 0; i < program->body.count; i++) {
		assert_int_not_equal(program->body.items[i]->kind, PLAN_FIELD);
		if (program->body.items[i]->kind == PLAN_IF)
			test = program->body.items[i];
	}
	assert_non_null(test);
	assert_int_equal(test->expr->kind, PLAN_EXPR_FIELD_EXISTS);
	assert_string_equal(test->expr->path, "state");
	assert_string_equal(test->expr->root->members.items[0].before, "long long ");
}

static void existence_of_types_and_enumerators_is_asked_of_the_target(void **state)
{
	const struct plan *plan =
		lower_text(*state, "begin { if (has_type(struct no_such)) { print(1); } "
				   "if (has_enumerator(enum no_such, A)) { print(2); } }");
	const struct plan_program *program = plan->programs.items[0];
	assert_int_equal(program->body.items[0]->expr->kind, PLAN_EXPR_TYPE_EXISTS);
	assert_int_equal(program->body.items[1]->expr->kind, PLAN_EXPR_ENUM_EXISTS);
	assert_string_equal(program->body.items[1]->expr->path, "A");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up_kernel, tear_down)
		TEST(pointers_are_read_and_embedded_members_joined),
		TEST(only_used_members_are_declared),
		TEST(what_is_embedded_is_declared_first),
		TEST(members_of_anonymous_structs_stand_in_the_outer_one),
		TEST(bit_fields_are_marked),
		TEST(constant_index_is_part_of_the_path),
		TEST(index_at_run_time_is_checked_and_scaled),
		TEST(sizes_and_offsets_are_the_target_s),
		TEST(struct_of_which_no_member_is_used_is_not_empty),
		TEST(structs_as_values_are_read_by_member),
		TEST(enumerators_are_relocated_if_their_enum_has_a_name),
		TEST(records_of_tracepoints_are_relocated),
		TEST(syscall_arguments_are_words_of_the_record),
		TEST(tracepoints_with_the_field_at_one_place_share_a_program),
		TEST(located_strings_are_read_from_behind_the_record),
		TEST(arguments_of_functions_are_typed_words),
		TEST(pointers_that_no_program_may_load_are_read),
		TEST(names_that_headers_have_get_a_flavour),
		TEST(existence_is_a_condition_around_the_read),
		TEST(existence_of_types_and_enumerators_is_asked_of_the_target),
		cmocka_unit_test_setup_teardown(fields_come_from_the_format_alone_without_btf,
						set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, make_kernel, remove_kernel);
}
