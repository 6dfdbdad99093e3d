#include "rt_fixture.h"

#define INTEGER(bytes, sign)                                                                       \
	{                                                                                          \
		.ops = &rt_value_int, .kind = ABI_VALUE_INT, .is_signed = (sign), .size = (bytes), \
		.align = (bytes)                                                                   \
	}

static const struct abi_type int64_type = INTEGER(8, true);
static const struct abi_type int32_type = INTEGER(4, true);
static const struct abi_type uint64_type = INTEGER(8, false);
static const struct abi_type uint8_type = INTEGER(1, false);
static const struct abi_type bool_type = { &rt_value_bool, ABI_VALUE_BOOL, .size = 1, .align = 1 };
static const struct abi_type string_type = { &rt_value_string, ABI_VALUE_STRING, .size = 8,
					     .align = 1 };
static const struct abi_type pointer_type = { &rt_value_pointer, ABI_VALUE_POINTER, .size = 8,
					      .align = 8 };

static void value_of_integers(void **state)
{
	struct fixture *fixture = *state;
	int64_t minus = -11;
	expect_printed(fixture, &int64_type, &minus, 8, "-11");
	expect_printed(fixture, &uint64_type, &minus, 8, "18446744073709551605");
	uint8_t byte = 255;
	expect_printed(fixture, &uint8_type, &byte, 1, "255");
	// In a map every integer has 8 bytes.
	expect_printed(fixture, &int32_type, &minus, 8, "-11");
	use_json(fixture);
	expect_printed(fixture, &int64_type, &minus, 8, "-11");
	expect_printed(fixture, &uint64_type, &minus, 8, "\"18446744073709551605\"");
}

static void value_of_bool_and_none(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type none_type = { .ops = &rt_value_none, .kind = ABI_VALUE_NONE };
	uint8_t yes = 1;
	uint64_t no = 0;
	expect_printed(fixture, &bool_type, &yes, 1, "true");
	expect_printed(fixture, &bool_type, &no, 8, "false");
	expect_printed(fixture, &none_type, "", 0, "");
	use_json(fixture);
	expect_printed(fixture, &bool_type, &yes, 1, "true");
	expect_printed(fixture, &none_type, "", 0, "null");
}

static void value_of_pointer(void **state)
{
	struct fixture *fixture = *state;
	uint64_t pointer = 0xffff888012345678;
	uint64_t null = 0;
	expect_printed(fixture, &pointer_type, &pointer, 8, "0xffff888012345678");
	expect_printed(fixture, &pointer_type, &null, 8, "0x0");
	use_json(fixture);
	expect_printed(fixture, &pointer_type, &null, 8, "0");
	expect_printed(fixture, &pointer_type, &pointer, 8, "\"18446612682375452280\"");
}

static void value_of_enum(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_enumerator names[] = { { "ESTABLISHED", 1 },
						       { "NEGATIVE", (uint64_t)-2 } };
	static const struct abi_type type = { &rt_value_enum,    ABI_VALUE_ENUM,
					      .is_signed = true, .size = 4,
					      .align = 4,        .enumerators = names,
					      .n_enumerators = 2 };
	int32_t value = 1;
	int64_t wide = -2;
	expect_printed(fixture, &type, &value, 4, "ESTABLISHED");
	expect_printed(fixture, &type, &wide, 8, "NEGATIVE");
	value = -2;
	expect_printed(fixture, &type, &value, 4, "NEGATIVE");
	value = 7;
	expect_printed(fixture, &type, &value, 4, "7");
	use_json(fixture);
	expect_printed(fixture, &type, &wide, 8, "-2");
}

static void value_of_string(void **state)
{
	struct fixture *fixture = *state;
	expect_printed(fixture, &string_type, "abc\0\0\0\0", 8, "abc");
	expect_printed(fixture, &string_type, "\0bc\0\0\0\0", 8, "");
	expect_printed(fixture, &string_type, "abcdefgh", 8, "abcdefgh..");
	expect_packed(fixture, &string_type, "abcdefg", 7, 0, "abcdefg");
	expect_packed(fixture, &string_type, "abcdefgh", 8, 0, "abcdefgh..");
	expect_packed(fixture, &string_type, "", 0, 0, "");
	use_json(fixture);
	expect_printed(fixture, &string_type, "a\"\n\0\0\0\0", 8, "\"a\\\"\\n\"");
	expect_packed(fixture, &string_type, "\xff", 1, 0, "\"\\u00ff\"");
}

static void value_of_array(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type row = { &rt_value_array, ABI_VALUE_ARRAY,
					     .size = 8,       .align = 4,
					     .count = 2,      .element = &int32_type };
	static const struct abi_type type = { &rt_value_array, ABI_VALUE_ARRAY, .size = 16,
					      .align = 4,      .count = 2,      .element = &row };
	const int32_t values[] = { 5, 6, 7, 8 };
	expect_printed(fixture, &row, values, 8, "[5,6]");
	expect_printed(fixture, &type, values, 16, "[[5,6],[7,8]]");
	use_json(fixture);
	expect_printed(fixture, &type, values, 16, "[[5,6],[7,8]]");
}

/* (1, 2, string, (4, 5)) */
static const struct abi_field inner_fields[] = { { .offset = 0, .type = &int32_type },
						 { .offset = 4, .type = &int32_type } };
static const struct abi_type inner_type = {
	&rt_value_tuple, ABI_VALUE_TUPLE, .size = 8, .align = 4, .count = 2, .fields = inner_fields
};
static const struct abi_field tuple_fields[] = {
	{ .offset = 0, .type = &uint8_type },
	{ .offset = 8, .type = &int64_type },
	{ .offset = 16, .type = &string_type },
	{ .offset = 24, .type = &inner_type },
};
static const struct abi_type tuple_type = {
	&rt_value_tuple, ABI_VALUE_TUPLE, .size = 32, .align = 8, .count = 4, .fields = tuple_fields
};

static void value_of_tuple(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type empty_type = { &rt_value_tuple, ABI_VALUE_TUPLE, .align = 1 };
	static const struct abi_type single_type = { &rt_value_tuple, ABI_VALUE_TUPLE,
						     .size = 1,       .align = 1,
						     .count = 1,      .fields = tuple_fields };
	struct {
		uint8_t first;
		int64_t second;
		char third[8];
		int32_t inner[2];
	} tuple = { 1, 2, "string", { 4, 5 } };
	expect_printed(fixture, &tuple_type, &tuple, sizeof(tuple), "(1, 2, string, (4, 5))");
	expect_printed(fixture, &single_type, &tuple, 1, "(1)");
	expect_printed(fixture, &empty_type, "", 0, "()");
	use_json(fixture);
	expect_printed(fixture, &tuple_type, &tuple, sizeof(tuple), "[1,2,\"string\",[4,5]]");
}

static void value_of_record(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type none_type = { &rt_value_none, ABI_VALUE_NONE, .size = 4 };
	static const struct abi_field fields[] = {
		{ "m", 0, .type = &int32_type },
		{ "n", 4, .type = &string_type },
		{ "f", 12, .type = &none_type },
	};
	static const struct abi_type type = {
		&rt_value_record, ABI_VALUE_RECORD, .size = 16,
		.align = 4,       .count = 3,       .fields = fields
	};
	static const struct abi_type empty_type = { .ops = &rt_value_record,
						    .kind = ABI_VALUE_RECORD };
	struct {
		int32_t m;
		char n[8];
		float f;
	} record = { 2, "hi", 1.5 };
	expect_printed(fixture, &type, &record, sizeof(record), "{ .m = 2, .n = hi, .f = null }");
	expect_printed(fixture, &empty_type, "", 0, "{}");
	use_json(fixture);
	expect_printed(fixture, &type, &record, sizeof(record),
		       "{\"m\": 2, \"n\": \"hi\", \"f\": null}");
	expect_printed(fixture, &empty_type, "", 0, "{}");
}

static void value_of_bit_fields(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type uint32_type = INTEGER(4, false);
	static const struct abi_field fields[] = {
		{ "a", 0, 0, 3, &uint32_type },
		{ "b", 0, 3, 5, &int32_type },
		{ "c", 0, 8, 24, &uint32_type },
	};
	static const struct abi_type type = {
		&rt_value_record, ABI_VALUE_RECORD, .size = 4,
		.align = 4,       .count = 3,       .fields = fields
	};
	struct {
		uint32_t a : 3;
		int32_t b : 5;
		uint32_t c : 24;
	} bits = { 5, -2, 0xabcdef };
	expect_printed(fixture, &type, &bits, 4, "{ .a = 5, .b = -2, .c = 11259375 }");
}

static void value_of_buffer(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type type = { &rt_value_buffer, ABI_VALUE_BUFFER, .size = 20,
					      .align = 4, .count = 16 };
	struct {
		uint32_t length;
		char bytes[16];
	} buffer = { 7, "ok_key" };
	expect_printed(fixture, &type, &buffer, sizeof(buffer), "ok_key\\x00");
	expect_packed(fixture, &type, "\x01\xff", 2, 0, "\\x01\\xff");
	use_json(fixture);
	expect_packed(fixture, &type, "\x01\xff", 2, 0, "[1,-1]");
	expect_packed(fixture, &type, "", 0, 0, "[]");
}

static void value_of_addresses(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type inet_type = { &rt_value_inet, ABI_VALUE_INET, .size = 20,
						   .align = 4 };
	static const struct abi_type mac_type = { &rt_value_mac, ABI_VALUE_MAC, .size = 6,
						  .align = 1 };
	struct abi_inet v4 = { 2, { 127, 0, 0, 1 } };
	struct abi_inet v6 = { 10, { 0xfe, 0x80, [15] = 1 } };
	expect_printed(fixture, &inet_type, &v4, sizeof(v4), "127.0.0.1");
	expect_printed(fixture, &inet_type, &v6, sizeof(v6), "fe80::1");
	expect_printed(fixture, &mac_type, "\x08\x00\x27\xab\xcd\xef", 6, "08:00:27:AB:CD:EF");
	use_json(fixture);
	expect_printed(fixture, &inet_type, &v6, sizeof(v6), "\"fe80::1\"");
}

static void value_of_user(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type type = { &rt_value_username, ABI_VALUE_USERNAME, .size = 4,
					      .align = 4 };
	uint32_t uid = 0;
	expect_printed(fixture, &type, &uid, 4, "root");
	uid = 4000000000u;
	expect_printed(fixture, &type, &uid, 4, "4000000000");
}

static void value_of_probe(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type type = { &rt_value_probe_name, ABI_VALUE_PROBE_NAME, .size = 4,
					      .align = 4 };
	char begin[] = "begin";
	char interval[] = "interval:s:5";
	char *names[] = { begin, interval };
	uint32_t index = 0;
	fixture->rt.probe_names = names;
	fixture->rt.n_probe_names = 2;
	expect_printed(fixture, &type, &index, 4, "begin");
	index = 1;
	expect_printed(fixture, &type, &index, 4, "interval:s:5");
	index = 2;
	expect_printed(fixture, &type, &index, 4, "");
}

static void value_of_aggregations(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type stats_type = { &rt_value_stats, ABI_VALUE_STATS,
						    .is_signed = true, .size = 16, .align = 8 };
	static const struct abi_type avg_type = { &rt_value_avg, ABI_VALUE_AVG, .is_signed = true,
						  .size = 16, .align = 8 };
	static const struct abi_type count_type = { &rt_value_count, ABI_VALUE_COUNT, .size = 16,
						    .align = 8 };
	struct abi_aggregate aggregate = { 6, 3 };
	uint64_t reduced = 12;
	expect_printed(fixture, &stats_type, &aggregate, 16,
		       "{ .count = 3, .average = 2, .total = 6 }");
	aggregate.value = (uint64_t)-10;
	expect_printed(fixture, &avg_type, &aggregate, 16, "-3");
	expect_printed(fixture, &count_type, &reduced, 8, "12");
	use_json(fixture);
	expect_printed(fixture, &stats_type, &aggregate, 16,
		       "{\"count\": 3, \"average\": -3, \"total\": -10}");
}

static void value_stays_within_its_bytes(void **state)
{
	struct fixture *fixture = *state;
	uint8_t bytes[12] = { 1 };
	expect_printed(fixture, &tuple_type, bytes, sizeof(bytes), "(1)");
	expect_printed(fixture, &tuple_type, bytes, 0, "()");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(value_of_integers),
		RT_TEST(value_of_bool_and_none),
		RT_TEST(value_of_pointer),
		RT_TEST(value_of_enum),
		RT_TEST(value_of_string),
		RT_TEST(value_of_array),
		RT_TEST(value_of_tuple),
		RT_TEST(value_of_record),
		RT_TEST(value_of_bit_fields),
		RT_TEST(value_of_buffer),
		RT_TEST(value_of_addresses),
		RT_TEST(value_of_user),
		RT_TEST(value_of_probe),
		RT_TEST(value_of_aggregations),
		RT_TEST(value_stays_within_its_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
