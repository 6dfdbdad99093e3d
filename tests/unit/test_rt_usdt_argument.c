#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <elf.h>

#include "usdt_argument.h"

static int find(void *context, const char *name, uint64_t *address)
{
	(void)context;
	if (strcmp(name, "counts") != 0)
		return -ENOENT;
	*address = 0x5000;
	return 0;
}

static struct abi_static_place parse_for(uint16_t machine, const char *text)
{
	const struct rt_usdt_symbols symbols = { .find = find, .place = 0x1000 };
	struct abi_static_place place = { 0 };
	rt_usdt_arguments_parse(text, machine, &symbols, &place);
	return place;
}

static struct abi_static_place parse(const char *text)
{
	return parse_for(EM_X86_64, text);
}

/* The only argument of the text. */
static struct abi_static_argument one_for(uint16_t machine, const char *text)
{
	struct abi_static_place place = parse_for(machine, text);
	assert_int_equal(place.n_arguments, 1);
	return place.arguments[0];
}

static struct abi_static_argument one(const char *text)
{
	return one_for(EM_X86_64, text);
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

/* By gcc 12 out of tests/run/bin/static_probes.c without and with optimization. */
static void usdt_arguments_of_arm64(void **state)
{
	(void)state;
	struct abi_static_place place =
		parse_for(EM_AARCH64, "-1@[sp, 31] 8@[sp] 8@x0 -4@[x1, 8] -4@-7 -4@x19");
	assert_int_equal(place.n_arguments, 6);
	const struct abi_static_argument *arguments = place.arguments;
	assert_int_equal(arguments[0].kind, ABI_STATIC_MEMORY);
	assert_int_equal(arguments[0].base, 8 * 31);
	assert_int_equal(arguments[0].offset, 31);
	assert_int_equal(arguments[0].size, 1);
	assert_int_equal(arguments[0].is_signed, 1);
	assert_int_equal(arguments[1].kind, ABI_STATIC_MEMORY);
	assert_int_equal(arguments[1].offset, 0);
	assert_int_equal(arguments[2].kind, ABI_STATIC_REGISTER);
	assert_int_equal(arguments[2].base, 0);
	assert_int_equal(arguments[3].base, 8);
	assert_int_equal(arguments[3].offset, 8);
	assert_int_equal(arguments[4].kind, ABI_STATIC_CONSTANT);
	assert_int_equal(arguments[4].offset, -7);
	assert_int_equal(arguments[5].base, 8 * 19);
}

/* Forms of other compilers and of other constraints than "nor". */
static void usdt_arguments_of_arm64_with_indexes(void **state)
{
	static const struct {
		const char *text;
		int base, index, scale, index_size, is_index_signed;
		int64_t offset;
	} cases[] = {
		{ "8@[x0, x1, lsl 3]", 0, 1, 8, 8, 0, 0 },
		{ "8@[x0, x1]", 0, 1, 1, 8, 0, 0 },
		{ "-4@[x2, w1, sxtw 2]", 2, 1, 4, 4, 1, 0 },
		{ "-4@[x2,w30,uxtw #2]", 2, 30, 4, 4, 0, 0 },
		{ "1@[x29, w3, sxtw]", 29, 3, 1, 4, 1, 0 },
		{ "4@[fp, #-12]", 29, -1, 1, 8, 0, -12 },
		{ "4@[x0, #:lo12:counts+8]", 0, -1, 1, 8, 0, 8 },
		{ "4@[x0, :lo12:counts]", 0, -1, 1, 8, 0, 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct abi_static_argument argument = one_for(EM_AARCH64, cases[i].text);
		assert_int_equal(argument.kind, ABI_STATIC_MEMORY);
		assert_int_equal(argument.base, 8 * cases[i].base);
		assert_int_equal(argument.index,
				 cases[i].index < 0 ? ABI_NO_REGISTER : 8 * cases[i].index);
		assert_int_equal(argument.scale, cases[i].scale);
		assert_int_equal(argument.index_size, cases[i].index_size);
		assert_int_equal(argument.is_index_signed, cases[i].is_index_signed);
		assert_int_equal(argument.offset, cases[i].offset);
	}
	assert_int_equal(one_for(EM_AARCH64, "4@#7").offset, 7);
	assert_int_equal(one_for(EM_AARCH64, "4@w7").base, 8 * 7);
}

static void usdt_arguments_of_arm64_that_cannot_be_read(void **state)
{
	static const char *const texts[] = { "8@d0",
					     "8f@d0",
					     "4@[x0, 8]!",
					     "4@[x0], 8",
					     "4@[x31]",
					     "4@[x0, x1, lsl 4]",
					     "4@[x0, x1, ror 1]",
					     "4@[x0",
					     "4@[x0, :lo12:nobody]",
					     "4@[]",
					     "4@counts",
					     "4@%eax" };
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(parse_for(EM_AARCH64, texts[i]).arguments[0].kind,
				 ABI_STATIC_NOTHING);
	/* What follows keeps its number. */
	struct abi_static_place place = parse_for(EM_AARCH64, "8@[x0, 8]! 8@x3");
	assert_int_equal(place.n_arguments, 2);
	assert_int_equal(place.arguments[1].base, 8 * 3);
}

static void usdt_arguments_of_riscv(void **state)
{
	(void)state;
	struct abi_static_place place =
		parse_for(EM_RISCV, "-4@a0 8@16(sp) -4@-7 8@0(s11) 8@-24(s0) 4@%lo(counts)(a5)");
	assert_int_equal(place.n_arguments, 6);
	const struct abi_static_argument *arguments = place.arguments;
	assert_int_equal(arguments[0].kind, ABI_STATIC_REGISTER);
	assert_int_equal(arguments[0].base, 8 * 10);
	assert_int_equal(arguments[1].kind, ABI_STATIC_MEMORY);
	assert_int_equal(arguments[1].base, 8 * 2);
	assert_int_equal(arguments[1].offset, 16);
	assert_int_equal(arguments[2].kind, ABI_STATIC_CONSTANT);
	assert_int_equal(arguments[2].offset, -7);
	assert_int_equal(arguments[3].base, 8 * 27);
	assert_int_equal(arguments[4].base, 8 * 8);
	assert_int_equal(arguments[4].offset, -24);
	assert_int_equal(arguments[5].kind, ABI_STATIC_NOTHING);
}

static void usdt_arguments_of_s390(void **state)
{
	(void)state;
	struct abi_static_place place = parse_for(EM_S390, "-4@%r2 8@160(%r15) 4@7 8@8(%r1,%r2)");
	const struct abi_static_argument *arguments = place.arguments;
	assert_int_equal(place.n_arguments, 4);
	assert_int_equal(arguments[0].kind, ABI_STATIC_REGISTER);
	assert_int_equal(arguments[0].base, 8 * 5);
	assert_int_equal(arguments[1].kind, ABI_STATIC_MEMORY);
	assert_int_equal(arguments[1].base, 8 * 18);
	assert_int_equal(arguments[1].offset, 160);
	assert_int_equal(arguments[2].offset, 7);
	assert_int_equal(arguments[3].base, 8 * 4);
	assert_int_equal(arguments[3].index, 8 * 5);
	assert_int_equal(arguments[3].offset, 8);
}

static void usdt_arguments_of_an_unknown_machine(void **state)
{
	(void)state;
	struct abi_static_place place = parse_for(EM_ARM, "4@r0 4@[sp, #4]");
	assert_int_equal(place.n_arguments, 2);
	assert_int_equal(place.arguments[0].kind, ABI_STATIC_NOTHING);
	assert_int_equal(place.arguments[1].kind, ABI_STATIC_NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usdt_arguments_in_registers_of_all_sizes),
		cmocka_unit_test(usdt_arguments_in_memory),
		cmocka_unit_test(usdt_arguments_at_symbols),
		cmocka_unit_test(usdt_arguments_that_are_constants),
		cmocka_unit_test(usdt_arguments_that_cannot_be_read),
		cmocka_unit_test(usdt_arguments_of_arm64),
		cmocka_unit_test(usdt_arguments_of_arm64_with_indexes),
		cmocka_unit_test(usdt_arguments_of_arm64_that_cannot_be_read),
		cmocka_unit_test(usdt_arguments_of_riscv),
		cmocka_unit_test(usdt_arguments_of_s390),
		cmocka_unit_test(usdt_arguments_of_an_unknown_machine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
