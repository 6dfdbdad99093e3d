#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <lzma.h>

#include "demangle.h"
#include "elf_fixture.h"
#include "elf_names.h"
#include "jit_names.h"

static struct rt_elf_names names_of(const struct made_elf *elf)
{
	uint8_t bytes[16384];
	struct rt_elf_names names;
	rt_elf_names_read_memory(bytes, make_elf(bytes, elf), &names);
	return names;
}

static void expect_name(const struct rt_elf_names *names, uint64_t file_offset,
			const char *expected, uint64_t expected_offset)
{
	uint64_t offset = 0;
	const char *name = rt_elf_names_find(names, file_offset, &offset);
	if (!expected) {
		assert_null(name);
		return;
	}
	assert_non_null(name);
	assert_string_equal(name, expected);
	assert_int_equal(offset, expected_offset);
}

static const struct made_symbol plain[] = {
	{ "first", 0x401000, 0x10, STB_GLOBAL },
	{ "second", 0x401010, 0x20, STB_LOCAL },
	{ "last", 0x401100, 0, STB_GLOBAL },
	{ NULL, 0, 0, 0 },
};

static void expect_plain(const struct rt_elf_names *names)
{
	expect_name(names, MADE_TEXT, "first", 0);
	expect_name(names, MADE_TEXT + 0x0f, "first", 0x0f);
	expect_name(names, MADE_TEXT + 0x1f, "second", 0x0f);
	expect_name(names, MADE_TEXT + 0x30, NULL, 0);
	expect_name(names, MADE_TEXT - 1, NULL, 0);
	expect_name(names, MADE_TEXT + MADE_TEXT_SIZE, NULL, 0);
}

static void names_of_both_word_sizes(void **state)
{
	(void)state;
	for (int is_64 = 0; is_64 < 2; is_64++) {
		struct made_elf elf = {
			.is_64 = is_64, .text = 0x401000, .table = SHT_SYMTAB, .symbols = plain
		};
		struct rt_elf_names names = names_of(&elf);
		expect_plain(&names);
		rt_elf_names_release(&names);
		elf.table = SHT_DYNSYM;
		names = names_of(&elf);
		expect_plain(&names);
		rt_elf_names_release(&names);
	}
}

static void names_that_people_use_come_first(void **state)
{
	static const struct made_symbol aliases[] = {
		{ "local_name", 0x1000, 0x10, STB_LOCAL },
		{ "__GI_write", 0x1000, 0, STB_GLOBAL },
		{ "write@@GLIBC_2.2.5", 0x1000, 0, STB_WEAK },
		{ "__write", 0x1000, 0x10, STB_GLOBAL },
		{ NULL, 0, 0, 0 },
	};
	struct made_elf elf = {
		.is_64 = true, .text = 0x1000, .table = SHT_SYMTAB, .symbols = aliases
	};
	struct rt_elf_names names = names_of(&elf);
	(void)state;
	expect_name(&names, MADE_TEXT + 5, "write", 5);
	expect_name(&names, MADE_TEXT + 0x10, NULL, 0); // the size is that of the others
	rt_elf_names_release(&names);
}

static void inner_functions_end_before_outer_ones(void **state)
{
	static const struct made_symbol nested[] = {
		{ "outer", 0x1000, 0x100, STB_GLOBAL },
		{ "inner", 0x1010, 0x10, STB_LOCAL },
		{ NULL, 0, 0, 0 },
	};
	struct made_elf elf = {
		.is_64 = true, .text = 0x1000, .table = SHT_SYMTAB, .symbols = nested
	};
	struct rt_elf_names names = names_of(&elf);
	(void)state;
	expect_name(&names, MADE_TEXT + 0x18, "inner", 8);
	expect_name(&names, MADE_TEXT + 0x20, "outer", 0x20);
	rt_elf_names_release(&names);
}

static void functions_without_size_end_at_the_next_or_with_their_section(void **state)
{
	static const struct made_symbol sizeless[] = {
		{ "entry", 0x1000, 0, STB_GLOBAL },
		{ "entry_alias", 0x1000, 0, STB_LOCAL },
		{ "middle", 0x1010, 4, STB_LOCAL },
		{ "last", 0x1ff0, 0, STB_LOCAL },
		{ NULL, 0, 0, 0 },
	};
	struct made_elf elf = {
		.is_64 = true, .text = 0x1000, .table = SHT_SYMTAB, .symbols = sizeless
	};
	struct rt_elf_names names = names_of(&elf);
	(void)state;
	expect_name(&names, MADE_TEXT + 0xf, "entry", 0xf);
	expect_name(&names, MADE_TEXT + 0x14, NULL, 0);
	expect_name(&names, MADE_TEXT + 0xff0, "last", 0);
	expect_name(&names, MADE_TEXT + 0xfff, "last", 0xf);
	rt_elf_names_release(&names);
}

static void expect_debugdata(bool is_64, uint64_t moved)
{
	static const struct made_symbol exported[] = {
		{ "exported", 0x7000, 0x10, STB_GLOBAL },
		{ NULL, 0, 0, 0 },
	};
	static const struct made_symbol hidden[] = {
		{ "hidden", 0x7020, 0x10, STB_LOCAL },
		{ NULL, 0, 0, 0 },
	};
	uint8_t bytes[16384], packed[16384];
	struct made_elf inner = {
		.is_64 = is_64, .text = 0x7000, .table = SHT_SYMTAB, .symbols = hidden
	};
	struct made_symbol visible[] = { exported[0], exported[1] };
	size_t size = make_elf(bytes, &inner), packed_size = 0;
	assert_int_equal(lzma_easy_buffer_encode(6, LZMA_CHECK_CRC32, NULL, bytes, size, packed,
						 &packed_size, sizeof(packed)),
			 LZMA_OK);
	visible[0].address += moved;
	struct made_elf outer = { .is_64 = is_64,
				  .text = 0x7000 + moved,
				  .table = SHT_DYNSYM,
				  .symbols = visible,
				  .debugdata = packed,
				  .debugdata_size = packed_size };
	struct rt_elf_names names = names_of(&outer);
	expect_name(&names, MADE_TEXT + 4, "exported", 4);
	expect_name(&names, MADE_TEXT + 0x24, "hidden", 4);
	rt_elf_names_release(&names);
	for (size_t i = 0; i < packed_size; i++) { // damaged
		packed[i] ^= 0x55;
		names = names_of(&outer);
		expect_name(&names, MADE_TEXT + 4, "exported", 4);
		rt_elf_names_release(&names);
		packed[i] ^= 0x55;
	}
}

static void names_in_debugdata(void **state)
{
	(void)state;
	expect_debugdata(true, 0);
	expect_debugdata(false, 0);
}

/* prelink moves a library and its symbols, but not what is compressed in it. */
static void names_in_debugdata_of_a_moved_library(void **state)
{
	(void)state;
	expect_debugdata(true, 0x3000000000);
}

static void file_without_symbols_has_no_names(void **state)
{
	struct made_elf elf = { .is_64 = true, .text = 0x1000 };
	struct rt_elf_names names = names_of(&elf);
	(void)state;
	expect_name(&names, MADE_TEXT, NULL, 0);
	rt_elf_names_release(&names);
}

static void expect_jit(struct rt_jit_names *names, uint64_t address, const char *expected,
		       uint64_t expected_offset)
{
	uint64_t offset = 0;
	const char *name = rt_jit_names_find(names, address, &offset);
	if (!expected) {
		assert_null(name);
		return;
	}
	assert_string_equal(name, expected);
	assert_int_equal(offset, expected_offset);
}

static void jit_names_come_line_by_line(void **state)
{
	static const char text[] = "7f0010 10 LazyCompile:~f /a b.js:1\nno line\n\nx 1 y\n"
				   "7f0020 8 second\n7f0010 20 newer\n7f0100 10 unfinished";
	struct rt_jit_names *names = rt_jit_names_new(0x7fffffff);
	(void)state;
	rt_jit_names_add(names, text, 45);
	expect_jit(names, 0x7f0014, "LazyCompile:~f /a b.js:1", 4);
	expect_jit(names, 0x7f0020, NULL, 0);
	rt_jit_names_add(names, text + 45, sizeof(text) - 1 - 45);
	expect_jit(names, 0x7f0014, "newer", 4);
	expect_jit(names, 0x7f0022, "newer", 0x12);
	expect_jit(names, 0x7f0030, NULL, 0);
	expect_jit(names, 0x7f000f, NULL, 0);
	expect_jit(names, 0x7f0104, NULL, 0);
	rt_jit_names_add(names, "\n", 1);
	expect_jit(names, 0x7f0104, "unfinished", 4);
	rt_jit_names_free(names);
}

static void expect_demangled(const char *name, const char *expected)
{
	char *text = rt_demangle(name);
	if (expected)
		assert_string_equal(text, expected);
	else
		assert_null(text);
	free(text);
}

static void names_of_cpp_are_demangled(void **state)
{
	(void)state;
	expect_demangled("_ZN3foo3barEiPKc", "foo::bar(int, char const*)");
	expect_demangled("_ZNSt6vectorIiSaIiEE9push_backEOi",
			 "std::vector<int, std::allocator<int> >::push_back(int&&)");
	expect_demangled("_ZN3foo3barEv.cold", "foo::bar() [clone .cold]");
	expect_demangled("main", NULL);
	expect_demangled("_Zx", NULL);
	expect_demangled("_", NULL);
	expect_demangled("", NULL);
}

static void names_of_rust_and_d_are_demangled(void **state)
{
	(void)state;
	expect_demangled("_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE",
			 "core::fmt::Write::write_fmt");
	expect_demangled("_RNvC6_123foo3bar", "123foo::bar");
	expect_demangled("_D8demangle4testFZv", "demangle.test()");
	expect_demangled("_DYNAMIC", NULL);
	expect_demangled("_Rx", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_both_word_sizes),
		cmocka_unit_test(names_that_people_use_come_first),
		cmocka_unit_test(inner_functions_end_before_outer_ones),
		cmocka_unit_test(functions_without_size_end_at_the_next_or_with_their_section),
		cmocka_unit_test(names_in_debugdata),
		cmocka_unit_test(names_in_debugdata_of_a_moved_library),
		cmocka_unit_test(file_without_symbols_has_no_names),
		cmocka_unit_test(jit_names_come_line_by_line),
		cmocka_unit_test(names_of_cpp_are_demangled),
		cmocka_unit_test(names_of_rust_and_d_are_demangled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
