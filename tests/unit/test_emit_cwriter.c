#include "emit/cwriter.h"

#include "emit_fixture.h"

static struct cwriter new_writer(struct strbuf *out, struct arena *arena)
{
	struct cwriter w;

	strbuf_init(out, arena);
	cw_init(&w, out, "own.c", "script.bt");
	return w;
}

static void cwriter_owns_braces_and_indentation(void **state)
{
	struct strbuf out;
	struct cwriter w = new_writer(&out, *state);

	cw_open_function(&w, "int f(int %s)", "x");
	cw_open(&w, "if (x > %d)", 5);
	cw_statement(&w, "x = %d", 5);
	cw_else(&w);
	cw_open_block(&w);
	cw_statement(&w, "x++");
	cw_close(&w);
	cw_close(&w);
	cw_statement(&w, "return x");
	cw_close(&w);
	assert_string_equal(strbuf_text(&out), "int f(int x)\n"
					       "{\n"
					       "\tif (x > 5) {\n"
					       "\t\tx = 5;\n"
					       "\t} else {\n"
					       "\t\t{\n"
					       "\t\t\tx++;\n"
					       "\t\t}\n"
					       "\t}\n"
					       "\treturn x;\n"
					       "}\n");
}

static void cwriter_writes_types_and_initializers(void **state)
{
	struct strbuf out;
	struct cwriter w = new_writer(&out, *state);

	cw_open(&w, "struct");
	cw_statement(&w, "int a");
	cw_close_open(&w, "x");
	cw_element(&w, ".a = %d", 1);
	cw_close_type(&w);
	cw_open(&w, "union u");
	cw_close_statement(&w, "y");
	assert_string_equal(strbuf_text(&out), "struct {\n"
					       "\tint a;\n"
					       "} x = {\n"
					       "\t.a = 1,\n"
					       "};\n"
					       "union u {\n"
					       "} y;\n");
}

static void cwriter_maps_each_line_to_the_script(void **state)
{
	struct strbuf out;
	struct cwriter w = new_writer(&out, *state);

	cw_include(&w, "a.h");
	cw_at(&w, 7);
	cw_open_function(&w, "void f(void)");
	cw_statement(&w, "a");
	cw_at(&w, 9);
	cw_statement(&w, "b");
	cw_statement(&w, "c");
	cw_close(&w);
	cw_at(&w, 0);
	cw_statement(&w, "int own");
	assert_string_equal(strbuf_text(&out), "#include \"a.h\"\n"
					       "#line 7 \"script.bt\"\n"
					       "void f(void)\n"
					       "{\n"
					       "#line 7\n"
					       "\ta;\n"
					       "#line 9\n"
					       "\tb;\n"
					       "#line 9\n"
					       "\tc;\n"
					       "}\n"
					       "#line 13 \"own.c\"\n"
					       "int own;\n");
}

static void cwriter_names_the_line_of_each_statement_even_if_it_follows(void **state)
{
	struct strbuf out;
	struct cwriter w = new_writer(&out, *state);

	cw_at(&w, 3);
	cw_statement(&w, "a");
	cw_at(&w, 4);
	cw_statement(&w, "b");
	assert_string_equal(strbuf_text(&out), "#line 3 \"script.bt\"\n"
					       "a;\n"
					       "#line 4\n"
					       "b;\n");
}

static void cwriter_makes_any_text_a_comment(void **state)
{
	struct strbuf out;
	struct cwriter w = new_writer(&out, *state);

	cw_comment(&w, "uprobe:/bin/*:/*x*/");
	cw_comment(&w, "a\nb");
	assert_string_equal(strbuf_text(&out), "/* uprobe:/bin/ *:/ *x* / */\n"
					       "/* a\\x0ab */\n");
}

static void cwriter_escapes_names_of_files(void **state)
{
	struct strbuf out;
	struct cwriter w;

	strbuf_init(&out, *state);
	cw_init(&w, &out, "own.c", "a\"b\\c.bt");
	cw_at(&w, 1);
	cw_statement(&w, "x");
	assert_string_equal(strbuf_text(&out), "#line 1 \"a\\\"b\\\\c.bt\"\nx;\n");
}

static void cwriter_splits_long_texts_at_their_lines(void **state)
{
	struct strbuf out;
	struct cwriter w = new_writer(&out, *state);

	cw_string_statement(&w, "const char a[] =", "x\ny\"\n", 5);
	cw_string_statement(&w, "const char b[] =", "", 0);
	cw_string_statement(&w, "const char c[] =", "z\0z", 3);
	assert_string_equal(strbuf_text(&out), "const char a[] =\n"
					       "\t\"x\\n\"\n"
					       "\t\"y\\\"\\n\";\n"
					       "const char b[] =\n"
					       "\t\"\";\n"
					       "const char c[] =\n"
					       "\t\"z\\000z\";\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, emit_set_up, emit_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(cwriter_owns_braces_and_indentation),
		TEST(cwriter_writes_types_and_initializers),
		TEST(cwriter_maps_each_line_to_the_script),
		TEST(cwriter_names_the_line_of_each_statement_even_if_it_follows),
		TEST(cwriter_makes_any_text_a_comment),
		TEST(cwriter_escapes_names_of_files),
		TEST(cwriter_splits_long_texts_at_their_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
