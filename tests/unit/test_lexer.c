#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "base/strbuf.h"
#include "front/comment.h"
#include "front/lexer.h"
#include "front/literal.h"

struct fixture {
	struct arena *arena;
	struct source_set *sources;
	struct diag *diag;
};

static int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *fixture = arena_new_of(arena, struct fixture);

	fixture->arena = arena;
	fixture->sources = source_set_new(arena);
	fixture->diag = diag_new(arena, fixture->sources);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	arena_free(fixture->arena);
	return 0;
}

static struct lexer lexer_of(struct fixture *f, const char *text)
{
	return lexer_new(source_add(f->sources, "script.bt", text, strlen(text)));
}

/* The tokens' texts, with a blank behind each. */
static void expect_tokens(struct fixture *f, const char *text, const char *expected)
{
	struct lexer lexer = lexer_of(f, text);
	struct token token = lex_next(&lexer);
	struct strbuf found;

	strbuf_init(&found, f->arena);
	while (token.kind != TOKEN_END) {
		strbuf_write(&found, token.text, token.size);
		strbuf_putc(&found, ' ');
		token = lex_next(&lexer);
	}
	assert_string_equal(strbuf_text(&found), expected);
	assert_int_equal(lex_next(&lexer).kind, TOKEN_END);
}

static void expect_kind(struct fixture *f, const char *text, enum token_kind kind)
{
	struct lexer lexer = lexer_of(f, text);

	assert_int_equal(lex_next(&lexer).kind, kind);
}

static void lex_takes_the_longest_operator(void **state)
{
	expect_tokens(*state, "a<<=b<<c<=d<e", "a <<= b << c <= d < e ");
	expect_tokens(*state, "a+++b---c", "a ++ + b -- - c ");
	expect_tokens(*state, "x->y..z.w", "x -> y .. z . w ");
	expect_tokens(*state, "0..10", "0 .. 10 ");
	expect_tokens(*state, "&&&|||", "&& & || | ");
}

static void lex_skips_blanks_and_comments(void **state)
{
	expect_tokens(*state, " a/* b */c // d\n\t\r\n\f\ve /**/ /* * / */ f//", "a c e f ");
	expect_tokens(*state, "", "");
	expect_tokens(*state, "// only", "");
}

static void lex_skips_mark_and_interpreter_line(void **state)
{
	expect_tokens(*state, "\xef\xbb\xbf#!/usr/bin/env tracec\nbegin", "begin ");
	expect_tokens(*state, "#!/bin/x", "");
	expect_tokens(*state, " #!", "# ! ");
}

static void lex_reads_names_with_their_mark(void **state)
{
	struct fixture *f = *state;

	expect_tokens(f, "$x @y @ $1 $# _a1", "$x @y @ $1 $# _a1 ");
	expect_kind(f, "$x", TOKEN_VAR);
	expect_kind(f, "$12", TOKEN_PARAM);
	expect_kind(f, "$#", TOKEN_PARAM_COUNT);
	expect_kind(f, "@", TOKEN_MAP);
	expect_kind(f, "@x", TOKEN_MAP);
	expect_kind(f, "$ x", TOKEN_LONE_DOLLAR);
	expect_tokens(f, "@1", "@ 1 ");
}

static void lex_knows_keywords_whole(void **state)
{
	struct fixture *f = *state;

	expect_kind(f, "if", TOKEN_IF);
	expect_kind(f, "iff", TOKEN_IDENT);
	expect_kind(f, "_if", TOKEN_IDENT);
	expect_kind(f, "If", TOKEN_IDENT);
}

static void lex_ends_a_predicate_before_a_brace(void **state)
{
	struct fixture *f = *state;

	expect_kind(f, "/{", TOKEN_PREDICATE_END);
	expect_kind(f, "/ \n\t{", TOKEN_PREDICATE_END);
	expect_kind(f, "/ /* c */ // d\n {", TOKEN_PREDICATE_END);
	expect_kind(f, "/ 2", TOKEN_SLASH);
	expect_kind(f, "/= {", TOKEN_SLASH_ASSIGN);
	expect_kind(f, "/", TOKEN_SLASH);
}

static void lex_keeps_a_string_on_its_line(void **state)
{
	struct fixture *f = *state;

	expect_tokens(f, "\"a\\\"b\" c", "\"a\\\"b\" c ");
	expect_tokens(f, "\"a // b /* c\" d", "\"a // b /* c\" d ");
	expect_kind(f, "\"a\\\\\"", TOKEN_STRING);
	expect_kind(f, "\"a\n\"", TOKEN_UNTERMINATED_STRING);
	expect_kind(f, "\"a\\\n\"", TOKEN_UNTERMINATED_STRING);
	expect_kind(f, "\"a", TOKEN_UNTERMINATED_STRING);
	expect_kind(f, "\"a\\", TOKEN_UNTERMINATED_STRING);
	expect_kind(f, "\"", TOKEN_UNTERMINATED_STRING);
}

static void lex_makes_a_token_of_what_is_none(void **state)
{
	struct fixture *f = *state;

	expect_kind(f, "`", TOKEN_INVALID_CHARACTER);
	expect_tokens(f, "\xff\xfe\x80 a", "\xff\xfe\x80 a ");
	expect_kind(f, "/* a", TOKEN_UNTERMINATED_COMMENT);
	expect_kind(f, "/*/", TOKEN_UNTERMINATED_COMMENT);
}

static void lex_gives_spans(void **state)
{
	struct fixture *f = *state;
	struct lexer lexer = lexer_of(f, "ab  cde");
	uint32_t base = lexer.base;
	struct token token;

	lex_next(&lexer);
	token = lex_next(&lexer);
	assert_int_equal(token.span.begin, base + 4);
	assert_int_equal(token.span.end, base + 7);
}

static void expect_attach_point(struct fixture *f, const char *text, const char *expected)
{
	struct lexer lexer = lexer_of(f, text);
	struct token token = lex_attach_point(&lexer, lexer.base);

	assert_int_equal(token.kind, TOKEN_ATTACH_POINT);
	assert_int_equal(token.size, strlen(expected));
	assert_memory_equal(token.text, expected, token.size);
}

static void lex_takes_an_attach_point_raw(void **state)
{
	struct fixture *f = *state;

	expect_attach_point(f, "kprobe:f{", "kprobe:f");
	expect_attach_point(f, "kprobe:f,kprobe:g", "kprobe:f");
	expect_attach_point(f, "kprobe:f /x/", "kprobe:f");
	expect_attach_point(f, "begin/x/", "begin");
	expect_attach_point(f, "uprobe:/lib/*:f//x {", "uprobe:/lib/*:f//x");
	expect_attach_point(f, "uprobe:\"/a b{,:\\\"c\":f {", "uprobe:\"/a b{,:\\\"c\":f");
	expect_attach_point(f, "{", "");
}

static void expect_c(struct fixture *f, const char *text, const char *expected)
{
	struct lexer lexer = lexer_of(f, text);
	struct token token = lex_c_definition(&lexer, lexer.base);

	if (expected == NULL) {
		assert_int_equal(token.kind, TOKEN_UNTERMINATED_C_TEXT);
		return;
	}
	assert_int_equal(token.kind, TOKEN_C_TEXT);
	assert_int_equal(token.size, strlen(expected));
	assert_memory_equal(token.text, expected, token.size);
}

static void lex_takes_a_preprocessor_line(void **state)
{
	struct fixture *f = *state;

	expect_c(f, "#include <a.h>\nx", "#include <a.h>");
	expect_c(f, "#define A 1 \\\n 2\nx", "#define A 1 \\\n 2");
	expect_c(f, "#define A 1 /* b\n c */ 2\nx", "#define A 1 /* b\n c */ 2");
	expect_c(f, "#error don't\nx", "#error don't");
	expect_c(f, "#endif", "#endif");
	expect_c(f, "#define A /* b", NULL);
}

static void lex_takes_a_c_definition(void **state)
{
	struct fixture *f = *state;

	expect_c(f, "struct a { int b; };x", "struct a { int b; };");
	expect_c(f, "struct a { int b; } x", "struct a { int b; }");
	expect_c(f, "struct a; x", "struct a;");
	expect_c(f, "struct a { struct { int b[2]; } c; } /* d */ ; x",
		 "struct a { struct { int b[2]; } c; } /* d */ ;");
	expect_c(f, "struct a { int b; } __attribute__((packed)) __attribute__((aligned(8))); x",
		 "struct a { int b; } __attribute__((packed)) __attribute__((aligned(8)));");
	expect_c(f, "struct __attribute__((packed)) a { int b; } x",
		 "struct __attribute__((packed)) a { int b; }");
	expect_c(f, "enum { A = '}', B = '\\'' /* } */ }; x",
		 "enum { A = '}', B = '\\'' /* } */ };");
	expect_c(f, "typedef struct { int a; } b; x", "typedef struct { int a; } b;");
	expect_c(f, "typedef int (*f)(int a); x", "typedef int (*f)(int a);");
	expect_c(f, "struct a { int b;", NULL);
	expect_c(f, "typedef int a", NULL);
}

static struct literal_integer number(struct fixture *f, const char *text)
{
	struct lexer lexer = lexer_of(f, text);
	struct token token = lex_next(&lexer);

	assert_int_equal(token.kind, TOKEN_NUMBER);
	assert_int_equal(token.size, strlen(text));
	return literal_integer(f->arena, f->diag, &token);
}

static void expect_number(struct fixture *f, const char *text, uint64_t value)
{
	struct literal_integer integer = number(f, text);

	assert_int_equal(integer.value, value);
	assert_false(integer.is_duration);
	assert_int_equal(diag_error_count(f->diag), 0);
}

static void lex_reads_integers(void **state)
{
	struct fixture *f = *state;

	expect_number(f, "0", 0);
	expect_number(f, "42", 42);
	expect_number(f, "0755", 0755);
	expect_number(f, "0x2a", 42);
	expect_number(f, "0XFfull", 255);
	expect_number(f, "1_000_000", 1000000);
	expect_number(f, "0xdead_beef", 0xdeadbeef);
	expect_number(f, "18446744073709551615", UINT64_MAX);
	expect_number(f, "01777777777777777777777", UINT64_MAX);
	expect_number(f, "2e3", 2000);
	expect_number(f, "9e18", 9000000000000000000);
	expect_number(f, "1e10", 10000000000);
}

static void lex_reads_suffixes(void **state)
{
	struct fixture *f = *state;

	expect_number(f, "1u", 1);
	expect_number(f, "1ll", 1);
	expect_number(f, "1UL", 1);
	assert_true(number(f, "1u").is_unsigned);
	assert_true(number(f, "1ull").is_unsigned);
	assert_false(number(f, "1l").is_unsigned);
}

static void expect_duration(struct fixture *f, const char *text, uint64_t value)
{
	struct literal_integer integer = number(f, text);

	assert_int_equal(integer.value, value);
	assert_true(integer.is_duration);
	assert_int_equal(diag_error_count(f->diag), 0);
}

static void lex_reads_duration_suffix(void **state)
{
	struct fixture *f = *state;

	expect_duration(f, "7ns", 7);
	expect_duration(f, "7us", 7000);
	expect_duration(f, "7ms", 7000000);
	expect_duration(f, "7s", 7000000000);
	expect_duration(f, "1m", 60000000000);
	expect_duration(f, "2h", 7200000000000);
	expect_duration(f, "1d", 86400000000000);
	expect_duration(f, "1_0s", 10000000000);
	expect_duration(f, "1e3ms", 1000000000);
}

static void lex_refuses_broken_numbers(void **state)
{
	static const char *const broken[] = {
		"18446744073709551616",
		"0x10000000000000000",
		"213504d",
		"1e20",
		"1_",
		"0x",
		"0x_1",
		"08",
		"1x",
		"12e3",
		"0e1",
		"1e0",
		"1e01",
		"1sm",
		"0b1",
		"1lu",
		"1uul",
		"1S",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		assert_int_equal(number(f, broken[i]).value, 0);
		assert_int_equal(diag_error_count(f->diag), i + 1);
	}
}

static void expect_bytes(struct fixture *f, const char *text, const char *expected, size_t size)
{
	struct lexer lexer = lexer_of(f, text);
	struct token token = lex_next(&lexer);
	struct literal_string string;

	assert_int_equal(token.kind, TOKEN_STRING);
	string = literal_string(f->arena, f->diag, &token);
	assert_int_equal(string.size, size);
	assert_memory_equal(string.text, expected, size + 1);
}

static void lex_reads_escapes(void **state)
{
	struct fixture *f = *state;

	expect_bytes(f, "\"\"", "", 0);
	expect_bytes(f, "\"a\\n\\t\\r\\\"\\\\b\"", "a\n\t\r\"\\b", 7);
	expect_bytes(f, "\"\\1\\12\\123\\1234\\377\"", "\1\12\123\1234\377", 6);
	expect_bytes(f, "\"\\x1\\x41\\X414\\xfF\"",
		     "\x01"
		     "AA4\xff",
		     5);
	expect_bytes(f, "\"\\0\"", "\0", 1);
	expect_bytes(f, "\"日本\"", "日本", strlen("日本"));
	assert_int_equal(diag_error_count(f->diag), 0);
}

static void lex_refuses_broken_escapes(void **state)
{
	static const char *const broken[] = {
		"\"\\q\"",  "\"\\8\"", "\"\\400\"", "\"\\x\"",
		"\"\\xg\"", "\"\\a\"", "\"\\'\"",   "\"\\\xc3\xa9\""
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct lexer lexer = lexer_of(f, broken[i]);
		struct token token = lex_next(&lexer);

		literal_string(f->arena, f->diag, &token);
		assert_int_equal(diag_error_count(f->diag), i + 1);
	}
}

static void expect_comment(struct fixture *f, const char *text, const char *expected)
{
	struct lexer lexer = lexer_of(f, text);

	assert_string_equal(comment_leading(f->arena, &lexer), expected);
}

static void lex_finds_the_leading_comment(void **state)
{
	struct fixture *f = *state;

	expect_comment(f, "// one\n//two\n//   three  \n\n// four\nbegin", "one\ntwo\n  three");
	expect_comment(f, "#!/x\n/*\n * one\n *\n *   two\n */\nbegin", "one\n\n  two");
	expect_comment(f, "\n/* one */ begin", "one");
	expect_comment(f, "/* one\n   two\n*/", "one\n   two");
	expect_comment(f, "/**\n * one\n **/", "one");
	expect_comment(f, "begin // one", "");
	expect_comment(f, "/* one", "");
	expect_comment(f, "//", "");
	expect_comment(f, "", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lex_takes_the_longest_operator, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_skips_blanks_and_comments, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_skips_mark_and_interpreter_line, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(lex_reads_names_with_their_mark, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_knows_keywords_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_ends_a_predicate_before_a_brace, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(lex_keeps_a_string_on_its_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_makes_a_token_of_what_is_none, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(lex_gives_spans, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_takes_an_attach_point_raw, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_takes_a_preprocessor_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_takes_a_c_definition, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_reads_integers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_reads_suffixes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_reads_duration_suffix, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_refuses_broken_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_reads_escapes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_refuses_broken_escapes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lex_finds_the_leading_comment, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
