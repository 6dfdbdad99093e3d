#include "kernel_fixture.h"

/* A running kernel that says what the directory holds. */
static struct kernel *open_live(struct fixture *f, bool has_btf)
{
	const char *path = has_btf ? f->directory : "/nonexistent";

	f->kernel = kernel_open_facts(f->arena, f->interner,
				      facts_live(f->arena, path, f->directory, "made-up kernel"));
	return f->kernel;
}

static const struct tracepoint_field *find_field(const struct tracepoint *event, const char *name)
{
	for (size_t i = 0; i < event->n_fields; i++) {
		if (strcmp(event->fields[i].name, name) == 0)
			return &event->fields[i];
	}
	fail_msg("no field %s", name);
	return NULL;
}

static void kernel_without_facts_knows_nothing(void **state)
{
	struct fixture *f = *state;
	size_t count = 1;

	f->kernel = kernel_open_none(f->arena, f->interner);
	assert_false(kernel_has_btf(f->kernel));
	assert_string_equal(kernel_description(f->kernel), "no target");
	assert_null(kernel_find_type(f->kernel, CTYPE_STRUCT, "task_struct"));
	assert_null(kernel_find_typedef(f->kernel, "u64"));
	assert_null(kernel_find_enumerator(f->kernel, "TCP_LISTEN", NULL));
	assert_null(kernel_find_function(f->kernel, NULL, "vfs_read"));
	assert_null(kernel_find_function(f->kernel, "xfs", "xfs_read"));
	assert_null(kernel_find_raw_tracepoint(f->kernel, "sched_switch"));
	assert_null(kernel_find_tracepoint(f->kernel, "sched", "sched_switch"));
	assert_null(kernel_find_tracepoint(f->kernel, "syscalls", "sys_enter_read"));
	kernel_names(f->kernel, KERNEL_STRUCTS, &count);
	assert_int_equal(count, 0);
}

static void kernel_opens_objects_and_raw_btf(void **state)
{
	struct fixture *f = *state;
	const char *error = NULL;
	const char *path;

	compile_target(f);
	path = arena_printf(f->arena, "%s/.target.o", f->directory);
	f->kernel = kernel_open_file(f->arena, f->interner, path, &error);
	assert_non_null(f->kernel);
	assert_non_null(kernel_find_type(f->kernel, CTYPE_STRUCT, "task_struct"));
	assert_string_equal(kernel_description(f->kernel), arena_printf(f->arena, "file %s", path));
	kernel_close(f->kernel);
	path = arena_printf(f->arena, "%s/vmlinux", f->directory);
	f->kernel = kernel_open_file(f->arena, f->interner, path, &error);
	assert_non_null(f->kernel);
	assert_true(kernel_has_btf(f->kernel));
	assert_non_null(kernel_find_function(f->kernel, NULL, "vfs_read"));
	assert_null(kernel_open_file(f->arena, f->interner, TESTS_DIR "/golden/target.c", &error));
	assert_non_null(strstr(error, "is neither BTF nor an ELF file"));
}

static void ctype_read_object_has_an_origin_of_its_own(void **state)
{
	struct fixture *f = *state;
	const char *error = NULL;
	const struct ctype *type;
	struct ctype_set *types;

	compile_target(f);
	types = ctype_read_object(f->arena, f->interner,
				  arena_printf(f->arena, "%s/.target.o", f->directory),
				  CTYPE_SCRIPT, &error);
	assert_non_null(types);
	type = ctype_set_find(types, CTYPE_STRUCT, "qstr");
	/* Types outlive the file. */
	ctype_set_close(types);
	assert_int_equal(type->origin, CTYPE_SCRIPT);
	assert_string_equal(ctype_find_member(type, "len", NULL)->name, "len");
}

static void kernel_finds_types_of_every_sort(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	uint64_t value = 0;

	compile_target(f);
	open_live(f, true);
	assert_true(kernel_has_btf(f->kernel));
	type = kernel_find_type(f->kernel, CTYPE_STRUCT, "task_struct");
	assert_ptr_equal(ctype_find_member(type, "parent", NULL)->type->target, type);
	assert_int_equal(ctype_find_member(type, "in_iowait", NULL)->bit_size, 1);
	type = ctype_find_member(type, "files", NULL)->type->target;
	assert_int_equal(type->members[1].type->count, 64);
	assert_int_equal(kernel_find_typedef(f->kernel, "u64")->size, 8);
	assert_string_equal(kernel_find_typedef(f->kernel, "atomic_t")->typedef_name, "atomic_t");
	type = kernel_find_enumerator(f->kernel, "TCP_LISTEN", &value);
	assert_int_equal(type->kind, CTYPE_ENUM);
	assert_int_equal(value, 10);
	kernel_find_enumerator(f->kernel, "PROBE_FAILED", &value);
	assert_int_equal((int64_t)value, -1);
	type = kernel_find_function(f->kernel, NULL, "vfs_read");
	assert_int_equal(type->n_members, 4);
	assert_true(type->members[1].type->is_user);
	assert_false(type->members[0].type->is_user);
	assert_int_equal(kernel_find_type(f->kernel, CTYPE_STRUCT, "msghdr")->kind, CTYPE_FORWARD);
}

static void kernel_finds_raw_tracepoints_with_names(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;

	compile_target(f);
	open_live(f, true);
	type = kernel_find_raw_tracepoint(f->kernel, "sched_switch");
	assert_int_equal(type->n_members, 4);
	assert_int_equal(type->members[0].type->kind, CTYPE_BOOL);
	assert_string_equal(type->members[1].name, "prev");
	assert_string_equal(type->members[1].type->target->name, "task_struct");
	assert_ptr_equal(type, kernel_find_raw_tracepoint(f->kernel, "sched_switch"));
	type = kernel_find_raw_tracepoint(f->kernel, "sched_wakeup");
	assert_int_equal(type->n_members, 1);
	assert_null(type->members[0].name);
	assert_null(kernel_find_raw_tracepoint(f->kernel, "sched"));
}

static void kernel_reads_modules_when_needed(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	const struct tracepoint *event;
	const char *const *names;
	size_t count;
	size_t n_found = 0;

	compile_target(f);
	write_module(f);
	write_format(f, "gears", "shift_up", "\tfield:int gear;\toffset:8;\tsize:4;\tsigned:1;\n");
	open_live(f, true);
	type = kernel_find_type(f->kernel, CTYPE_STRUCT, "gearbox");
	assert_non_null(type);
	assert_ptr_equal(type->members[0].type, kernel_find_typedef(f->kernel, "int"));
	/* vmlinux only declares it. */
	assert_int_equal(kernel_find_type(f->kernel, CTYPE_STRUCT, "msghdr")->kind, CTYPE_STRUCT);
	assert_non_null(kernel_find_function(f->kernel, NULL, "shift"));
	assert_non_null(kernel_find_function(f->kernel, "gear-box", "shift"));
	assert_null(kernel_find_function(f->kernel, "gear_box", "vfs_read"));
	assert_null(kernel_find_function(f->kernel, "vmlinux", "shift"));
	event = kernel_find_tracepoint(f->kernel, "gears", "shift_up");
	assert_string_equal(event->record->name, "trace_event_raw_shift_template");
	/* Names of a module are listed once it was read; a list does not change later. */
	names = kernel_names(f->kernel, KERNEL_FUNCTIONS, &count);
	for (size_t i = 0; i < count; i++)
		n_found += strcmp(names[i], "shift") == 0;
	assert_int_equal(n_found, 1);
}

static const char switch_format[] = "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
				    "\tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
				    "\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;\n"
				    "\tfield:int prev_prio;\toffset:28;\tsize:4;\tsigned:1;\n"
				    "\tfield:long prev_state;\toffset:32;\tsize:8;\tsigned:1;\n"
				    "\tfield:char next_comm[16];\toffset:40;\tsize:16;\tsigned:0;\n"
				    "\tfield:pid_t next_pid;\toffset:56;\tsize:4;\tsigned:1;\n"
				    "\tfield:int next_prio;\toffset:60;\tsize:4;\tsigned:1;\n";

static void tracepoint_has_the_record_of_its_name(void **state)
{
	struct fixture *f = *state;
	const struct tracepoint *event;

	compile_target(f);
	write_format(f, "sched", "sched_switch", switch_format);
	open_live(f, true);
	event = kernel_find_tracepoint(f->kernel, "sched", "sched_switch");
	assert_int_equal(event->n_fields, 7);
	assert_string_equal(event->record->name, "trace_event_raw_sched_switch");
	assert_true(find_field(event, "prev_comm")->type->target->is_char);
	assert_int_equal(find_field(event, "prev_comm")->type->count, 16);
	assert_int_equal(find_field(event, "prev_state")->type->size, 8);
	assert_int_equal(find_field(event, "prev_state")->syscall_arg, -1);
	assert_string_equal(find_field(event, "next_pid")->c_type, "pid_t");
	assert_ptr_equal(event, kernel_find_tracepoint(f->kernel, "sched", "sched_switch"));
	assert_null(kernel_find_tracepoint(f->kernel, "sched", "no_such_event"));
	assert_null(kernel_find_tracepoint(f->kernel, "..", "sched"));
	assert_null(kernel_find_tracepoint(f->kernel, "sched/../sched", "sched_switch"));
}

static void tracepoint_of_a_class_has_the_class_record(void **state)
{
	struct fixture *f = *state;
	const struct tracepoint *event;

	compile_target(f);
	write_format(f, "sched", "sched_process_exit",
		     "\tfield:char comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
		     "\tfield:pid_t pid;\toffset:24;\tsize:4;\tsigned:1;\n"
		     "\tfield:int prio;\toffset:28;\tsize:4;\tsigned:1;\n");
	write_format(f, "sched", "sched_process_moved",
		     "\tfield:char comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
		     "\tfield:pid_t pid;\toffset:28;\tsize:4;\tsigned:1;\n"
		     "\tfield:int prio;\toffset:32;\tsize:4;\tsigned:1;\n");
	open_live(f, true);
	event = kernel_find_tracepoint(f->kernel, "sched", "sched_process_exit");
	assert_string_equal(event->record->name, "trace_event_raw_sched_process_template");
	event = kernel_find_tracepoint(f->kernel, "sched", "sched_process_moved");
	assert_null(event->record);
	assert_int_equal(event->fields[1].offset, 28);
}

static void tracepoint_knows_data_elsewhere(void **state)
{
	struct fixture *f = *state;
	const struct tracepoint *event;

	compile_target(f);
	write_format(f, "sched", "sched_process_exec",
		     "\tfield:__data_loc char[] filename;\toffset:8;\tsize:4;\tsigned:0;\n"
		     "\tfield:pid_t pid;\toffset:12;\tsize:4;\tsigned:1;\n"
		     "\tfield:pid_t old_pid;\toffset:16;\tsize:4;\tsigned:1;\n");
	write_format(f, "odd", "rel",
		     "\tfield:__rel_loc u16[] ports;\toffset:8;\tsize:4;\tsigned:0;\n");
	open_live(f, true);
	event = kernel_find_tracepoint(f->kernel, "sched", "sched_process_exec");
	assert_string_equal(event->record->name, "trace_event_raw_sched_process_exec");
	assert_true(event->fields[0].is_data_loc);
	assert_int_equal(event->fields[0].type->kind, CTYPE_ARRAY);
	assert_int_equal(event->fields[0].type->count, 0);
	assert_true(event->fields[0].type->target->is_char);
	event = kernel_find_tracepoint(f->kernel, "odd", "rel");
	assert_true(event->fields[0].is_rel_loc);
	assert_int_equal(event->fields[0].type->target->size, 2);
	assert_null(event->record);
}

static const char openat_format[] =
	"\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;\n"
	"\tfield:int dfd;\toffset:16;\tsize:8;\tsigned:0;\n"
	"\tfield:const char * filename;\toffset:24;\tsize:8;\tsigned:0;\n"
	"\tfield:unknown_t flags;\toffset:32;\tsize:8;\tsigned:0;\n"
	"\tfield:umode_t mode;\toffset:40;\tsize:8;\tsigned:0;\n"
	"\tfield:__data_loc char[] __filename_val;\toffset:48;\tsize:4;\tsigned:0;\n";

static void expect_openat(const struct tracepoint *event)
{
	assert_int_equal(event->n_fields, 5);
	assert_string_equal(event->record->name, "trace_event_raw_sys_enter");
	assert_true(event->fields[0].is_syscall_number);
	assert_int_equal(event->fields[0].syscall_arg, -1);
	assert_string_equal(event->fields[1].name, "dfd");
	assert_int_equal(event->fields[1].syscall_arg, 0);
	assert_int_equal(event->fields[1].offset, 16);
	assert_int_equal(event->fields[1].size, 8);
	assert_int_equal(event->fields[1].type->size, 4);
	assert_true(event->fields[1].type->is_signed);
	assert_int_equal(event->fields[2].type->kind, CTYPE_POINTER);
	assert_true(event->fields[2].type->is_user);
	assert_true(event->fields[2].type->target->is_char);
	assert_int_equal(event->fields[4].syscall_arg, 3);
	assert_int_equal(event->fields[4].type->size, 2);
	assert_false(event->fields[4].is_syscall_number);
}

static void expect_exit(const struct tracepoint *event)
{
	assert_int_equal(event->n_fields, 2);
	assert_string_equal(event->record->name, "trace_event_raw_sys_exit");
	assert_true(event->fields[0].is_syscall_number);
	assert_true(event->fields[1].is_syscall_return);
	assert_string_equal(event->fields[1].name, "ret");
	assert_int_equal(event->fields[1].offset, 16);
	assert_int_equal(event->fields[1].type->size, 8);
	assert_true(event->fields[1].type->is_signed);
}

static void tracepoint_of_a_syscall_names_its_arguments(void **state)
{
	struct fixture *f = *state;

	compile_target(f);
	write_format(f, "syscalls", "sys_enter_openat", openat_format);
	write_format(f, "syscalls", "sys_exit_openat",
		     "\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;\n"
		     "\tfield:long ret;\toffset:16;\tsize:8;\tsigned:1;\n");
	open_live(f, true);
	expect_openat(kernel_find_tracepoint(f->kernel, "syscalls", "sys_enter_openat"));
	expect_exit(kernel_find_tracepoint(f->kernel, "syscalls", "sys_exit_openat"));
}

static void tracepoint_is_known_from_btf_alone(void **state)
{
	struct fixture *f = *state;
	const struct tracepoint *event;

	compile_target(f);
	open_live(f, true);
	event = kernel_find_tracepoint(f->kernel, "sched", "sched_process_exec");
	assert_int_equal(event->n_fields, 3);
	assert_string_equal(event->fields[0].name, "filename");
	assert_true(event->fields[0].is_data_loc);
	assert_true(event->fields[0].type->target->is_char);
	assert_string_equal(event->fields[2].name, "old_pid");
	assert_int_equal(event->fields[2].offset, 16);
	assert_null(event->fields[2].c_type);
	/* Its class has another name. */
	assert_null(kernel_find_tracepoint(f->kernel, "sched", "sched_wakeup"));
	event = kernel_find_tracepoint(f->kernel, "raw_syscalls", "sys_enter");
	assert_int_equal(find_field(event, "args")->type->count, 6);
	expect_openat(kernel_find_tracepoint(f->kernel, "syscalls", "sys_enter_openat"));
	expect_exit(kernel_find_tracepoint(f->kernel, "syscalls", "sys_exit_openat"));
	assert_null(kernel_find_tracepoint(f->kernel, "syscalls", "sys_enter_dup"));
}

/* Declaration, size, sign; then kind, size, and element size of an array. */
struct text_case {
	const char *declaration;
	unsigned size;
	bool is_signed;
	enum ctype_kind kind;
	unsigned type_size, element_size;
};

static void check_text(struct fixture *f, const struct text_case *c)
{
	const struct tracepoint *event;
	const struct ctype *type;

	write_format(f, "text", "e",
		     arena_printf(f->arena, "\tfield:%s;\toffset:8;\tsize:%u;\tsigned:%d;\n",
				  c->declaration, c->size, c->is_signed));
	event = kernel_find_tracepoint(open_live(f, false), "text", "e");
	assert_non_null(event);
	assert_null(event->record);
	type = event->fields[0].type;
	if (type->kind != c->kind || type->size != c->type_size ||
	    (type->kind == CTYPE_INT && type->is_signed != c->is_signed) ||
	    (type->kind == CTYPE_ARRAY && type->target->size != c->element_size))
		fail_msg("%s: kind %d, size %u", c->declaration, (int)type->kind,
			 (unsigned)type->size);
	kernel_close(f->kernel);
	f->kernel = NULL;
}

static void tracepoint_types_need_no_btf(void **state)
{
	static const struct text_case cases[] = {
		{ "unsigned char x", 1, false, CTYPE_INT, 1, 0 },
		{ "signed char x", 1, true, CTYPE_INT, 1, 0 },
		{ "short unsigned int x", 2, false, CTYPE_INT, 2, 0 },
		{ "unsigned x", 4, false, CTYPE_INT, 4, 0 },
		{ "const int x", 4, true, CTYPE_INT, 4, 0 },
		{ "unsigned long x", 8, false, CTYPE_INT, 8, 0 },
		{ "long long int x", 8, true, CTYPE_INT, 8, 0 },
		{ "bool x", 1, false, CTYPE_BOOL, 1, 0 },
		{ "some_t x", 4, true, CTYPE_INT, 4, 0 },
		{ "some_t x", 2, false, CTYPE_INT, 2, 0 },
		{ "some_t x", 12, false, CTYPE_ARRAY, 12, 1 },
		{ "struct some x", 8, false, CTYPE_INT, 8, 0 },
		{ "enum some x", 4, true, CTYPE_INT, 4, 0 },
		{ "struct some *x", 8, false, CTYPE_POINTER, 8, 0 },
		{ "void __seg_gs *x", 8, false, CTYPE_POINTER, 8, 0 },
		{ "char __attribute__((btf_type_tag(\"user\"))) *x", 8, false, CTYPE_POINTER, 8,
		  0 },
		{ "void (*x)(int)", 8, false, CTYPE_POINTER, 8, 0 },
		{ "char x[16]", 16, false, CTYPE_ARRAY, 16, 1 },
		{ "unsigned char dev[6]", 6, false, CTYPE_ARRAY, 6, 1 },
		{ "u8 x[ARRAY_SIZE]", 12, false, CTYPE_ARRAY, 12, 1 },
		{ "unsigned long x[(8)]", 64, false, CTYPE_ARRAY, 64, 8 },
		{ "some_t x[4]", 16, false, CTYPE_ARRAY, 16, 4 },
		{ "u16 x[2][3]", 12, false, CTYPE_ARRAY, 12, 2 },
		{ "unsigned long x[]", 0, false, CTYPE_ARRAY, 0, 8 },
		{ "int x", 8, true, CTYPE_INT, 8, 0 },
		{ "unsigned long x", 4, false, CTYPE_INT, 4, 0 },
		{ "some_t x", 0, false, CTYPE_ARRAY, 0, 1 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_text(f, &cases[i]);
}

static void kernel_lists_names_sorted_and_once(void **state)
{
	static const char events[] = "sched:sched_switch\nblock:block_rq_issue\n"
				     "sched:sched_switch\nnonsense\n";
	struct fixture *f = *state;
	const char *const *names;
	size_t count;

	compile_target(f);
	write_file(arena_printf(f->arena, "%s/available_events", f->directory), events,
		   strlen(events));
	open_live(f, true);
	names = kernel_names(f->kernel, KERNEL_TRACEPOINTS, &count);
	assert_int_equal(count, 2);
	assert_string_equal(names[0], "block:block_rq_issue");
	assert_string_equal(names[1], "sched:sched_switch");
	names = kernel_names(f->kernel, KERNEL_RAW_TRACEPOINTS, &count);
	assert_int_equal(count, 6);
	assert_string_equal(names[0], "kfree_skb");
	kernel_names(f->kernel, KERNEL_STRUCTS, &count);
	assert_true(count > 20);
	assert_ptr_equal(names, kernel_names(f->kernel, KERNEL_RAW_TRACEPOINTS, &count));
}

static void kernel_survives_damaged_btf(void **state)
{
	struct fixture *f = *state;
	const char *path = arena_printf(f->arena, "%s/damaged", f->directory);
	const char *error;
	uint32_t seed = 12345;
	struct btf *btf;
	uint32_t size;
	const char *data;
	char *copy;

	compile_target(f);
	btf = btf__parse_raw(arena_printf(f->arena, "%s/vmlinux", f->directory));
	data = btf__raw_data(btf, &size);
	copy = arena_alloc(f->arena, size);
	for (int round = 0; round < 300; round++) {
		struct kernel *kernel;
		size_t count;

		memcpy(copy, data, size);
		for (int i = 0; i < 8; i++) {
			seed = seed * 1664525 + 1013904223;
			copy[24 + (seed >> 8) % (size - 24)] = (char)(seed >> 4);
		}
		write_file(path, copy, size);
		error = NULL;
		kernel = kernel_open_file(f->arena, f->interner, path, &error);
		assert_true((kernel == NULL) == (error != NULL));
		if (kernel == NULL)
			continue;
		kernel_find_type(kernel, CTYPE_STRUCT, "task_struct");
		kernel_find_typedef(kernel, "u64");
		kernel_find_enumerator(kernel, "TCP_LISTEN", NULL);
		kernel_find_function(kernel, NULL, "vfs_read");
		kernel_find_raw_tracepoint(kernel, "sched_switch");
		kernel_find_tracepoint(kernel, "sched", "sched_process_exec");
		kernel_find_tracepoint(kernel, "syscalls", "sys_enter_openat");
		kernel_names(kernel, KERNEL_STRUCTS, &count);
		kernel_close(kernel);
	}
	btf__free(btf);
}

/* Facts that hold for every kernel since 5.8 with BTF. */
static void kernel_running_is_read(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	uint64_t value = 0;

	f->kernel = kernel_open_running(f->arena, f->interner);
	assert_non_null(strstr(kernel_description(f->kernel), "running kernel "));
	if (!kernel_has_btf(f->kernel))
		skip();
	type = kernel_find_type(f->kernel, CTYPE_STRUCT, "task_struct");
	assert_int_equal(ctype_find_member(type, "comm", NULL)->type->count, 16);
	assert_true(ctype_find_member(type, "comm", NULL)->type->target->is_char);
	type = kernel_find_enumerator(f->kernel, "BPF_MAP_TYPE_HASH", &value);
	assert_string_equal(type->name, "bpf_map_type");
	assert_int_equal(value, 1);
	type = kernel_find_function(f->kernel, NULL, "vfs_read");
	assert_string_equal(type->members[0].type->target->name, "file");
	type = kernel_find_raw_tracepoint(f->kernel, "sched_process_exec");
	assert_int_equal(type->n_members, 3);
	assert_string_equal(type->members[0].type->target->name, "task_struct");
}

static void kernel_running_tracepoints_all_have_records(void **state)
{
	struct fixture *f = *state;
	const char *const *names;
	size_t count;

	f->kernel = kernel_open_running(f->arena, f->interner);
	names = kernel_names(f->kernel, KERNEL_TRACEPOINTS, &count);
	if (count == 0 || !kernel_has_btf(f->kernel))
		skip();
	for (size_t i = 0; i < count; i++) {
		const char *colon = strchr(names[i], ':');
		const struct tracepoint *event = kernel_find_tracepoint(
			f->kernel, arena_strndup(f->arena, names[i], (size_t)(colon - names[i])),
			colon + 1);

		/* Only syscalls: other events may belong to modules without BTF. */
		if (strncmp(names[i], "syscalls:sys_e", 14) != 0)
			continue;
		assert_non_null(event);
		assert_non_null(event->record);
		assert_true(event->fields[0].is_syscall_number);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kernel_without_facts_knows_nothing),
		TEST(kernel_opens_objects_and_raw_btf),
		TEST(ctype_read_object_has_an_origin_of_its_own),
		TEST(kernel_finds_types_of_every_sort),
		TEST(kernel_finds_raw_tracepoints_with_names),
		TEST(kernel_reads_modules_when_needed),
		TEST(tracepoint_has_the_record_of_its_name),
		TEST(tracepoint_of_a_class_has_the_class_record),
		TEST(tracepoint_knows_data_elsewhere),
		TEST(tracepoint_of_a_syscall_names_its_arguments),
		TEST(tracepoint_is_known_from_btf_alone),
		TEST(tracepoint_types_need_no_btf),
		TEST(kernel_lists_names_sorted_and_once),
		TEST(kernel_survives_damaged_btf),
		TEST(kernel_running_is_read),
		TEST(kernel_running_tracepoints_all_have_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
