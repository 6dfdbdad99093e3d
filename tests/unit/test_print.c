#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "front/parser.h"
#include "front/print.h"

struct fixture {
	struct arena *arena;
	struct interner *interner;
	struct source_set *sources;
};

static int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *f = arena_new_of(arena, struct fixture);

	f->arena = arena;
	f->interner = interner_new(arena);
	f->sources = source_set_new(arena);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_free(f->arena);
	return 0;
}

struct printed {
	const char *text;
	const char *dump; /* of the tree that was printed */
	size_t n_errors;
};

static struct printed print(struct fixture *f, const char *text)
{
	const struct source_file *file = source_add(f->sources, "script.bt", text, strlen(text));
	struct diag *diag = diag_new(f->arena, f->sources);
	struct script *script = parse_script(f->arena, f->interner, diag, file);
	struct strbuf out, dump;

	strbuf_init(&out, f->arena);
	strbuf_init(&dump, f->arena);
	if (diag_error_count(diag) == 0) {
		print_script(f->arena, file, script, &out);
		ast_dump(script, NULL, &dump);
	}
	return (struct printed){ strbuf_text(&out), strbuf_text(&dump), diag_error_count(diag) };
}

static void expect(struct fixture *f, const char *text, const char *expected)
{
	struct printed first = print(f, text), second = print(f, expected);

	assert_string_equal(first.text, expected);
	assert_int_equal(first.n_errors, 0);
	assert_string_equal(second.text, expected);
	assert_string_equal(first.dump, second.dump);
}

/* Statements of a probe, each line indented by a tab. */
static void expect_inside(struct fixture *f, const char *text, const char *expected)
{
	expect(f, arena_printf(f->arena, "end{%s}", text),
	       arena_printf(f->arena, "end\n{\n%s}\n", expected));
}

static void print_gives_each_part_of_a_probe_its_line(void **state)
{
	expect(*state, "kprobe:a,uprobe:/bin/b:c , i:s:1,/pid==1/{exit()}",
	       "kprobe:a,\nuprobe:/bin/b:c,\ni:s:1\n/pid == 1/\n{\n\texit();\n}\n");
}

static void print_leaves_one_blank_line_between_probes(void **state)
{
	expect(*state, "begin{}end{}\n\n\n\ni:s:1{}", "begin\n{\n}\n\nend\n{\n}\n\ni:s:1\n{\n}\n");
}

static void print_keeps_short_roots_together(void **state)
{
	expect(*state,
	       "#include <a.h>\n#include <b.h>\nstruct x { int a; };\nimport \"a\"; import \"b\";\n\n\n"
	       "import \"c\";config={a=1}let @a=hash(1);let @b=hash(1);macro a(){1}macro b(){2}end{}",
	       "#include <a.h>\n#include <b.h>\nstruct x { int a; };\n\nimport \"a\";\nimport \"b\";\n\n"
	       "import \"c\";\n\nconfig = {\n\ta = 1;\n}\n\nlet @a = hash(1);\nlet @b = hash(1);\n\n"
	       "macro a() { 1 }\nmacro b() { 2 }\n\nend\n{\n}\n");
}

static void print_ends_statements_with_semicolons(void **state)
{
	expect_inside(*state, "a();;;b() ", "\ta();\n\tb();\n");
}

static void print_keeps_one_blank_line_between_statements(void **state)
{
	expect_inside(*state, "\n\n\na();\n\n\nb();\nc();\n\n", "\ta();\n\n\tb();\n\tc();\n");
}

static void print_puts_brackets_around_conditions(void **state)
{
	expect_inside(
		*state, "if $a{b()}else if(($a)){c()}else{d()}",
		"\tif ($a) {\n\t\tb();\n\t} else if (($a)) {\n\t\tc();\n\t} else {\n\t\td();\n\t}\n");
	expect_inside(*state, "if ($a)||($b){}while $a<1{}unroll 3{}",
		      "\tif (($a) || ($b)) {\n\t}\n\twhile ($a < 1) {\n\t}\n\tunroll (3) {\n\t}\n");
	expect_inside(*state, "for $a:@b{}for($i:1..$n){}",
		      "\tfor ($a : @b) {\n\t}\n\tfor ($i : 1..$n) {\n\t}\n");
	expect_inside(*state, "if comptime sizeof(int8)==1{}",
		      "\tif comptime (sizeof(int8) == 1) {\n\t}\n");
}

static void print_spaces_operators(void **state)
{
	expect_inside(*state, "$a=$b+-$c*(2-1);$d-- - --$e;$f=!! $g&&~$h;$i=& $j;$k=* *$l",
		      "\t$a = $b + -$c * (2 - 1);\n\t$d-- - --$e;\n\t$f = !!$g && ~$h;\n"
		      "\t$i = &$j;\n\t$k = **$l;\n");
	expect_inside(*state, "$a=- -$b;$a=$b& &$c;$a=$b-(-1);$a<<=1;$a=$b?:$c?1:2",
		      "\t$a = - -$b;\n\t$a = $b & &$c;\n\t$a = $b - (-1);\n\t$a <<= 1;\n"
		      "\t$a = $b ?: $c ? 1 : 2;\n");
}

static void print_knows_types_from_operators(void **state)
{
	expect_inside(*state, "let$a:struct x* *[3]=(struct x*)$b*2;(uint64)*$c;(pid)*tid",
		      "\tlet $a : struct x **[3] = (struct x *)$b * 2;\n\t(uint64)*$c;\n"
		      "\t(pid) * tid;\n");
	expect_inside(*state, "sizeof(struct x*);offsetof(struct x,a . b);(typeof($a))-1",
		      "\tsizeof(struct x *);\n\toffsetof(struct x, a.b);\n\t(typeof($a))-1;\n");
}

static void print_leaves_literals_as_written(void **state)
{
	expect_inside(*state, "f(0x1F,0755,1_000,2e3,5ms,7ul,\"\\x41\\n//\",true)",
		      "\tf(0x1F, 0755, 1_000, 2e3, 5ms, 7ul, \"\\x41\\n//\", true);\n");
}

static void print_lays_out_lists(void **state)
{
	expect_inside(*state, "@a[1 ,\"b\"]=(1,);print((a=1,b=()));$t.0.1->c[ 2 ];_=f( $1,$# )",
		      "\t@a[1, \"b\"] = (1,);\n\tprint((a=1, b=()));\n\t$t.0.1->c[2];\n"
		      "\t_ = f($1, $#);\n");
}

static void print_keeps_small_values_on_the_line(void **state)
{
	expect_inside(*state, "$a={1};$b=if $c{1}else{2};$d=f({let $e=1;$e},2)",
		      "\t$a = { 1 };\n\t$b = if ($c) { 1 } else { 2 };\n"
		      "\t$d = f({\n\t\tlet $e = 1;\n\t\t$e\n\t}, 2);\n");
	expect(*state, "macro a(x){x}macro b(x){x;}macro c(x){if x{1}else{2}}",
	       "macro a(x) { x }\n\nmacro b(x)\n{\n\tx;\n}\n\n"
	       "macro c(x)\n{\n\tif (x) {\n\t\t1\n\t} else {\n\t\t2\n\t}\n}\n");
}

static void print_takes_blocks_in_brackets_for_expressions(void **state)
{
	expect_inside(*state, "({f()})", "\t({\n\t\tf();\n\t})\n");
	expect_inside(*state, "({f()});g()", "\t({ f() });\n\tg();\n");
	expect(*state, "macro a(x){(if x{1}else{2})}",
	       "macro a(x)\n{\n\t(if (x) { 1 } else { 2 })\n}\n");
}

static void print_lays_out_functions(void **state)
{
	expect(*state, "fn f($a:int32,$b:uint8*):uint64{return$a}",
	       "fn f($a : int32, $b : uint8 *) : uint64\n{\n\treturn $a;\n}\n");
}

static void print_breaks_long_lines_outside_first(void **state)
{
	expect_inside(
		*state,
		"printf(\"01234567890123456789012345678901234567\",f(aaaaaaaaaaaaaaaaaa,bbbbbbbbbbb"
		"bbbbbbb),g(cccccccccc,dddddddd))",
		"\tprintf(\"01234567890123456789012345678901234567\", f(aaaaaaaaaaaaaaaaaa, "
		"bbbbbbbbbbbbbbbbbb),\n\t\tg(cccccccccc, dddddddd));\n");
	expect_inside(
		*state,
		"if ($aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa==1&&$bbbbbbbbbbbbbbbbbbbbbbbbbbbb+2==3&&"
		"$ccccccccccccccccccccccc){}",
		"\tif ($aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa == 1 && $bbbbbbbbbbbbbbbbbbbbbbbbbbbb + 2 "
		"== 3 &&\n\t\t\t$ccccccccccccccccccccccc) {\n\t}\n");
}

static void print_keeps_comments_where_they_are(void **state)
{
	expect(*state,
	       "#!/bin/bt\n/* one\n   two */\n\n\nbegin // a\n{ // b\n// c\n\n  f(); // d\n/* e */ g()"
	       " /* f */; // g\n\n// h\n}// i\n// j\nend{}// k\n\n\n// l",
	       "#!/bin/bt\n/* one\n   two */\n\nbegin // a\n{ // b\n\t// c\n\n\tf(); // d\n\t/* e */\n"
	       "\tg(); /* f */ // g\n\n\t// h\n} // i\n\n// j\nend\n{\n} // k\n\n// l\n");
	expect_inside(*state, "f(1,// a\n2,\n// b\n3/* c */,4)",
		      "\tf(1, // a\n\t\t2,\n\t\t// b\n\t\t3 /* c */, 4);\n");
	expect_inside(*state, "if 1{}// a\n// b\nelse{}",
		      "\tif (1) {\n\t} // a\n\t// b\n\telse {\n\t}\n");
	expect_inside(*state, "\n\n/* a\n* b\n    * c\n    d\n*/f()",
		      "\t/* a\n\t * b\n\t * c\n    d\n\t */\n\tf();\n");
}

static void print_takes_line_ends_of_any_kind(void **state)
{
	expect(*state,
	       "\xef\xbb\xbf"
	       "begin\r\n{\r\n\tf(); // c\r\n\r\n\tg();\r\n}\r\n",
	       "begin\n{\n\tf(); // c\n\n\tg();\n}\n");
}

/* What is in the text besides white space and what the layout may add or take. */
static const char *essence(struct fixture *f, const char *text)
{
	struct strbuf out;

	strbuf_init(&out, f->arena);
	for (; *text != '\0'; text++)
		if (strchr(" \t\r\n;(),", *text) == NULL)
			strbuf_putc(&out, *text);
	return strbuf_text(&out);
}

static const char *const samples[] = {
	"#include <a.h>\nimport \"a.bt\"; config = { a = 1; b = c } let @m = hash(100);",
	"kprobe:a, uprobe:/b:c /pid == 1 && @x[(1, 2)] / 2 > 1/ { $a = 1; }",
	"begin { $a = { let $b = -1; $b }; $c = if comptime (sizeof(int8[4]) == 4) { 1 } else { 2 }; }",
	"begin { if $a { f() } else if ($b) { g(1, \"x\") } else { @m[1, 2]++ } return; }",
	"macro a($v, @m, e) { @m[$v] = e * 2; e } macro b(x) { (typeof(x))x }",
	"fn f($a : int64, $b : struct x *[2]) : uint64 { for $i : 0..10 { while (1) { break } } }",
	"begin { for ($kv : @m) { print(($kv.0, (a = $kv.1, b = ()))); } unroll 3 { continue; } }",
	"begin { $x = $a ? $b : $c ?: (uint64)*$d->e[1].f; _ = offsetof(struct x, a.b); }",
};

/* A comment of either sort, alone or not, between any two tokens. */
static void print_loses_no_comment(void **state)
{
	static const char *const comments[] = { " /*c*/ ", " //c\n", "\n/*c*/\n", "\n\n//c\n\n" };
	struct fixture *f = *state;
	size_t n_printed = 0;

	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		size_t size = strlen(samples[i]);

		for (size_t at = 0; at <= size; at++) {
			for (size_t k = 0; k < 4; k++) {
				const char *text =
					arena_printf(f->arena, "%.*s%s%s", (int)at, samples[i],
						     comments[k], samples[i] + at);
				struct printed first = print(f, text), second;

				if (first.n_errors > 0)
					continue;
				n_printed++;
				second = print(f, first.text);
				assert_int_equal(second.n_errors, 0);
				assert_string_equal(first.dump, second.dump);
				assert_string_equal(first.text, second.text);
				assert_string_equal(essence(f, text), essence(f, first.text));
			}
		}
	}
	assert_true(n_printed > 1000);
}

/* Deep nesting takes neither the stack nor more time than the text is long. */
static void print_goes_deep(void **state)
{
	struct fixture *f = *state;
	struct strbuf text;
	struct printed first;

	strbuf_init(&text, f->arena);
	strbuf_puts(&text, "begin { $a = ");
	for (int i = 0; i < 60; i++)
		strbuf_puts(&text, "{ if 1 { ({ ");
	strbuf_puts(&text, "1");
	for (int i = 0; i < 60; i++)
		strbuf_puts(&text, "}) } else { 2 } }");
	strbuf_puts(&text, "}");
	first = print(f, strbuf_text(&text));
	assert_int_equal(first.n_errors, 0);
	assert_string_equal(print(f, first.text).text, first.text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(print_gives_each_part_of_a_probe_its_line),
		TEST(print_leaves_one_blank_line_between_probes),
		TEST(print_keeps_short_roots_together),
		TEST(print_ends_statements_with_semicolons),
		TEST(print_keeps_one_blank_line_between_statements),
		TEST(print_puts_brackets_around_conditions),
		TEST(print_spaces_operators),
		TEST(print_knows_types_from_operators),
		TEST(print_leaves_literals_as_written),
		TEST(print_lays_out_lists),
		TEST(print_keeps_small_values_on_the_line),
		TEST(print_takes_blocks_in_brackets_for_expressions),
		TEST(print_lays_out_functions),
		TEST(print_breaks_long_lines_outside_first),
		TEST(print_keeps_comments_where_they_are),
		TEST(print_takes_line_ends_of_any_kind),
		TEST(print_loses_no_comment),
		TEST(print_goes_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
