#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sema/format.h"

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

static struct format scan(struct arena *arena, const char *text)
{
	struct format format = { 0 };

	format_scan(arena, text, strlen(text), &format);
	return format;
}

static void format_splits_text_and_conversions(void **state)
{
	struct format format = scan(*state, "pid %d: %s\n");

	assert_null(format.bad_spec);
	assert_int_equal(format.pieces.count, 5);
	assert_string_equal(format.pieces.items[0].literal, "pid ");
	assert_int_equal(format.pieces.items[0].literal_size, 4);
	assert_int_equal(format.pieces.items[1].conversion, 'd');
	assert_string_equal(format.pieces.items[2].literal, ": ");
	assert_int_equal(format.pieces.items[3].conversion, 's');
	assert_string_equal(format.pieces.items[4].literal, "\n");
}

static void format_joins_percent_signs_with_text(void **state)
{
	struct format format = scan(*state, "100%% of %%d");

	assert_int_equal(format.pieces.count, 1);
	assert_string_equal(format.pieces.items[0].literal, "100% of %d");
}

static void format_narrows_by_length(void **state)
{
	struct format format = scan(*state, "%d%hd%hhd%ld%lld%jd%zd%td%p%c");
	static const unsigned sizes[] = { 4, 2, 1, 8, 8, 8, 8, 8, 8, 1 };

	assert_int_equal(format.pieces.count, 10);
	for (size_t i = 0; i < 10; i++)
		assert_int_equal(format.pieces.items[i].int_size, sizes[i]);
}

static void format_reads_flags_and_width(void **state)
{
	struct format format = scan(*state, "%-+ #012.5lx%*d");
	const struct abi_piece *piece = &format.pieces.items[0];

	assert_int_equal(piece->flags, ABI_FORMAT_LEFT | ABI_FORMAT_SIGN | ABI_FORMAT_SPACE |
					       ABI_FORMAT_ALTERNATE | ABI_FORMAT_ZERO);
	assert_int_equal(piece->width, 12);
	assert_int_equal(piece->conversion, 'x');
	assert_string_equal(format.specs.items[0], "%-+ #012.5lx");
	assert_int_equal(format.pieces.items[1].width, 0);
}

static void format_tells_buffers_and_flags_apart(void **state)
{
	struct format format = scan(*state, "%r%rx%rh%gr%i");

	assert_int_equal(format.pieces.count, 5);
	assert_int_equal(format.pieces.items[0].subconversion, 0);
	assert_int_equal(format.pieces.items[1].subconversion, 'x');
	assert_int_equal(format.pieces.items[2].subconversion, 'h');
	assert_int_equal(format.pieces.items[3].conversion, 'g');
	assert_int_equal(format.pieces.items[4].conversion, 'd');
	assert_int_equal(format.accepts.items[0], FORMAT_BUFFER);
	assert_int_equal(format.accepts.items[3], FORMAT_INTEGER);
}

static void format_names_what_it_does_not_know(void **state)
{
	assert_string_equal(scan(*state, "a%e").bad_spec, "%e");
	assert_string_equal(scan(*state, "%-5lk %d").bad_spec, "%-5lk");
	assert_string_equal(scan(*state, "100%").bad_spec, "%");
	assert_string_equal(scan(*state, "%5").bad_spec, "%5");
}

#define FORMAT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FORMAT_TEST(format_splits_text_and_conversions),
		FORMAT_TEST(format_joins_percent_signs_with_text),
		FORMAT_TEST(format_narrows_by_length),
		FORMAT_TEST(format_reads_flags_and_width),
		FORMAT_TEST(format_tells_buffers_and_flags_apart),
		FORMAT_TEST(format_names_what_it_does_not_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
