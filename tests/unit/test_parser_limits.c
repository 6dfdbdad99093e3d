#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "front/parser.h"

struct fixture {
	struct arena *arena;
	struct interner *interner;
	struct source_set *sources;
	struct diag *diag;
};

static int set_up(void **state)
{
	struct arena *arena = arena_new();
	struct fixture *fixture = arena_new_of(arena, struct fixture);

	fixture->arena = arena;
	fixture->interner = interner_new(arena);
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

static struct script *parse(struct fixture *f, const char *text)
{
	const struct source_file *file = source_add(f->sources, "script.bt", text, strlen(text));

	f->diag = diag_new(f->arena, f->sources);
	return parse_script(f->arena, f->interner, f->diag, file);
}

/* A script that repeats a piece n times before and another behind its middle. */
static char *repeat(struct fixture *f, const char *begin, const char *open, const char *middle,
		    const char *close, const char *end, size_t n)
{
	struct strbuf out;

	strbuf_init(&out, f->arena);
	strbuf_puts(&out, begin);
	for (size_t i = 0; i < n; i++)
		strbuf_puts(&out, open);
	strbuf_puts(&out, middle);
	for (size_t i = 0; i < n; i++)
		strbuf_puts(&out, close);
	strbuf_puts(&out, end);
	return arena_strdup(f->arena, strbuf_text(&out));
}

static const struct nesting {
	const char *open, *middle, *close;
} nestings[] = {
	{ "(", "1", ")" },      { "!", "1", "" },           { "{", "1", "}" },
	{ "@[", "1", "]" },     { "f(", "1", ")" },         { "sizeof(", "1", ")" },
	{ "(uint8)", "1", "" }, { "1+", "1", "" },          { "1?2:", "3", "" },
	{ "if 1 {", "2", "}" }, { "comptime ", "1", "" },   { "(1,", "1", ")" },
	{ "(a=", "1", ")" },    { "", "$x", ".a" },         { "", "$x", "[1]" },
	{ "1*(", "1", ")" },    { "(typeof(", "1", "))1" }, { "1?", "2", ":3" },
};

static void parse_refuses_nesting_too_deep(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(nestings) / sizeof(nestings[0]); i++) {
		const struct nesting *n = &nestings[i];
		struct script *script = parse(f, repeat(f, "begin { $x = ", n->open, n->middle,
							n->close, "; }\nend { }", 10000));
		struct strbuf out;

		assert_int_equal(diag_error_count(f->diag), 1);
		strbuf_init(&out, f->arena);
		ast_dump(script, f->sources, &out);
		assert_int_equal(script->roots.count, 2);
	}
}

static void parse_takes_nesting_within_the_limit(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(nestings) / sizeof(nestings[0]); i++) {
		const struct nesting *n = &nestings[i];

		parse(f, repeat(f, "begin { $x = ", n->open, n->middle, n->close, "; }", 120));
		assert_int_equal(diag_error_count(f->diag), 0);
	}
}

static void parse_keeps_every_tree_within_the_limit(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(nestings) / sizeof(nestings[0]); i++) {
		const struct nesting *n = &nestings[i];
		struct script *script = parse(
			f, repeat(f, "begin { $x = ", n->open, n->middle, n->close, "; }", 10000));

		assert_true(script->roots.items[0]->height <= PARSE_MAX_DEPTH + 1);
	}
}

static void parse_ends_after_many_errors(void **state)
{
	struct fixture *f = *state;

	parse(f, repeat(f, "begin { ", "$x = ; ", "", "", "}", 100000));
	assert_true(diag_error_count(f->diag) > 50);
	assert_true(diag_error_count(f->diag) < 1000);
}

static void parse_shows_the_errors_of_all_probes(void **state)
{
	struct fixture *f = *state;

	parse(f, "begin { $x = ; if ( { } $y = 1; $z = ) ; }\n"
		 "kprobe:f /1 +/ { $x = ; }\n"
		 "kprobe:g }\n"
		 "end { $x = ; }\n");
	assert_int_equal(diag_error_count(f->diag), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(parse_refuses_nesting_too_deep, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_takes_nesting_within_the_limit, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_keeps_every_tree_within_the_limit, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(parse_ends_after_many_errors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parse_shows_the_errors_of_all_probes, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
