#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "build/c_scan.h"
#include "build/c_section.h"
#include "build/files.h"
#include "build/toolchain.h"
#include "kernel/ctype_set.h"

struct fixture {
	struct arena *arena;
	struct c_section_input input;
	struct c_section_output output;
	struct ctype_set *types;
	const char *error;
};

static int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *f = arena_new_of(arena, struct fixture);
	struct toolchain chain = { 0 };

	f->arena = arena;
	f->input.directory = workdir_make(arena, &f->error);
	if (f->input.directory == NULL || !toolchain_find_clang(arena, &chain, NULL, &f->error)) {
		print_error("%s\n", f->error);
		return -1;
	}
	f->input.clang = chain.clang;
	f->input.arch = chain.arch;
	vec_init(&f->input.chunks, arena);
	vec_init(&f->input.include_directories, arena);
	vec_init(&f->input.defines, arena);
	vec_init(&f->input.includes, arena);
	vec_init(&f->input.names, arena);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ctype_set_close(f->types);
	workdir_remove(f->input.directory);
	arena_free(f->arena);
	return 0;
}

static void add_chunk(struct fixture *f, const char *text)
{
	struct c_chunk chunk = { text, strlen(text) };

	vec_push(&f->input.chunks, chunk);
}

static void want_value(struct fixture *f, const char *name)
{
	struct c_name wanted = { .name = name, .may_be_value = true };

	vec_push(&f->input.names, wanted);
}

static void want_type(struct fixture *f, const char *name)
{
	struct c_name wanted = { .name = name, .may_be_type = true };

	vec_push(&f->input.names, wanted);
}

static enum c_section_result compile(struct fixture *f)
{
	return c_section_compile(f->arena, &f->input, &f->output, &f->error);
}

/* Compiles what must be right, and reads its types. */
static void compile_well(struct fixture *f)
{
	enum c_section_result result = compile(f);

	if (result == C_SECTION_FAILED)
		print_error("%s\n", f->error);
	else if (result == C_SECTION_ERRORS)
		print_error("%s\n", f->output.errors.items[0].text);
	assert_int_equal(result, C_SECTION_DONE);
	f->types = ctype_read_object(f->arena, interner_new(f->arena), f->output.object,
				     CTYPE_SCRIPT, &f->error);
	assert_non_null(f->types);
}

static bool value_of(struct fixture *f, const char *name, uint64_t *value)
{
	name = arena_printf(f->arena, C_VALUE_PREFIX "%s", name);
	return ctype_set_find_enumerator(f->types, name, value) != NULL;
}

static void assert_value(struct fixture *f, const char *name, uint64_t expected)
{
	uint64_t value;

	assert_true(value_of(f, name, &value));
	assert_int_equal(value, expected);
}

static const char *body_of(const struct fixture *f, const char *name)
{
	vec_foreach(const struct c_macro, macro, &f->output.macros) {
		if (strcmp(macro->name, name) == 0)
			return macro->body;
	}
	return NULL;
}

static const char *text_at(const struct fixture *f, const struct c_error *error)
{
	assert_true(error->chunk >= 0);
	return arena_strndup(f->arena, f->input.chunks.items[error->chunk].text + error->offset,
			     error->size);
}

static void c_section_holds_structs_of_the_text(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;
	uint64_t bits;

	add_chunk(f, "struct inner { char tag; long value; };");
	add_chunk(f, "struct outer { int id; struct inner *next; struct inner in; }");
	compile_well(f);
	type = ctype_set_find(f->types, CTYPE_STRUCT, "outer");
	assert_non_null(type);
	assert_int_equal(type->size, 32);
	assert_non_null(ctype_find_member(type, "in", &bits));
	assert_int_equal(bits, 128);
}

/* clang leaves out what only pointers in structs name. */
static void c_section_holds_structs_behind_pointers(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;

	add_chunk(f, "struct c { int deep; };");
	add_chunk(f, "struct __attribute__((packed)) b { char pad; struct c *c; };");
	add_chunk(f, "struct a { struct b *b; };");
	compile_well(f);
	type = ctype_set_find(f->types, CTYPE_STRUCT, "b");
	assert_int_equal(type->size, 9);
	type = ctype_set_find(f->types, CTYPE_STRUCT, "c");
	assert_int_equal(type->kind, CTYPE_STRUCT);
	assert_int_equal(type->n_members, 1);
}

static void c_section_finds_typedefs(void **state)
{
	struct fixture *f = *state;
	const struct ctype *type;

	add_chunk(f, "typedef struct { int x, y; } point_t;");
	add_chunk(f, "#define LENGTH unsigned long\n");
	want_type(f, "point_t");
	want_type(f, "LENGTH");
	want_type(f, "uint64");
	compile_well(f);
	type = ctype_set_find_typedef(f->types, C_TYPE_PREFIX "point_t");
	assert_non_null(type);
	assert_int_equal(type->kind, CTYPE_STRUCT);
	assert_int_equal(type->size, 8);
	type = ctype_set_find_typedef(f->types, C_TYPE_PREFIX "LENGTH");
	assert_non_null(type);
	assert_int_equal(type->size, 8);
	assert_null(ctype_set_find_typedef(f->types, C_TYPE_PREFIX "uint64"));
}

static void c_section_computes_macros(void **state)
{
	struct fixture *f = *state;

	add_chunk(f, "#define SMALL (1 << 3 | 2)\n");
	add_chunk(f, "#define NEGATIVE -5000000000\n");
	add_chunk(f, "#define LARGE 0xffffffffffffffffULL\n");
	add_chunk(f, "#define UNSIGNED 0xffffffff\n");
	add_chunk(f, "struct s { int a[3]; };");
	add_chunk(f, "#define SIZE (sizeof(struct s) / sizeof(int))\n");
	want_value(f, "SMALL");
	want_value(f, "NEGATIVE");
	want_value(f, "LARGE");
	want_value(f, "UNSIGNED");
	want_value(f, "SIZE");
	compile_well(f);
	assert_value(f, "SMALL", 10);
	assert_value(f, "NEGATIVE", (uint64_t)-5000000000);
	assert_value(f, "LARGE", UINT64_MAX);
	assert_value(f, "UNSIGNED", UINT32_MAX);
	assert_value(f, "SIZE", 3);
}

static void c_section_finds_enumerators(void **state)
{
	struct fixture *f = *state;
	uint64_t value;

	add_chunk(f, "enum color { RED = 4, GREEN };");
	add_chunk(f, "enum { LIMIT = 77 };");
	want_value(f, "GREEN");
	want_value(f, "LIMIT");
	compile_well(f);
	assert_int_equal(ctype_set_find_enumerator(f->types, "GREEN", &value)->kind, CTYPE_ENUM);
	assert_int_equal(value, 5);
	assert_value(f, "LIMIT", 77);
}

/* What is no number stays text, and the names in it are looked at too. */
static void c_section_keeps_other_macros_as_text(void **state)
{
	struct fixture *f = *state;
	uint64_t value;

	add_chunk(f, "#define GREETING \"hello\"\n");
	add_chunk(f, "#define HALF 21\n");
	add_chunk(f, "#define BOTH (HALF + pid)\n");
	add_chunk(f, "#define OPEN (1\n");
	add_chunk(f, "#define EMPTY\n");
	add_chunk(f, "#define CALL(x) (x)\n");
	want_value(f, "GREETING");
	want_value(f, "BOTH");
	want_value(f, "OPEN");
	want_value(f, "EMPTY");
	want_value(f, "CALL");
	compile_well(f);
	assert_string_equal(body_of(f, "GREETING"), "\"hello\"");
	assert_string_equal(body_of(f, "BOTH"), "(HALF + pid)");
	assert_string_equal(body_of(f, "OPEN"), "(1");
	assert_string_equal(body_of(f, "EMPTY"), "");
	assert_null(body_of(f, "CALL"));
	assert_false(value_of(f, "BOTH", &value));
	assert_value(f, "HALF", 21);
}

static void c_section_obeys_conditions_and_defines(void **state)
{
	struct fixture *f = *state;
	uint64_t value;

	vec_push(&f->input.defines, "WANTED=9");
	vec_push(&f->input.defines, "HAVE");
	add_chunk(f, "#ifdef HAVE\n");
	add_chunk(f, "#define CHOICE WANTED\n");
	add_chunk(f, "#else\n");
	add_chunk(f, "struct broken { nonsense x; };");
	add_chunk(f, "#endif\n");
	add_chunk(f, "#define GONE 1\n");
	add_chunk(f, "#undef GONE\n");
	want_value(f, "CHOICE");
	want_value(f, "GONE");
	want_value(f, "WANTED");
	compile_well(f);
	assert_value(f, "CHOICE", 9);
	assert_value(f, "WANTED", 9);
	assert_false(value_of(f, "GONE", &value));
}

static void c_section_may_be_empty(void **state)
{
	struct fixture *f = *state;

	add_chunk(f, "#ifdef NOT_DEFINED\n");
	add_chunk(f, "struct gone { int a; };");
	add_chunk(f, "#endif\n");
	want_value(f, "NOT_DEFINED");
	compile_well(f);
	assert_null(ctype_set_find(f->types, CTYPE_STRUCT, "gone"));
}

static void c_section_takes_kernel_headers_as_empty(void **state)
{
	struct fixture *f = *state;

	add_chunk(f, "#include <net/no_such_header.h>\n");
	add_chunk(f, "#include <linux/no_such_header.h>\n");
	add_chunk(f, "#include <linux/errno.h>\n");
	want_value(f, "EAGAIN");
	compile_well(f);
	assert_value(f, "EAGAIN", 11);
	assert_int_equal(f->output.missing_headers.count, 2);
	assert_string_equal(f->output.missing_headers.items[0], "net/no_such_header.h");
}

static void c_section_finds_uapi_headers_where_they_are(void **state)
{
	struct fixture *f = *state;

	add_chunk(f, "#include <uapi/linux/errno.h>\n");
	add_chunk(f, "#include <uapi/linux/no_such_header.h>\n");
	want_value(f, "EAGAIN");
	compile_well(f);
	assert_value(f, "EAGAIN", 11);
}

static void c_section_refuses_other_missing_headers(void **state)
{
	struct fixture *f = *state;

	add_chunk(f, "#include <net/no_such_header.h>\n");
	add_chunk(f, "#include \"no_such_header.h\"\n");
	assert_int_equal(compile(f), C_SECTION_ERRORS);
	assert_int_equal(f->output.errors.count, 1);
	assert_string_equal(text_at(f, &f->output.errors.items[0]), "\"no_such_header.h\"");
	assert_string_equal(f->output.errors.items[0].text, "'no_such_header.h' file not found");
}

static void c_section_says_where_errors_are(void **state)
{
	struct fixture *f = *state;

	add_chunk(f, "#define FINE 1\n");
	add_chunk(f, "struct wrong {\n\tint a;\n\tmissing_t b;\n};");
	assert_int_equal(compile(f), C_SECTION_ERRORS);
	assert_int_equal(f->output.errors.items[0].chunk, 1);
	assert_string_equal(text_at(f, &f->output.errors.items[0]), "missing_t");
	assert_string_equal(f->output.errors.items[0].text, "unknown type name 'missing_t'");
}

static void c_section_says_which_include_has_the_error(void **state)
{
	struct fixture *f = *state;
	const char *header = arena_printf(f->arena, "%s/wrong.h", f->input.directory);
	static const char text[] = "struct a {\n\tint x y;\n};\n";

	assert_true(file_write(f->arena, header, text, strlen(text), &f->error));
	vec_push(&f->input.include_directories, f->input.directory);
	add_chunk(f, "#include <wrong.h>\n");
	assert_int_equal(compile(f), C_SECTION_ERRORS);
	assert_string_equal(text_at(f, &f->output.errors.items[0]), "#include <wrong.h>");
	assert_non_null(strstr(f->output.errors.items[0].text, "wrong.h:2:7: expected ';'"));
}

/* What a made-up kernel has; what else clang lacked stays an error. */
static bool supply(void *context, const struct c_lacking *lacking, struct strbuf *prelude)
{
	static const struct {
		struct c_lacking lacking;
		const char *text;
	} rows[] = {
		{ { C_LACK_STRUCT, "path" }, "struct path { char x[16]; };\n" },
		{ { C_LACK_UNION, "u" }, "union u { int a; };\n" },
		{ { C_LACK_TYPE, "u32" }, "typedef unsigned u32;\n" },
		{ { C_LACK_TYPE, "atomic_t" }, "typedef int atomic_t;\n" },
		{ { C_LACK_VALUE, "TASK_COMM_LEN" }, "enum { TASK_COMM_LEN = 16 };\n" },
	};
	unsigned *n = context;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].lacking.what != lacking->what ||
		    strcmp(rows[i].lacking.name, lacking->name) != 0)
			continue;
		strbuf_puts(prelude, rows[i].text);
		++*n;
		return true;
	}
	return false;
}

static void c_section_is_supplied_with_what_it_lacks(void **state)
{
	struct fixture *f = *state;
	unsigned n = 0;

	add_chunk(f, "struct s { struct path p; u32 x; char name[TASK_COMM_LEN]; };");
	add_chunk(f, "struct t { const atomic_t a; union u w[2]; struct known *fine; };");
	f->input.supply = supply;
	f->input.context = &n;
	compile_well(f);
	assert_int_equal(n, 5);
	assert_int_equal(ctype_set_find(f->types, CTYPE_STRUCT, "s")->size, 36);
	assert_int_equal(ctype_set_find(f->types, CTYPE_STRUCT, "t")->size, 24);
}

static void c_section_keeps_errors_that_nothing_supplies(void **state)
{
	struct fixture *f = *state;
	unsigned n = 0;

	add_chunk(f, "struct s { u32 a; u33 b; };");
	f->input.supply = supply;
	f->input.context = &n;
	assert_int_equal(compile(f), C_SECTION_ERRORS);
	assert_int_equal(n, 1);
	assert_int_equal(f->output.errors.count, 1);
	assert_string_equal(f->output.errors.items[0].text, "unknown type name 'u33'");
}

static void c_section_says_that_clang_is_missing(void **state)
{
	struct fixture *f = *state;

	f->input.clang = "/no/such/clang";
	add_chunk(f, "#define FINE 1\n");
	assert_int_equal(compile(f), C_SECTION_FAILED);
	assert_non_null(strstr(f->error, "/no/such/clang"));
}

static void c_body_is_balanced(void **state)
{
	(void)state;
	assert_true(c_is_balanced(""));
	assert_true(c_is_balanced("((a)[1] + \")\" + ')')"));
	assert_true(c_is_balanced("\"a\\\"(\""));
	assert_false(c_is_balanced("(a"));
	assert_false(c_is_balanced("a)"));
	assert_false(c_is_balanced("(a]"));
	assert_false(c_is_balanced("\"a"));
	assert_false(c_is_balanced("\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(c_section_holds_structs_of_the_text),
		TEST(c_section_holds_structs_behind_pointers),
		TEST(c_section_finds_typedefs),
		TEST(c_section_computes_macros),
		TEST(c_section_finds_enumerators),
		TEST(c_section_keeps_other_macros_as_text),
		TEST(c_section_obeys_conditions_and_defines),
		TEST(c_section_may_be_empty),
		TEST(c_section_takes_kernel_headers_as_empty),
		TEST(c_section_finds_uapi_headers_where_they_are),
		TEST(c_section_refuses_other_missing_headers),
		TEST(c_section_says_where_errors_are),
		TEST(c_section_says_which_include_has_the_error),
		TEST(c_section_is_supplied_with_what_it_lacks),
		TEST(c_section_keeps_errors_that_nothing_supplies),
		TEST(c_section_says_that_clang_is_missing),
		cmocka_unit_test(c_body_is_balanced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
