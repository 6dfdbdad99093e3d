#include "kernel/functions.h"
#include "kernel/snapshot.h"
#include "kernel_fixture.h"

/* The made-up kernel with all that can be known of one. */
static void write_system(struct fixture *f)
{
	static const char events[] = "gears:shift_up\nsched:sched_switch\n";
	static const char functions[] = "vfs_read\nshift [gear_box]\nvfs_open\n__pfx_vfs_read\n";
	static const char config[] = "CONFIG_BPF=y\n";

	compile_target(f);
	mkdir(arena_printf(f->arena, "%s/btf", f->directory), 0700);
	write_module(f);
	assert_int_equal(rename(arena_printf(f->arena, "%s/vmlinux", f->directory),
				arena_printf(f->arena, "%s/btf/vmlinux", f->directory)),
			 0);
	assert_int_equal(rename(arena_printf(f->arena, "%s/gear_box", f->directory),
				arena_printf(f->arena, "%s/btf/gear_box", f->directory)),
			 0);
	write_format(f, "gears", "shift_up", "\tfield:int gear;\toffset:8;\tsize:4;\tsigned:1;\n");
	write_file(arena_printf(f->arena, "%s/available_events", f->directory), events,
		   strlen(events));
	write_file(arena_printf(f->arena, "%s/available_filter_functions", f->directory), functions,
		   strlen(functions));
	write_file(arena_printf(f->arena, "%s/config.gz", f->directory), config, strlen(config));
}

static struct kernel *open_system(struct fixture *f)
{
	struct facts *facts = facts_live(f->arena, arena_printf(f->arena, "%s/btf", f->directory),
					 f->directory, "made-up system");

	facts_live_add_system(facts, f->directory, f->directory, f->directory);
	f->kernel = kernel_open_facts(f->arena, f->interner, facts);
	return f->kernel;
}

/* Makes a snapshot of it, and opens that. */
static const char *record(struct fixture *f)
{
	const char *path = arena_printf(f->arena, "%s/snapshot", f->directory);
	const char *error = NULL;
	struct snapshot snapshot;

	write_system(f);
	assert_true(snapshot_record(f->arena, open_system(f), &snapshot, &error));
	assert_true(snapshot.has_types && snapshot.has_config);
	assert_int_equal(snapshot.n_modules, 1);
	assert_int_equal(snapshot.n_tracepoints, 1);
	assert_int_equal(snapshot.n_functions, 3);
	kernel_close(f->kernel);
	write_file(path, snapshot.data, snapshot.size);
	f->kernel = kernel_open_file(f->arena, f->interner, path, &error);
	assert_non_null(f->kernel);
	return path;
}

static void snapshot_knows_what_the_kernel_knew(void **state)
{
	struct fixture *f = *state;
	const struct tracepoint *event;
	const char *const *names;
	size_t count;

	record(f);
	assert_non_null(strstr(kernel_description(f->kernel), "snapshot "));
	assert_non_null(kernel_find_function(f->kernel, "gear_box", "shift"));
	assert_non_null(kernel_find_type(f->kernel, CTYPE_STRUCT, "gearbox"));
	event = kernel_find_tracepoint(f->kernel, "gears", "shift_up");
	assert_string_equal(event->record->name, "trace_event_raw_shift_template");
	assert_null(kernel_find_tracepoint(f->kernel, "sched", "sched_switch"));
	names = kernel_names(f->kernel, KERNEL_TRACEPOINTS, &count);
	assert_int_equal(count, 1);
	names = kernel_names(f->kernel, KERNEL_TRACEABLE, &count);
	assert_int_equal(count, 3);
	assert_string_equal(names[0], "gear_box:shift");
	assert_string_equal(names[2], "vfs_read");
	names = kernel_names(f->kernel, KERNEL_TYPED_TRACEABLE, &count);
	assert_string_equal(names[0], "gear_box:shift");
	assert_string_equal(names[count - 1], "vmlinux:vfs_read");
}

/* Types of one kernel, tracepoints of a snapshot below. */
static void snapshot_fills_gaps(void **state)
{
	struct fixture *f = *state;
	const char *error;
	const char *path = record(f);
	struct facts *upper = facts_live(f->arena, arena_printf(f->arena, "%s/btf", f->directory),
					 "/nonexistent", "upper");
	struct facts *lower = facts_snapshot(f->arena, path, &error);
	const struct tracepoint *event;
	size_t count;

	assert_false(facts_are_enough(upper));
	assert_true(facts_are_enough(lower));
	kernel_close(f->kernel);
	/* Its types are not asked for. */
	btf__free(lower->operations->vmlinux(lower));
	f->kernel = kernel_open_facts(f->arena, f->interner, facts_layers(f->arena, upper, lower));
	assert_non_null(strstr(kernel_description(f->kernel), "upper, else snapshot "));
	assert_true(kernel_has_btf(f->kernel));
	event = kernel_find_tracepoint(f->kernel, "gears", "shift_up");
	assert_string_equal(event->record->name, "trace_event_raw_shift_template");
	/* That the lower does not know an event does not mean that there is none. */
	assert_non_null(kernel_find_tracepoint(f->kernel, "sched", "sched_switch"));
	kernel_names(f->kernel, KERNEL_TRACEABLE, &count);
	assert_int_equal(count, 3);
}

static void snapshot_of_a_snapshot_is_the_same(void **state)
{
	struct fixture *f = *state;
	struct snapshot second;
	const char *error;
	size_t size = 0;
	const char *path = record(f);
	char *first = NULL;
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_true(snapshot_record(f->arena, f->kernel, &second, &error));
	first = arena_alloc(f->arena, second.size + 1);
	size = fread(first, 1, second.size + 1, file);
	fclose(file);
	assert_int_equal(size, second.size);
	assert_memory_equal(first, second.data, size);
}

/* Any byte of it may be another: it is refused, or read without harm. */
static void snapshot_survives_damage(void **state)
{
	struct fixture *f = *state;
	const char *path = record(f);
	uint32_t seed = 54321;
	size_t size, count;
	char *data, *copy;
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	data = arena_alloc(f->arena, 1 << 20);
	size = fread(data, 1, 1 << 20, file);
	fclose(file);
	copy = arena_alloc(f->arena, size);
	for (int round = 0; round < 300; round++) {
		const char *error = NULL;
		struct kernel *kernel;

		memcpy(copy, data, size);
		/* The headers lie at both ends; the types, which have a test of their own, between. */
		for (int i = 0; i < 4; i++) {
			size_t place;

			seed = seed * 1664525 + 1013904223;
			place = (seed >> 8) % 1000;
			copy[place < 64 ? place : size - place] = (char)(seed >> 4);
		}
		write_file(path, copy, size);
		kernel = kernel_open_file(f->arena, f->interner, path, &error);
		assert_true((kernel == NULL) == (error != NULL));
		if (kernel == NULL)
			continue;
		kernel_find_tracepoint(kernel, "gears", "shift_up");
		kernel_names(kernel, KERNEL_TRACEABLE, &count);
		kernel_names(kernel, KERNEL_TYPED_TRACEABLE, &count);
		kernel_close(kernel);
	}
}

static void functions_of_symbols_are_those_in_memory(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "ffffffff81000000 T _text\n"
				   "ffffffff81000010 t helper\n"
				   "ffffffff81000020 D jiffies\n"
				   "ffffffff81000030 T _sinittext\n"
				   "ffffffff81000040 T start_kernel\n"
				   "ffffffff81000050 T _einittext\n"
				   "ffffffff81000060 t helper.cold\n"
				   "ffffffffc0000000 t shift\t[gear_box]\n"
				   "ffffffffc0000010 t bpf_prog_1234\t[bpf]\n"
				   "ffffffffc0000020 t barred\n";
	const char *const *names;
	size_t count;

	names = functions_of_symbols(f->arena, text, &count);
	assert_int_equal(count, 4);
	assert_string_equal(names[0], "_text");
	assert_string_equal(names[1], "helper");
	assert_string_equal(names[2], "gear_box:shift");
	count = functions_drop(f->arena, (const char **)(uintptr_t)names, count,
			       "0x10-0x20\tbarred\n0x20-0x30\tother\n");
	assert_int_equal(count, 3);
	assert_string_equal(names[2], "gear_box:shift");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(snapshot_knows_what_the_kernel_knew),      TEST(snapshot_fills_gaps),
		TEST(snapshot_of_a_snapshot_is_the_same),       TEST(snapshot_survives_damage),
		TEST(functions_of_symbols_are_those_in_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
