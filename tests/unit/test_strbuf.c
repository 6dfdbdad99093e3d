#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"

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

static void strbuf_is_empty_text_at_first(void **state)
{
	struct strbuf buf;

	strbuf_init(&buf, *state);
	assert_string_equal(strbuf_text(&buf), "");
	strbuf_puts(&buf, "");
	assert_string_equal(strbuf_text(&buf), "");
	assert_int_equal(buf.size, 0);
}

static void strbuf_appends(void **state)
{
	struct strbuf buf;

	strbuf_init(&buf, *state);
	strbuf_putc(&buf, 'a');
	strbuf_puts(&buf, "bc");
	strbuf_write(&buf, "de", 1);
	strbuf_printf(&buf, "-%d-%s", 7, "x");
	assert_string_equal(strbuf_text(&buf), "abcd-7-x");
	assert_int_equal(buf.size, 8);
}

static void strbuf_grows_over_every_size(void **state)
{
	struct strbuf buf;

	strbuf_init(&buf, *state);
	for (size_t i = 0; i < 5000; i++) {
		strbuf_printf(&buf, "%c", (char)('a' + i % 26));
		assert_int_equal(strbuf_text(&buf)[i + 1], '\0');
	}
	for (size_t i = 0; i < 5000; i++)
		assert_int_equal(strbuf_text(&buf)[i], 'a' + i % 26);
}

static void strbuf_takes_nul_bytes(void **state)
{
	struct strbuf buf;

	strbuf_init(&buf, *state);
	strbuf_write(&buf, "a\0b", 3);
	assert_int_equal(buf.size, 3);
	assert_memory_equal(strbuf_text(&buf), "a\0b", 4);
}

static void strbuf_escapes_for_c(void **state)
{
	struct strbuf buf;

	strbuf_init(&buf, *state);
	strbuf_put_c_escaped(&buf, "a\n\t\r\"\\z\0001\x7f\xff", 11);
	assert_string_equal(strbuf_text(&buf), "a\\n\\t\\r\\\"\\\\z\\0001\\177\\377");
}

static void strbuf_escape_makes_no_trigraph(void **state)
{
	struct strbuf buf;

	strbuf_init(&buf, *state);
	strbuf_put_c_escaped(&buf,
			     "what?"
			     "?/?",
			     8);
	assert_string_equal(strbuf_text(&buf), "what?\\?/?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(strbuf_is_empty_text_at_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strbuf_appends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strbuf_grows_over_every_size, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strbuf_takes_nul_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strbuf_escapes_for_c, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strbuf_escape_makes_no_trigraph, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
