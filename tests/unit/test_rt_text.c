#include "rt_fixture.h"

static void expect(struct rt_text *text, const char *expected)
{
	assert_string_equal(rt_text_string(text), expected);
	rt_text_release(text);
}

static void text_grows(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	for (int i = 0; i < 1000; i++)
		rt_text_add_string(&text, "0123456789");
	assert_int_equal(text.length, 10000);
	assert_memory_equal(text.data + 9990, "0123456789", 10);
	assert_false(text.failed);
	rt_text_release(&text);
	assert_null(text.data);
}

static void text_adds_numbers(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	rt_text_add_signed(&text, INT64_MIN);
	rt_text_add_char(&text, ' ');
	rt_text_add_unsigned(&text, UINT64_MAX);
	rt_text_add_char(&text, ' ');
	rt_text_add_hex(&text, 0xdeadbeef);
	rt_text_add_char(&text, ' ');
	rt_text_add_digits(&text, UINT64_MAX, 8, 1);
	rt_text_add_char(&text, ' ');
	rt_text_add_digits(&text, 7, 10, 4);
	rt_text_add_char(&text, ' ');
	rt_text_add_signed(&text, 0);
	expect(&text, "-9223372036854775808 18446744073709551615 deadbeef "
		      "1777777777777777777777 0007 0");
}

static void text_pads_both_sides(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	rt_text_add_string(&text, "<ab");
	rt_text_pad(&text, 1, 5, true);
	rt_text_add_char(&text, '>');
	size_t from = text.length;
	rt_text_add_string(&text, "cd");
	rt_text_pad(&text, from, 4, false);
	from = text.length;
	rt_text_add_string(&text, "long");
	rt_text_pad(&text, from, 2, false);
	expect(&text, "<ab   >  cdlong");
}

static void text_escapes_bytes(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	rt_text_add_escaped(&text, (const uint8_t *)"ok_key\0\xff~\x7f", 10, true);
	rt_text_add_escaped(&text, (const uint8_t *)"A", 1, false);
	expect(&text, "ok_key\\x00\\xff~\\x7f\\x41");
}

static void text_of_nothing_is_a_string(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	rt_text_add(&text, NULL, 0);
	rt_text_cut(&text, 5);
	expect(&text, "");
}

static void text_stops_without_memory(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	rt_text_add_string(&text, "kept");
	rt_text_add_repeated(&text, 'x', SIZE_MAX / 2);
	assert_true(text.failed);
	rt_text_add_string(&text, "lost");
	assert_int_equal(text.length, 4);
	assert_null(rt_text_string(&text));
	rt_text_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_grows),
		cmocka_unit_test(text_adds_numbers),
		cmocka_unit_test(text_pads_both_sides),
		cmocka_unit_test(text_escapes_bytes),
		cmocka_unit_test(text_of_nothing_is_a_string),
		RT_TEST(text_stops_without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
