#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"

struct fixture {
	struct arena *arena;
	struct source_set *sources;
	struct diag *diag;
	const struct source_file *file;
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

static void set_text(struct fixture *f, const char *text)
{
	f->file = source_add(f->sources, "script.bt", text, strlen(text));
}

/* The span of the first place where part stands in the text. */
static struct span span_of(const struct fixture *f, const char *part)
{
	const char *found = strstr(f->file->text, part);
	uint32_t begin;

	assert_non_null(found);
	begin = f->file->base + (uint32_t)(found - f->file->text);
	return (struct span){ begin, begin + (uint32_t)strlen(part) };
}

/* A message whose text is "expected x, found y". */
static void report(struct fixture *f, struct span span)
{
	diag_report(f->diag, span, DIAG_EXPECTED, "x", "y");
}

static const char *flush_with(struct fixture *f, const struct diag_options *options)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	const char *copy;

	assert_non_null(out);
	diag_flush(f->diag, out, options);
	fclose(out);
	copy = arena_strndup(f->arena, text, size);
	free(text);
	return copy;
}

static const char *flush(struct fixture *f)
{
	static const struct diag_options options = { .color = DIAG_COLOR_NEVER };

	return flush_with(f, &options);
}

/* What is shown below the heading for one message at part of text. */
static void expect_snippet(struct fixture *f, const char *text, const char *part,
			   const char *expected)
{
	const char *shown;

	set_text(f, text);
	report(f, span_of(f, part));
	shown = strchr(flush(f), '\n');
	assert_non_null(shown);
	assert_string_equal(shown + 1, expected);
}

static void diag_shows_place_line_and_carets(void **state)
{
	struct fixture *f = *state;

	set_text(f, "one\n  two three\n");
	report(f, span_of(f, "two"));
	assert_string_equal(flush(f), "script.bt:2:3: error: expected x, found y\n"
				      "  two three\n"
				      "  ^~~\n");
}

static void diag_marks_one_character_with_a_caret_alone(void **state)
{
	expect_snippet(*state, "a b c", "b", "a b c\n  ^\n");
}

static void diag_marks_an_empty_span_with_a_caret(void **state)
{
	struct fixture *f = *state;
	struct span span;

	set_text(f, "$x = 1\n}\n");
	span = span_of(f, "\n}");
	report(f, (struct span){ span.begin, span.begin });
	assert_string_equal(flush(f), "script.bt:1:7: error: expected x, found y\n"
				      "$x = 1\n"
				      "      ^\n");
}

static void diag_copies_tabs_so_that_carets_align(void **state)
{
	expect_snippet(*state, "\tif\t(x)\n", "(x)", "\tif\t(x)\n\t  \t^~~\n");
}

static void diag_copies_tabs_within_the_marks(void **state)
{
	expect_snippet(*state, "ab\tcd ef\n", "b\tcd", "ab\tcd ef\n ^\t~~\n");
}

static void diag_marks_a_long_span_to_its_lines_end(void **state)
{
	expect_snippet(*state, "x {\n\tbody\n}\n", "{\n\tbody\n}", "x {\n  ^\n");
	expect_snippet(*state, "x (1 +  \n2)\n", "(1 +  \n2)", "x (1 +  \n  ^~~~\n");
}

static void diag_counts_wide_and_combining_characters(void **state)
{
	expect_snippet(*state, "日本 x", "x", "日本 x\n     ^\n");
	expect_snippet(*state, "日本 x", "日本", "日本 x\n^~~~\n");
	expect_snippet(*state, "e\xcc\x81 x", "x", "e\xcc\x81 x\n  ^\n");
	expect_snippet(*state, "é x", "x", "é x\n  ^\n");
}

static void diag_shows_unsafe_bytes_as_text(void **state)
{
	expect_snippet(*state, "a\x1b[31m b", "b", "a\\x1b[31m b\n          ^\n");
	expect_snippet(*state, "\xff\xfe b", "b", "\\xff\\xfe b\n         ^\n");
	expect_snippet(*state, "\xe2\x80\xae b", "b", "<U+202E> b\n         ^\n");
	expect_snippet(*state, "a\x80z", "\x80", "a\\x80z\n ^~~~\n");
}

static void diag_leaves_a_blank_line_out(void **state)
{
	expect_snippet(*state, "a\n  \nb", " \nb", "");
}

static void diag_cuts_a_very_long_line(void **state)
{
	struct fixture *f = *state;
	char *text = arena_alloc(f->arena, 5001);
	const char *shown;
	const char *marks;

	memset(text, 'a', 5000);
	memcpy(text + 2500, "HERE", 4);
	set_text(f, text);
	report(f, span_of(f, "HERE"));
	shown = strchr(flush(f), '\n') + 1;
	marks = strchr(shown, '\n') + 1;
	assert_true(marks - shown < 200);
	assert_memory_equal(shown, "...aaa", 6);
	assert_memory_equal(marks - 4, "...\n", 4);
	assert_int_equal(strstr(shown, "HERE") - shown, strchr(marks, '^') - marks);
	assert_string_equal(strchr(marks, '^'), "^~~~\n");
}

static void diag_cuts_no_character_in_half(void **state)
{
	struct fixture *f = *state;
	const char *shown;

	for (size_t shift = 0; shift < 3; shift++) {
		char *text = arena_alloc(f->arena, 4001);

		memset(text, 'a', 4000);
		for (size_t i = shift; i + 3 < 4000; i += 3)
			memcpy(text + i, "日", strlen("日"));
		memcpy(text + shift + 1800, "X", 1);
		memcpy(text + shift + 1801, "YZ", 2);
		set_text(f, text);
		report(f, span_of(f, "XYZ"));
		shown = flush(f);
		assert_null(strstr(shown, "\\x"));
	}
}

static void diag_sorts_by_position(void **state)
{
	struct fixture *f = *state;

	set_text(f, "a b c\n");
	report(f, span_of(f, "c"));
	report(f, span_of(f, "a"));
	diag_report(f->diag, span_of(f, "a"), DIAG_LONE_DOLLAR);
	assert_string_equal(flush(f), "script.bt:1:1: error: expected x, found y\n"
				      "a b c\n"
				      "^\n"
				      "script.bt:1:1: error: expected a name, a number or '#' "
				      "behind '$'\n"
				      "a b c\n"
				      "^\n"
				      "script.bt:1:5: error: expected x, found y\n"
				      "a b c\n"
				      "    ^\n");
}

static void diag_reports_the_same_once(void **state)
{
	struct fixture *f = *state;

	set_text(f, "a b\n");
	report(f, span_of(f, "a"));
	report(f, span_of(f, "a"));
	diag_note(f->diag, span_of(f, "b"), "of the second report");
	assert_int_equal(diag_error_count(f->diag), 1);
	assert_string_equal(flush(f), "script.bt:1:1: error: expected x, found y\na b\n^\n");
}

static void diag_shows_notes_below_their_message(void **state)
{
	struct fixture *f = *state;

	set_text(f, "a b\nc\n");
	report(f, span_of(f, "b"));
	diag_note(f->diag, span_of(f, "c"), "see %s", "here");
	diag_note(f->diag, (struct span){ 0 }, "of no place");
	assert_string_equal(flush(f), "script.bt:1:3: error: expected x, found y\n"
				      "a b\n"
				      "  ^\n"
				      "script.bt:2:1: note: see here\n"
				      "c\n"
				      "^\n"
				      "script.bt:1:3: note: of no place\n");
}

static void diag_without_place_is_one_line(void **state)
{
	struct fixture *f = *state;

	set_text(f, "a\n");
	report(f, (struct span){ 0 });
	assert_string_equal(flush(f), "error: expected x, found y\n");
}

static void diag_shows_at_most_fifty_errors(void **state)
{
	struct fixture *f = *state;
	char *text = arena_alloc(f->arena, 3001);
	const char *shown;
	const char *at;
	size_t n = 0;

	memset(text, 'a', 3000);
	set_text(f, text);
	for (uint32_t i = 0; i < 3000; i++)
		report(f, (struct span){ f->file->base + i, f->file->base + i + 1 });
	assert_int_equal(diag_error_count(f->diag), 3000);
	shown = flush(f);
	for (at = strstr(shown, "found y"); at != NULL; at = strstr(at + 1, "found y"))
		n++;
	assert_int_equal(n, 50);
	assert_non_null(strstr(shown, "\nerror: too many errors; only the first 50 are shown\n"));
}

static void diag_flush_forgets_but_counts_stay(void **state)
{
	struct fixture *f = *state;

	set_text(f, "a\n");
	report(f, span_of(f, "a"));
	flush(f);
	assert_string_equal(flush(f), "");
	assert_int_equal(diag_error_count(f->diag), 1);
	assert_int_equal(diag_warning_count(f->diag), 0);
}

static void expect_meant(struct fixture *f, const char *wanted, const char *expected)
{
	static const char *const names[] = { "comm", "cgroup", "elapsed", "nsecs", "pid", "tid" };
	const char *note;

	set_text(f, "a\n");
	report(f, span_of(f, "a"));
	diag_did_you_mean(f->diag, wanted, names, sizeof(names) / sizeof(names[0]));
	note = strstr(flush(f), "note: ");
	if (expected == NULL) {
		assert_null(note);
		return;
	}
	assert_non_null(note);
	assert_string_equal(note, arena_printf(f->arena, "note: did you mean '%s'?\n", expected));
}

static void diag_suggests_a_near_name(void **state)
{
	expect_meant(*state, "nsec", "nsecs");
	expect_meant(*state, "elapesd", "elapsed");
	expect_meant(*state, "COMM", "comm");
	expect_meant(*state, "pidd", "pid");
	expect_meant(*state, "pod", "pid");
	expect_meant(*state, "cgropu", "cgroup");
}

static void diag_suggests_nothing_far(void **state)
{
	expect_meant(*state, "username", NULL);
	expect_meant(*state, "p", NULL);
	expect_meant(*state, "", NULL);
	expect_meant(*state, "commmm", "comm");
	expect_meant(*state, "xyz", NULL);
}

static void diag_colors_when_asked(void **state)
{
	static const struct diag_options options = { .color = DIAG_COLOR_ALWAYS };
	struct fixture *f = *state;

	set_text(f, "a\n");
	report(f, span_of(f, "a"));
	assert_string_equal(flush_with(f, &options),
			    "\033[1mscript.bt:1:1:\033[0m \033[1;31merror:\033[0m "
			    "expected x, found y\na\n\033[1;32m^\033[0m\n");
}

static void diag_makes_message_texts_safe(void **state)
{
	struct fixture *f = *state;

	set_text(f, "a\n");
	diag_report(f->diag, (struct span){ 0 }, DIAG_EXPECTED, "\033[2J", "\xff");
	assert_string_equal(flush(f), "error: expected \\x1b[2J, found \\xff\n");
}

static void diag_counts_warnings_apart(void **state)
{
	struct fixture *f = *state;

	set_text(f, "let @a = 1;\n");
	diag_report(f->diag, span_of(f, "@a"), DIAG_UNUSED_MAP, "a");
	assert_int_equal(diag_error_count(f->diag), 0);
	assert_int_equal(diag_warning_count(f->diag), 1);
	assert_memory_equal(flush(f), "script.bt:1:5: warning: ", 24);
}

static void diag_drops_warnings_when_asked(void **state)
{
	static const struct diag_options options = { .no_warnings = true };
	struct fixture *f = *state;

	set_text(f, "a b\n");
	diag_report(f->diag, span_of(f, "a"), DIAG_UNUSED_MAP, "a");
	diag_note(f->diag, (struct span){ 0 }, "of the warning");
	report(f, span_of(f, "b"));
	assert_string_equal(flush_with(f, &options),
			    "script.bt:1:3: error: expected x, found y\na b\n  ^\n");
}

static void diag_knows_tag_names(void **state)
{
	(void)state;
	assert_string_equal(diag_tag_name(DIAG_EXPECTED), "EXPECTED");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(diag_shows_place_line_and_carets, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(diag_marks_one_character_with_a_caret_alone, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(diag_marks_an_empty_span_with_a_caret, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(diag_copies_tabs_so_that_carets_align, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(diag_copies_tabs_within_the_marks, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(diag_marks_a_long_span_to_its_lines_end, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(diag_counts_wide_and_combining_characters, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(diag_shows_unsafe_bytes_as_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_leaves_a_blank_line_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_cuts_a_very_long_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_cuts_no_character_in_half, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_sorts_by_position, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_reports_the_same_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_shows_notes_below_their_message, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(diag_without_place_is_one_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_shows_at_most_fifty_errors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_flush_forgets_but_counts_stay, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(diag_suggests_a_near_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_suggests_nothing_far, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_colors_when_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_makes_message_texts_safe, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_counts_warnings_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_drops_warnings_when_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(diag_knows_tag_names, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
