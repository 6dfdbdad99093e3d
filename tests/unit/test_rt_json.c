#include "json.h"
#include "rt_fixture.h"

static void expect(struct rt_text *text, const char *expected)
{
	assert_string_equal(rt_text_string(text), expected);
	rt_text_release(text);
}

static void json_escapes_strings(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	rt_json_string(&text, "a\"b\\c\nd\re\tf\x01g\0h\x1f", 16);
	expect(&text, "\"a\\\"b\\\\c\\nd\\re\\tf\\u0001g\\u0000h\\u001f\"");
}

static void json_keeps_utf8(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	const char *utf8 = "\xc2\xb5s \xe2\x82\xac \xf0\x9f\x90\x9d";
	rt_json_string(&text, utf8, strlen(utf8));
	expect(&text, "\"\xc2\xb5s \xe2\x82\xac \xf0\x9f\x90\x9d\"");
}

static void json_escapes_what_is_no_utf8(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	// A lone lead byte, an overlong form, a surrogate, a sequence that ends too early.
	rt_json_string(&text, "\xff|\xc0\xaf|\xed\xa0\x80|\xe2\x82", 11);
	expect(&text, "\"\\u00ff|\\u00c0\\u00af|\\u00ed\\u00a0\\u0080|\\u00e2\\u0082\"");
}

static void json_of_any_bytes_is_valid(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	uint32_t seed = 1;
	for (int n = 0; n < 2000; n++) {
		char bytes[16];
		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (char)(seed >> 24);
		}
		rt_json_string(&text, bytes, sizeof(bytes));
		rt_text_add_char(&text, '\n');
	}
	expect_valid_json(rt_text_string(&text));
	rt_text_release(&text);
}

static void json_quotes_what_a_double_cannot_hold(void **state)
{
	(void)state;
	struct rt_text text = { 0 };
	rt_json_unsigned(&text, 1ULL << 53);
	rt_text_add_char(&text, ' ');
	rt_json_unsigned(&text, (1ULL << 53) + 1);
	rt_text_add_char(&text, ' ');
	rt_json_unsigned(&text, 1ULL << 63);
	rt_text_add_char(&text, ' ');
	rt_json_unsigned(&text, UINT64_MAX);
	rt_text_add_char(&text, ' ');
	rt_json_signed(&text, INT64_MIN);
	rt_text_add_char(&text, ' ');
	rt_json_signed(&text, INT64_MIN + 1);
	rt_text_add_char(&text, ' ');
	rt_json_signed(&text, -5);
	expect(&text, "9007199254740992 \"9007199254740993\" 9223372036854775808 "
		      "\"18446744073709551615\" -9223372036854775808 "
		      "\"-9223372036854775807\" -5");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_escapes_strings),
		cmocka_unit_test(json_keeps_utf8),
		cmocka_unit_test(json_escapes_what_is_no_utf8),
		cmocka_unit_test(json_of_any_bytes_is_valid),
		cmocka_unit_test(json_quotes_what_a_double_cannot_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
