#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/source.h"

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static const struct source_file *add(struct source_set *set, const char *text)
{
	return source_add(set, "script.bt", text, strlen(text));
}

static void expect_place(const struct source_set *set, uint32_t position, uint32_t line,
			 uint32_t column)
{
	struct source_place place = source_place(set, position);

	assert_int_equal(place.line, line);
	assert_int_equal(place.column, column);
}

static void source_place_counts_lines_and_columns(void **state)
{
	struct source_set *set = source_set_new(*state);
	const struct source_file *file = add(set, "ab\n\ncd\n");

	expect_place(set, file->base, 1, 1);
	expect_place(set, file->base + 1, 1, 2);
	expect_place(set, file->base + 2, 1, 3);
	expect_place(set, file->base + 3, 2, 1);
	expect_place(set, file->base + 4, 3, 1);
	expect_place(set, file->base + 7, 4, 1);
}

static void source_position_zero_is_nowhere(void **state)
{
	struct source_set *set = source_set_new(*state);

	add(set, "x");
	assert_null(source_find(set, 0));
	assert_null(source_place(set, 0).file);
	assert_null(source_find(set, 1000));
}

static void source_find_tells_files_apart(void **state)
{
	struct source_set *set = source_set_new(*state);
	const struct source_file *files[20];

	for (size_t i = 0; i < 20; i++)
		files[i] = source_add(set, "f", "abcdefghijklmnopqrst", i);
	for (size_t i = 0; i < 20; i++)
		for (uint32_t k = 0; k <= i; k++)
			assert_ptr_equal(source_find(set, files[i]->base + k), files[i]);
}

static void source_line_leaves_line_ends_out(void **state)
{
	struct source_set *set = source_set_new(*state);
	const struct source_file *file = add(set, "one\r\ntwo\nthree");
	size_t size;

	assert_memory_equal(source_line(file, 1, &size), "one", 3);
	assert_int_equal(size, 3);
	assert_memory_equal(source_line(file, 2, &size), "two", 3);
	assert_int_equal(size, 3);
	assert_memory_equal(source_line(file, 3, &size), "three", 5);
	assert_int_equal(size, 5);
	source_line(file, 4, &size);
	assert_int_equal(size, 0);
}

static void source_text_is_what_the_span_covers(void **state)
{
	struct source_set *set = source_set_new(*state);
	const struct source_file *file;
	size_t size;

	add(set, "first");
	file = add(set, "hello world");
	assert_memory_equal(
		source_text(set, (struct span){ file->base + 6, file->base + 11 }, &size), "world",
		5);
	assert_int_equal(size, 5);
	source_text(set, (struct span){ file->base + 6, file->base + 100 }, &size);
	assert_int_equal(size, 5);
	source_text(set, (struct span){ 0, 0 }, &size);
	assert_int_equal(size, 0);
}

static void source_copies_the_text(void **state)
{
	struct source_set *set = source_set_new(*state);
	char text[] = "abc";
	const struct source_file *file = add(set, text);

	text[0] = 'x';
	assert_string_equal(file->text, "abc");
}

static void source_keeps_nul_bytes(void **state)
{
	struct source_set *set = source_set_new(*state);
	const struct source_file *file = source_add(set, "f", "a\0\nb", 4);

	assert_int_equal(file->size, 4);
	assert_int_equal(file->n_lines, 2);
	expect_place(set, file->base + 3, 2, 1);
}

static void source_refuses_what_is_too_large(void **state)
{
	struct source_set *set = source_set_new(*state);

	/* The size is refused before a byte is read. */
	assert_null(source_add(set, "f", "", (size_t)SOURCE_MAX_SIZE + 1));
}

static void source_span_join_covers_both(void **state)
{
	struct span joined = span_join((struct span){ 5, 7 }, (struct span){ 2, 6 });

	(void)state;
	assert_int_equal(joined.begin, 2);
	assert_int_equal(joined.end, 7);
	joined = span_join((struct span){ 0, 0 }, (struct span){ 2, 6 });
	assert_int_equal(joined.begin, 2);
	joined = span_join((struct span){ 2, 6 }, (struct span){ 0, 0 });
	assert_int_equal(joined.end, 6);
}

static void source_expansion_stands_where_its_macro_does(void **state)
{
	struct source_set *set = source_set_new(*state);
	const struct source_file *file = add(set, "first\nmacro { x }\ncall();\n");
	struct span body = { file->base + 12, file->base + 17 };
	struct span call = { file->base + 18, file->base + 24 };
	uint32_t delta = source_add_expansion(set, body, call);
	const struct source_file *next = add(set, "another");
	struct span from = { 0 };
	size_t size;

	expect_place(set, body.begin + delta, 2, 7);
	expect_place(set, body.end + delta, 2, 12);
	assert_ptr_equal(source_find(set, body.begin + delta), file);
	assert_int_equal(source_position(set, body.begin + 2 + delta), body.begin + 2);
	assert_int_equal(source_origin(set, body.end + delta, &from), SOURCE_EXPANDED);
	assert_int_equal(from.begin, call.begin);
	assert_int_equal(from.end, call.end);
	source_text(set, (struct span){ body.begin + 2 + delta, body.begin + 3 + delta }, &size);
	assert_int_equal(size, 1);
	expect_place(set, next->base, 1, 1);
	assert_int_equal(source_origin(set, next->base, &from), SOURCE_GIVEN);
}

static void source_expansions_nest(void **state)
{
	struct source_set *set = source_set_new(*state);
	const struct source_file *file = add(set, "{ inner() } { y }");
	struct span outer = { file->base, file->base + 11 };
	struct span inner = { file->base + 12, file->base + 17 };
	uint32_t first = source_add_expansion(set, outer, (struct span){ file->base, 5 });
	struct span call = { file->base + 2 + first, file->base + 9 + first };
	uint32_t second = source_add_expansion(set, inner, call);
	struct span from = { 0 };

	expect_place(set, inner.begin + second, 1, 13);
	assert_int_equal(source_origin(set, inner.begin + second, &from), SOURCE_EXPANDED);
	expect_place(set, from.begin, 1, 3);
	assert_int_equal(source_origin(set, from.begin, &from), SOURCE_EXPANDED);
	assert_int_equal(from.begin, file->base);
}

static void source_expansions_end_with_the_positions(void **state)
{
	struct source_set *set = source_set_new(*state);
	char text[1 << 12] = { 0 };
	const struct source_file *file = source_add(set, "f", text, sizeof(text));
	struct span body = { file->base, file->base + sizeof(text) };
	unsigned n = 0;

	while (source_add_expansion(set, body, body) != 0)
		n++;
	assert_in_range(n, (1u << 20) - 1000, 1u << 20);
	expect_place(set, file->base + 7, 1, 8);
}

static void source_import_is_known_by_its_place(void **state)
{
	struct source_set *set = source_set_new(*state);
	const struct source_file *file = add(set, "import \"x\";");
	struct span import = { file->base, file->base + 10 };
	const struct source_file *other = source_add_import(set, "x", "text", 4, import);
	struct span from = { 0 };

	assert_int_equal(source_origin(set, file->base, &from), SOURCE_GIVEN);
	assert_int_equal(source_origin(set, other->base + 2, &from), SOURCE_IMPORTED);
	assert_int_equal(from.begin, import.begin);
	expect_place(set, other->base + 2, 1, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(source_place_counts_lines_and_columns, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(source_position_zero_is_nowhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(source_find_tells_files_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(source_line_leaves_line_ends_out, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(source_text_is_what_the_span_covers, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(source_copies_the_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(source_keeps_nul_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(source_refuses_what_is_too_large, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(source_span_join_covers_both, set_up, tear_down),
		cmocka_unit_test_setup_teardown(source_expansion_stands_where_its_macro_does,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(source_expansions_nest, set_up, tear_down),
		cmocka_unit_test_setup_teardown(source_expansions_end_with_the_positions, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(source_import_is_known_by_its_place, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
