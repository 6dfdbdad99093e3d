/* Types of a module beside those of its kernel, in one BTF. */
#include "kernel_fixture.h"

#include "kernel/merge.h"

/* What an object uses: one struct of this name. Gives the kernel that is in the merged file. */
static struct kernel *open_merged(struct fixture *f, const char *used)
{
	const char *object = arena_printf(f->arena, "%s/.object", f->directory);
	const char *merged = arena_printf(f->arena, "%s/.merged", f->directory);
	const char *error = NULL;
	struct btf *btf = btf__new_empty();
	struct kernel *kernel;
	const void *data;
	uint32_t size;

	compile_target(f);
	write_module(f);
	btf__add_struct(btf, used, 4);
	data = btf__raw_data(btf, &size);
	write_file(object, data, size);
	btf__free(btf);
	kernel = kernel_open_facts(f->arena, f->interner,
				   facts_live(f->arena, f->directory, f->directory, "made up"));
	assert_true(kernel_write_types(kernel, object, merged, &error));
	kernel_close(kernel);
	f->kernel = kernel_open_file(f->arena, f->interner, merged, &error);
	assert_non_null(f->kernel);
	return f->kernel;
}

static void merge_adds_a_module_that_is_needed(void **state)
{
	struct kernel *kernel = open_merged(*state, "gearbox___old");
	const struct ctype *type = kernel_find_type(kernel, CTYPE_STRUCT, "gearbox");

	assert_non_null(type);
	assert_ptr_equal(type->members[0].type, kernel_find_typedef(kernel, "int"));
	/* Of one type of the module it refers to another of the kernel. */
	type = kernel_find_type(kernel, CTYPE_STRUCT, "trace_event_raw_shift_template");
	assert_string_equal(type->members[0].type->name, "trace_entry");
	type = kernel_find_function(kernel, NULL, "shift");
	assert_int_equal(type->n_members, 1);
	assert_string_equal(type->members[0].name, "to");
}

static void merge_leaves_other_modules_out(void **state)
{
	struct kernel *kernel = open_merged(*state, "task_struct");

	assert_null(kernel_find_type(kernel, CTYPE_STRUCT, "gearbox"));
	assert_non_null(kernel_find_type(kernel, CTYPE_STRUCT, "task_struct"));
}

static void merge_needs_types(void **state)
{
	struct fixture *f = *state;
	const char *object = arena_printf(f->arena, "%s/none", f->directory);
	const char *error = NULL;

	f->kernel = kernel_open_none(f->arena, f->interner);
	assert_false(kernel_write_types(f->kernel, object, object, &error));
	assert_non_null(strstr(error, "cannot read"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(merge_adds_a_module_that_is_needed),
		TEST(merge_leaves_other_modules_out),
		TEST(merge_needs_types),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
