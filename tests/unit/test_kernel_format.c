#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/format.h"

struct fixture {
	struct arena *arena;
	struct interner *interner;
};

static int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *fixture = arena_new_of(arena, struct fixture);

	fixture->arena = arena;
	fixture->interner = interner_new(arena);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	arena_free(fixture->arena);
	return 0;
}

static const struct format_field *parse(void **state, const char *text, size_t *count)
{
	struct fixture *fixture = *state;

	return format_parse(fixture->arena, fixture->interner, text, count);
}

/* The one field that a declaration makes. */
static struct format_field parse_one(void **state, const char *declaration)
{
	struct fixture *fixture = *state;
	size_t count;
	const struct format_field *fields =
		parse(state,
		      arena_printf(fixture->arena, "\tfield:%s;\toffset:8;\tsize:4;\tsigned:0;\n",
				   declaration),
		      &count);

	assert_int_equal(count, 1);
	return fields[0];
}

static void expect_field(void **state, const char *declaration, const char *name,
			 const char *c_type)
{
	struct format_field field = parse_one(state, declaration);

	assert_string_equal(field.name, name);
	assert_string_equal(field.c_type, c_type);
}

static void format_leaves_common_fields_out(void **state)
{
	static const char text[] = "name: wheel_turned\n"
				   "ID: 1\n"
				   "format:\n"
				   "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
				   "\n"
				   "\tfield:long angle;\toffset:8;\tsize:8;\tsigned:1;\n"
				   "\tfield:u8 gear;\toffset:16;\tsize:1;\tsigned:0;\n"
				   "\n"
				   "print fmt: \"%d\\n\tfield:int x;\toffset:0;\tsize:4;\", 1\n"
				   "\tfield:int after;\toffset:8;\tsize:4;\tsigned:1;\n";
	size_t count;
	const struct format_field *fields = parse(state, text, &count);

	assert_int_equal(count, 2);
	assert_string_equal(fields[0].name, "angle");
	assert_int_equal(fields[0].offset, 8);
	assert_int_equal(fields[0].size, 8);
	assert_true(fields[0].is_signed);
	assert_string_equal(fields[1].name, "gear");
	assert_false(fields[1].is_signed);
}

static void format_splits_type_and_name(void **state)
{
	expect_field(state, "unsigned long long x", "x", "unsigned long long");
	expect_field(state, "const char * name", "name", "const char *");
	expect_field(state, "const char *name", "name", "const char *");
	expect_field(state, "const char *const *argv", "argv", "const char *const *");
	expect_field(state, "struct inode *i", "i", "struct inode *");
	expect_field(state, "enum zone_type z", "z", "enum zone_type");
}

static void format_keeps_dimensions_with_the_type(void **state)
{
	expect_field(state, "char comm[16]", "comm", "char[16]");
	expect_field(state, "unsigned char dev[6]", "dev", "unsigned char[6]");
	expect_field(state, "u8 a[ARRAY_SIZE]", "a", "u8[ARRAY_SIZE]");
	expect_field(state, "u8 a[sizeof(struct b[2])]", "a", "u8[sizeof(struct b[2])]");
	expect_field(state, "u16 grid[2][3]", "grid", "u16[2][3]");
	expect_field(state, "unsigned long args[]", "args", "unsigned long[]");
}

static void format_reads_pointers_to_functions(void **state)
{
	expect_field(state, "void (*callback)(int x)", "callback", "void (*)(int x)");
}

static void format_marks_data_elsewhere(void **state)
{
	struct format_field field = parse_one(state, "__data_loc char[] filename");

	assert_string_equal(field.name, "filename");
	assert_string_equal(field.c_type, "char[]");
	assert_true(field.is_data_loc);
	assert_false(field.is_rel_loc);
	field = parse_one(state, "__rel_loc u32[] values");
	assert_string_equal(field.c_type, "u32[]");
	assert_true(field.is_rel_loc);
	field = parse_one(state, "int __data_loc_count");
	assert_false(field.is_data_loc);
}

static void format_skips_lines_it_cannot_use(void **state)
{
	static const char *const texts[] = {
		"",
		"\n\n",
		"field:",
		"\tfield:int x;\n",
		"\tfield:int x;\toffset:8;\n",
		"\tfield:int x;\toffset:;\tsize:4;\n",
		"\tfield:int x;\toffset:-8;\tsize:4;\n",
		"\tfield:int x;\toffset:99999999999999999999;\tsize:4;\n",
		"\tfield:;\toffset:8;\tsize:4;\n",
		"\tfield:[4];\toffset:8;\tsize:4;\n",
		"\tfield:];\toffset:8;\tsize:4;\n",
		"\tfield:(*;\toffset:8;\tsize:4;\n",
	};
	size_t count;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		parse(state, texts[i], &count);
		assert_int_equal(count, 0);
	}
}

static void format_needs_no_signed_and_no_last_newline(void **state)
{
	size_t count;
	const struct format_field *fields =
		parse(state, "\tfield:int x;\toffset:8;\tsize:4;", &count);

	assert_int_equal(count, 1);
	assert_false(fields[0].is_signed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(format_leaves_common_fields_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(format_splits_type_and_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(format_keeps_dimensions_with_the_type, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(format_reads_pointers_to_functions, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(format_marks_data_elsewhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(format_skips_lines_it_cannot_use, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(format_needs_no_signed_and_no_last_newline, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
