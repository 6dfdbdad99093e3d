#include "format.h"
#include "record.h"
#include "rt_fixture.h"

static const struct abi_type int64_type = { &rt_value_int, ABI_VALUE_INT, .is_signed = true,
					    .size = 8, .align = 8 };
static const struct abi_type uint64_type = { &rt_value_int, ABI_VALUE_INT, .size = 8, .align = 8 };
static const struct abi_type int8_type = { &rt_value_int, ABI_VALUE_INT, .is_signed = true,
					   .size = 1, .align = 1 };
static const struct abi_type bool_type = { &rt_value_bool, ABI_VALUE_BOOL, .size = 1, .align = 1 };
static const struct abi_type string_type = { &rt_value_string, ABI_VALUE_STRING, .size = 16,
					     .align = 1 };
static const struct abi_type buffer_type = { &rt_value_buffer, ABI_VALUE_BUFFER, .size = 68,
					     .align = 4, .count = 64 };

/* The text of one conversion, given as a piece, of one argument. */
static void expect(struct fixture *fixture, struct abi_piece piece, const struct abi_type *type,
		   const void *data, size_t size, const char *expected)
{
	struct abi_arg arg = { .type = type, .offset = 0 };
	struct abi_event event = { .args = &arg, .n_args = 1, .fixed_size = (uint32_t)size };
	const struct abi_format format = { &piece, 1 };
	struct rt_arguments arguments;
	struct rt_text out = { 0 };
	rt_arguments_init(&arguments, &event, data, size);
	rt_format(&fixture->rt, &format, &arguments, &out);
	assert_string_equal(rt_text_string(&out), expected);
	rt_text_release(&out);
}

static void expect_signed(struct fixture *fixture, struct abi_piece piece, int64_t value,
			  const char *expected)
{
	expect(fixture, piece, &int64_type, &value, sizeof(value), expected);
}

#define PIECE(letter, ...) ((struct abi_piece){ .conversion = (letter), __VA_ARGS__ })

static void format_narrows_integers(void **state)
{
	struct fixture *fixture = *state;
	expect_signed(fixture, PIECE('d', .int_size = 4), 0x1ffffffffLL, "-1");
	expect_signed(fixture, PIECE('i', .int_size = 4), 42, "42");
	expect_signed(fixture, PIECE('d', .int_size = 8), 0x1ffffffffLL, "8589934591");
	expect_signed(fixture, PIECE('d', .int_size = 2), 0x18000, "-32768");
	expect_signed(fixture, PIECE('d', .int_size = 1), 255, "-1");
	expect_signed(fixture, PIECE('u', .int_size = 1), -1, "255");
	expect_signed(fixture, PIECE('u', .int_size = 4), -1, "4294967295");
	expect_signed(fixture, PIECE('u', .int_size = 8), -1, "18446744073709551615");
	expect_signed(fixture, PIECE('x', .int_size = 8), -1, "ffffffffffffffff");
	expect_signed(fixture, PIECE('X', .int_size = 4), 0xbeef, "BEEF");
	expect_signed(fixture, PIECE('o', .int_size = 4), 8, "10");
	expect_signed(fixture, PIECE('d', .int_size = 8), INT64_MIN, "-9223372036854775808");
	// Without a size as int.
	expect_signed(fixture, PIECE('d'), 0x1ffffffffLL, "-1");
}

static void format_extends_small_arguments_by_their_sign(void **state)
{
	struct fixture *fixture = *state;
	int8_t minus = -1;
	uint8_t yes = 1;
	expect(fixture, PIECE('d', .int_size = 8), &int8_type, &minus, 1, "-1");
	expect(fixture, PIECE('u', .int_size = 4), &int8_type, &minus, 1, "4294967295");
	expect(fixture, PIECE('d', .int_size = 4), &bool_type, &yes, 1, "1");
	expect(fixture, PIECE('s'), &bool_type, &yes, 1, "true");
}

static void format_obeys_flags(void **state)
{
	struct fixture *fixture = *state;
	expect_signed(fixture, PIECE('d', .flags = ABI_FORMAT_SIGN, .int_size = 4), 5, "+5");
	expect_signed(fixture, PIECE('d', .flags = ABI_FORMAT_SIGN, .int_size = 4), -5, "-5");
	expect_signed(fixture, PIECE('d', .flags = ABI_FORMAT_ZERO, .int_size = 4, .width = 5), -3,
		      "-0003");
	expect_signed(fixture, PIECE('d', .flags = ABI_FORMAT_SPACE, .int_size = 4), 3, "3");
	expect_signed(fixture, PIECE('d', .int_size = 4, .width = 5), -3, "   -3");
	expect_signed(fixture, PIECE('d', .flags = ABI_FORMAT_LEFT, .int_size = 4, .width = 5), -3,
		      "-3   ");
	expect_signed(
		fixture,
		PIECE('d', .flags = ABI_FORMAT_LEFT | ABI_FORMAT_ZERO, .int_size = 4, .width = 5),
		7, "7    ");
	expect_signed(fixture, PIECE('x', .flags = ABI_FORMAT_ALTERNATE, .int_size = 4), 255,
		      "0xff");
	expect_signed(fixture, PIECE('x', .flags = ABI_FORMAT_ALTERNATE, .int_size = 4), 0, "0");
	expect_signed(fixture, PIECE('X', .flags = ABI_FORMAT_ALTERNATE, .int_size = 4), 255,
		      "0XFF");
	expect_signed(fixture, PIECE('o', .flags = ABI_FORMAT_ALTERNATE, .int_size = 4), 8, "010");
	expect_signed(fixture,
		      PIECE('x', .flags = ABI_FORMAT_ALTERNATE | ABI_FORMAT_ZERO, .int_size = 4,
			    .width = 8),
		      255, "0x0000ff");
	expect_signed(fixture, PIECE('d', .int_size = 4, .width = 2), 12345, "12345");
}

static void format_prints_characters_and_pointers(void **state)
{
	struct fixture *fixture = *state;
	uint64_t pointer = 0xffffffff81000000;
	uint64_t null = 0;
	expect_signed(fixture, PIECE('c'), 'A', "A");
	expect_signed(fixture, PIECE('c', .width = 3), 0x141, "  A");
	expect(fixture, PIECE('p'), &uint64_type, &pointer, 8, "0xffffffff81000000");
	expect(fixture, PIECE('p'), &uint64_type, &null, 8, "0");
	expect(fixture, PIECE('p', .width = 6), &uint64_type, &null, 8, "     0");
}

static void format_pads_strings(void **state)
{
	struct fixture *fixture = *state;
	char comm[16] = "bash";
	int64_t number = -11;
	expect(fixture, PIECE('s', .flags = ABI_FORMAT_LEFT, .width = 8), &string_type, comm, 16,
	       "bash    ");
	expect(fixture, PIECE('s', .width = 8), &string_type, comm, 16, "    bash");
	expect(fixture, PIECE('s', .width = 2), &string_type, comm, 16, "bash");
	expect(fixture, PIECE('s', .width = 5), &int64_type, &number, 8, "  -11");
}

static void format_prints_buffers(void **state)
{
	struct fixture *fixture = *state;
	struct {
		uint32_t length;
		char bytes[64];
	} buffer = { 7, "ok_key" };
	expect(fixture, PIECE('r'), &buffer_type, &buffer, sizeof(buffer), "ok_key\\x00");
	expect(fixture, PIECE('s'), &buffer_type, &buffer, sizeof(buffer), "ok_key\\x00");
	expect(fixture, PIECE('r', .subconversion = 'x'), &buffer_type, &buffer, sizeof(buffer),
	       "\\x6f\\x6b\\x5f\\x6b\\x65\\x79\\x00");
	buffer.length = 2;
	buffer.bytes[0] = 0x0a;
	buffer.bytes[1] = (char)0xfe;
	expect(fixture, PIECE('r', .subconversion = 'h'), &buffer_type, &buffer, sizeof(buffer),
	       "0a fe");
	// A length that the buffer has no room for.
	buffer.length = UINT32_MAX;
	memset(buffer.bytes, 'z', sizeof(buffer.bytes));
	char expected[65];
	memset(expected, 'z', 64);
	expected[64] = '\0';
	expect(fixture, PIECE('r'), &buffer_type, &buffer, sizeof(buffer), expected);
}

static void format_names_gfp_flags(void **state)
{
	struct fixture *fixture = *state;
	struct abi_piece piece = { .conversion = 'g', .subconversion = 'r' };
	expect_signed(fixture, piece, 0xcc0, "GFP_KERNEL");
	expect_signed(fixture, piece, 0xdc0, "GFP_KERNEL|__GFP_ZERO");
	expect_signed(fixture, piece, 0x820, "GFP_ATOMIC");
	expect_signed(fixture, piece, 0xa20, "GFP_ATOMIC"); // before 6.3
	expect_signed(fixture, piece, 0x200, "__GFP_ATOMIC");
	expect_signed(fixture, piece, 0x100cca, "GFP_HIGHUSER_MOVABLE");
	expect_signed(fixture, piece, 0x80000100, "__GFP_ZERO|0x80000000");
	expect_signed(fixture, piece, 0x40000000, "0x40000000");
	expect_signed(fixture, piece, 0, "0");
}

static void format_says_what_it_cannot_print(void **state)
{
	struct fixture *fixture = *state;
	char text[16] = "x";
	int64_t number = 1;
	expect(fixture, PIECE('d'), &string_type, text, 16,
	       "!{%d cannot print a value of type string}");
	expect(fixture, PIECE('r', .subconversion = 'h'), &int64_type, &number, 8,
	       "!{%rh cannot print a value of type integer}");
	expect(fixture, PIECE('f'), &int64_type, &number, 8, "!{%f is no conversion}");
	// The record is shorter than its description.
	expect(fixture, PIECE('d'), &int64_type, &number, 4, "!{%d has no argument}");
}

static void format_takes_packed_arguments_in_order(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_arg args[] = {
		{ &string_type, 8, true },
		{ &int64_type, 16, false },
		{ &string_type, 24, true },
	};
	static const struct abi_piece pieces[] = {
		{ .literal = "<", .literal_size = 1 },    { .conversion = 's' },
		{ .literal = "> ", .literal_size = 2 },   { .conversion = 'd', .int_size = 4 },
		{ .literal = " \0 ", .literal_size = 3 }, { .conversion = 's' },
		{ .literal = "\n", .literal_size = 1 },
	};
	static const struct abi_format format = { pieces, 7 };
	const struct abi_event event = { .ops = &rt_event_printf,
					 .fixed_size = 32,
					 .format = &format,
					 .args = args,
					 .n_args = 3 };
	struct {
		struct abi_record head;
		struct abi_packed first;
		int64_t number;
		struct abi_packed second;
		char bytes[32];
	} record = { { 0, 53 }, { 5, 0 }, -7, { 16, 0 }, "firstsixteen bytes!!!" };
	assert_int_equal(rt_event_printf.handle(&fixture->rt, &event, (uint8_t *)&record, 53), 0);
	const char *printed = take_output(fixture);
	assert_memory_equal(printed, "<first> -7 \0 sixteen bytes!!!..\n", 32);
	// Cut off within the second string.
	rt_event_printf.handle(&fixture->rt, &event, (uint8_t *)&record, 40);
	printed = take_output(fixture);
	assert_memory_equal(printed, "<first> -7 \0 !{%s has no argument}\n", 35);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(format_narrows_integers),
		RT_TEST(format_extends_small_arguments_by_their_sign),
		RT_TEST(format_obeys_flags),
		RT_TEST(format_prints_characters_and_pointers),
		RT_TEST(format_pads_strings),
		RT_TEST(format_prints_buffers),
		RT_TEST(format_names_gfp_flags),
		RT_TEST(format_says_what_it_cannot_print),
		RT_TEST(format_takes_packed_arguments_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
