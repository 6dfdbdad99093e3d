/*
 * Every conversion of integers and texts with every combination of flags, widths, precisions and lengths: what the
 * compiler makes of the format and the tool prints is what the C library prints (language.md 5.1), but for what differs
 * there on purpose: the space flag and precisions mean nothing, without a length an integer is one of 32 bits.
 */
#include <stdio.h>

#include "format.h"
#include "record.h"
#include "rt_fixture.h"
#include "sema/format.h"

static const struct abi_type int64_type = { &rt_value_int, ABI_VALUE_INT, .is_signed = true, .size = 8, .align = 8 };
static const struct abi_type string_type = { &rt_value_string, ABI_VALUE_STRING, .size = 32, .align = 1 };

#define FLAGS 5
static const char flag_letters[FLAGS] = { '-', '+', ' ', '#', '0' };
static const char *const widths[] = { "", "1", "7", "24" };
static const char *const precisions[] = { "", ".", ".30" };
static const char *const lengths[] = { "", "hh", "h", "l", "ll", "j", "z", "t", "L" };

#define N(array) (sizeof(array) / sizeof((array)[0]))

/* The format that C prints the same by: the flags that mean something, no precision, a length that C knows. */
struct c_format {
	char text[64];
	bool is_wide;
};

/* Prints one argument by the script's format. */
static void print_tool(struct fixture *fixture, const char *text, const struct abi_type *type, const void *data,
		       char *printed, size_t room)
{
	struct arena *arena = arena_new();
	struct format scanned = { 0 };
	struct abi_arg arg = { .type = type };
	struct abi_event event = { .args = &arg, .n_args = 1, .fixed_size = type->size };
	struct rt_arguments arguments;
	struct rt_text out = { 0 };

	format_scan(arena, text, strlen(text), &scanned);
	if (scanned.bad_spec)
		fail_msg("'%s' is no format", text);
	const struct abi_format format = { scanned.pieces.items, (uint32_t)scanned.pieces.count };
	rt_arguments_init(&arguments, &event, data, type->size);
	rt_format(&fixture->rt, &format, &arguments, &out);
	snprintf(printed, room, "%s", rt_text_string(&out));
	rt_text_release(&out);
	arena_free(arena);
}

static void flags_of(unsigned set, bool for_c, char *text)
{
	for (unsigned i = 0; i < FLAGS; i++) {
		if (set & 1u << i && !(for_c && flag_letters[i] == ' '))
			*text++ = flag_letters[i];
	}
	*text = '\0';
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static void compare_integer(struct fixture *fixture, unsigned set, const char *width, const char *precision,
			    const char *length, char conversion, int64_t value)
{
	char script[64], c[64], flags[FLAGS + 1], printed[128], expected[128];
	bool is_short = length[0] == 'h', is_wide = length[0] && !is_short;

	flags_of(set, false, flags);
	snprintf(script, sizeof(script), "[%%%s%s%s%s%c]", flags, width, precision, length, conversion);
	flags_of(set, true, flags);
	snprintf(c, sizeof(c), "[%%%s%s%s%c]", flags, width, is_wide ? "ll" : length, conversion);
	if (is_wide)
		snprintf(expected, sizeof(expected), c, (long long)value);
	else
		snprintf(expected, sizeof(expected), c, (int)value);
	print_tool(fixture, script, &int64_type, &value, printed, sizeof(printed));
	if (strcmp(printed, expected) != 0)
		fail_msg("%s of %lld: '%s', C prints '%s'", script, (long long)value, printed, expected);
}

static void integers_are_as_in_c(void **state)
{
	static const int64_t values[] = { 0, -1, 42, 255, -32769, INT32_MAX, 1ll << 40, INT64_MIN };
	static const char conversions[] = "diuoxX";

	for (unsigned set = 0; set < 1u << FLAGS; set++)
		for (size_t w = 0; w < N(widths); w++)
			for (size_t p = 0; p < N(precisions); p++)
				for (size_t l = 0; l < N(lengths); l++)
					for (const char *c = conversions; *c; c++)
						for (size_t v = 0; v < N(values); v++)
							compare_integer(*state, set, widths[w], precisions[p],
									lengths[l], *c, values[v]);
}

/* Text, characters and pointers: C says nothing of their other flags. */
static void texts_are_as_in_c(void **state)
{
	static const char text[32] = "a word";
	static const int64_t letter = 'x', pointer = 0xffff8000;

	for (unsigned left = 0; left < 2; left++) {
		for (size_t w = 0; w < N(widths); w++) {
			for (size_t p = 0; p < N(precisions); p++) {
				char script[64], c[64], printed[128], expected[128];
				const char *flag = left ? "-" : "";

				snprintf(script, sizeof(script), "[%%%s%s%ss]", flag, widths[w], precisions[p]);
				snprintf(c, sizeof(c), "[%%%s%ss]", flag, widths[w]);
				snprintf(expected, sizeof(expected), c, text);
				print_tool(*state, script, &string_type, text, printed, sizeof(printed));
				assert_string_equal(printed, expected);
				script[strlen(script) - 2] = c[strlen(c) - 2] = 'c';
				snprintf(expected, sizeof(expected), c, (int)letter);
				print_tool(*state, script, &int64_type, &letter, printed, sizeof(printed));
				assert_string_equal(printed, expected);
				script[strlen(script) - 2] = c[strlen(c) - 2] = 'p';
				snprintf(expected, sizeof(expected), c, (void *)pointer);
				print_tool(*state, script, &int64_type, &pointer, printed, sizeof(printed));
				assert_string_equal(printed, expected);
			}
		}
	}
}

/* A '*' is accepted and means nothing, as width and as precision; flags may stand in any order. */
static void stars_and_orders_are_accepted(void **state)
{
	static const int64_t value = 42;
	char printed[128];

	print_tool(*state, "[%*d]", &int64_type, &value, printed, sizeof(printed));
	assert_string_equal(printed, "[42]");
	print_tool(*state, "[%-+*.*lld]", &int64_type, &value, printed, sizeof(printed));
	assert_string_equal(printed, "[+42]");
	print_tool(*state, "[%0+8d]", &int64_type, &value, printed, sizeof(printed));
	assert_string_equal(printed, "[+0000042]");
	print_tool(*state, "100%%[%8s]%%", &int64_type, &value, printed, sizeof(printed));
	assert_string_equal(printed, "100%[      42]%");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(integers_are_as_in_c),
		RT_TEST(texts_are_as_in_c),
		RT_TEST(stars_and_orders_are_accepted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
