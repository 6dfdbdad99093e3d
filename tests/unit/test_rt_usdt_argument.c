#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "usdt_argument.h"

static int find(void *context, const char *name, uint64_t *address)
{
	(void)context;
	if (strcmp(name, "counts") != 0)
		return -ENOENT;
	*address = 0x5000;
	return 0;
}

static struct abi_static_place parse(const char *text)
{
	const struct rt_usdt_symbols symbols = { .find = find, .place = 0x1000 };
	struct abi_static_place place = { 0 };
	rt_usdt_arguments_parse(text, &symbols, &place);
	return place;
}

/* The only argument of the text. */
static struct abi_static_argument one(const char *text)
{
	struct abi_static_place place = parse(text);
	assert_int_equal(place.n_arguments, 1);
	return place.arguments[0];
}

static void usdt_arguments_in_registers_of_all_sizes(void **state)
{
	static const struct {
		const char *text;
		int size, is_signed, place;
	} cases[] = {
		{ "-4@%edi", 4, 1, 14 }, { "8@%rax", 8, 0, 10 }, { "1@%dil", 1, 0, 14 },
		{ "-2@%r9w", 2, 1, 8 },  { "4@%r15d", 4, 0, 0 }, { "-1@%bl", 1, 1, 5 },
		{ "%rsp", 8, 0, 19 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct abi_static_argument argument = one(cases[i].text);
		assert_int_equal(argument.kind, ABI_STATIC_REGISTER);
		assert_int_equal(argument.size, cases[i].size);
		assert_int_equal(argument.is_signed, cases[i].is_signed);
		assert_int_equal(argument.base, 8 * cases[i].place);
	}
}

static void usdt_arguments_in_memory(void **state)
{
	(void)state;
	struct abi_static_argument argument = one("-4@-24(%rbp,%rdx,4)");
	assert_int_equal(argument.kind, ABI_STATIC_MEMORY);
	assert_int_equal(argument.offset, -24);
	assert_int_equal(argument.base, 8 * 4);
	assert_int_equal(argument.index, 8 * 12);
	assert_int_equal(argument.scale, 4);
	argument = one("8@0x10(,%rbx,8)");
	assert_int_equal(argument.base, ABI_NO_REGISTER);
	assert_int_equal(argument.index, 8 * 5);
	assert_int_equal(argument.offset, 16);
	argument = one("8@(%rsp)");
	assert_int_equal(argument.index, ABI_NO_REGISTER);
	assert_int_equal(argument.offset, 0);
}

/* A symbol is as far from the probe in the process as in the file. */
static void usdt_arguments_at_symbols(void **state)
{
	(void)state;
	struct abi_static_argument argument = one("-4@8+counts(%rip)");
	assert_int_equal(argument.kind, ABI_STATIC_MEMORY);
	assert_int_equal(argument.base, 16 * 8);
	assert_int_equal(argument.offset, 0x4008);
	assert_int_equal(one("4@counts-4(%rip)").offset, 0x3ffc);
	assert_int_equal(one("4@nobody(%rip)").kind, ABI_STATIC_NOTHING);
	assert_int_equal(one("4@counts(%rax)").kind, ABI_STATIC_NOTHING);
	assert_int_equal(one("4@counts").kind, ABI_STATIC_NOTHING);
}

static void usdt_arguments_that_are_constants(void **state)
{
	(void)state;
	struct abi_static_argument argument = one("-4@$-7");
	assert_int_equal(argument.kind, ABI_STATIC_CONSTANT);
	assert_int_equal(argument.offset, -7);
	assert_int_equal(argument.base, ABI_NO_REGISTER);
	assert_int_equal(one("8@$0x7fffffffffffffff").offset, INT64_MAX);
}

/* The others keep their numbers. */
static void usdt_arguments_that_cannot_be_read(void **state)
{
	(void)state;
	struct abi_static_place place = parse("8f@%xmm0 -4@%edi 16@%rax 4@%st 3@%eax 4@(%eax @ 4@");
	static const int kinds[] = { ABI_STATIC_NOTHING, ABI_STATIC_REGISTER, ABI_STATIC_NOTHING,
				     ABI_STATIC_NOTHING, ABI_STATIC_NOTHING,  ABI_STATIC_NOTHING,
				     ABI_STATIC_NOTHING, ABI_STATIC_NOTHING };
	assert_int_equal(place.n_arguments, 8);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(place.arguments[i].kind, kinds[i]);
	assert_int_equal(parse("").n_arguments, 0);
	assert_int_equal(parse("1@%al 1@%al 1@%al 1@%al 1@%al 1@%al 1@%al 1@%al 1@%al 1@%al 1@%al "
			       "1@%al 1@%al 1@%al")
				 .n_arguments,
			 LIMIT_STATIC_ARGUMENTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usdt_arguments_in_registers_of_all_sizes),
		cmocka_unit_test(usdt_arguments_in_memory),
		cmocka_unit_test(usdt_arguments_at_symbols),
		cmocka_unit_test(usdt_arguments_that_are_constants),
		cmocka_unit_test(usdt_arguments_that_cannot_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
