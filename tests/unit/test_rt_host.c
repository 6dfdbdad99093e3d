#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cpus.h"
#include "elf_symbol.h"
#include "number.h"
#include "ring_size.h"
#include "tracefs.h"

#define MIB (1024ULL * 1024)

int host_traced_function(int x);

__attribute__((noinline)) int host_traced_function(int x)
{
	__asm__ volatile("");
	return x + 1;
}

static void cpus_are_lists_of_ranges(void **state)
{
	(void)state;
	int *cpus;
	int n;
	assert_int_equal(rt_cpus_parse("0-2,5,7-8\n", &cpus, &n), 0);
	static const int wanted[] = { 0, 1, 2, 5, 7, 8 };
	assert_int_equal(n, 6);
	assert_memory_equal(cpus, wanted, sizeof(wanted));
	free(cpus);
}

static void cpus_refuse_what_is_no_list(void **state)
{
	(void)state;
	static const char *const lists[] = { "", "\n", "a", "3-1", "0-", "0-99999999", "1;2" };
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		int *cpus;
		int n;
		assert_int_equal(rt_cpus_parse(lists[i], &cpus, &n), -EINVAL);
	}
}

static void cpus_of_this_host_are_known(void **state)
{
	(void)state;
	int *cpus;
	int n;
	assert_true(rt_cpus_possible() > 0);
	assert_int_equal(rt_cpus_online(&cpus, &n), 0);
	assert_true(n > 0 && n <= rt_cpus_possible());
	free(cpus);
}

static void seconds_have_fractions(void **state)
{
	(void)state;
	uint64_t ns;
	assert_int_equal(rt_number_seconds("5", &ns), 0);
	assert_true(ns == 5000000000);
	assert_int_equal(rt_number_seconds("0.25", &ns), 0);
	assert_true(ns == 250000000);
	assert_int_equal(rt_number_seconds(".0000000019", &ns), 0);
	assert_true(ns == 1);
	assert_int_equal(rt_number_seconds("", &ns), -EINVAL);
	assert_int_equal(rt_number_seconds(".", &ns), -EINVAL);
	assert_int_equal(rt_number_seconds("1e3", &ns), -EINVAL);
	assert_int_equal(rt_number_seconds("99999999999999999999", &ns), -ERANGE);
}

static void ring_has_the_pages_that_are_asked_for(void **state)
{
	(void)state;
	assert_int_equal(rt_ring_size(1, 4096, 0), 4096);
	assert_int_equal(rt_ring_size(65, 4096, 0), 128 * 4096);
	assert_int_equal(rt_ring_size(UINT32_MAX, 4096, 0), 1 << 30);
}

static void ring_takes_a_share_of_the_memory(void **state)
{
	(void)state;
	assert_int_equal(rt_ring_size(0, 4096, 0), 256 * 1024);
	assert_int_equal(rt_ring_size(0, 4096, 100 * MIB), MIB);
	assert_int_equal(rt_ring_size(0, 4096, 1 << 30), 16 * MIB);
	assert_int_equal(rt_ring_size(0, 4096, 1000000 * MIB), 16 * MIB);
}

static void expect_field(const char *format, const char *name, uint32_t offset, uint32_t size)
{
	struct rt_tracefs_field field = { 0 };
	assert_int_equal(rt_tracefs_parse_field(format, name, &field), 0);
	assert_int_equal(field.offset, offset);
	assert_int_equal(field.size, size);
}

static void format_gives_places_of_fields(void **state)
{
	(void)state;
	static const char format[] =
		"name: t\nID: 1\nformat:\n"
		"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
		"\tfield:const char * filename;\toffset:16;\tsize:8;\tsigned:0;\n"
		"\tfield:__data_loc char[] comm;\toffset:24;\tsize:4;\tsigned:0;\n"
		"\tfield:__u8 saddr_v6[16];\toffset:28;\tsize:16;\tsigned:0;\n"
		"\tfield:__u8 *raw;\toffset:44;\tsize:8;\tsigned:0;\n"
		"\nprint fmt: \"field:%d\", REC->x\n";
	expect_field(format, "filename", 16, 8);
	expect_field(format, "saddr_v6", 28, 16);
	expect_field(format, "raw", 44, 8);
	expect_field(format, "common_type", 0, 2);
	struct rt_tracefs_field field;
	assert_int_equal(rt_tracefs_parse_field(format, "type", &field), -ENOENT);
	assert_int_equal(rt_tracefs_parse_field(format, "name", &field), -ENOENT);
	assert_int_equal(rt_tracefs_parse_field("", "x", &field), -ENOENT);
}

static void elf_gives_functions_by_name(void **state)
{
	(void)state;
	struct rt_elf *elf;
	uint64_t offset;
	struct rt_elf_place place;
	assert_int_equal(host_traced_function(1), 2);
	assert_int_equal(rt_elf_open("/proc/self/exe", &elf), 0);
	assert_int_equal(rt_elf_find_function(elf, "host_traced_function", &place), 0);
	assert_true(place.size > 0);
	assert_int_equal(rt_elf_find_address(elf, place.address, &offset), 0);
	uint64_t within = place.address + place.size - 1;
	assert_int_equal(rt_elf_function_at(elf, within, &place), 0);
	assert_string_equal(place.name, "host_traced_function");
	FILE *file = fopen("/proc/self/exe", "r");
	uint8_t bytes[8] = { 0 };
	assert_int_equal(fseek(file, (long)offset, SEEK_SET), 0);
	assert_int_equal(fread(bytes, sizeof(bytes), 1, file), 1);
	fclose(file);
	assert_memory_equal(bytes, (const void *)(uintptr_t)host_traced_function, sizeof(bytes));
	assert_int_equal(rt_elf_find_function(elf, "host_traced_functio", &place), -ENOENT);
	assert_int_equal(rt_elf_find_address(elf, UINT64_MAX, &offset), -ENOENT);
	rt_elf_close(elf);
}

static void elf_refuses_other_files(void **state)
{
	(void)state;
	struct rt_elf *elf;
	assert_int_equal(rt_elf_open("/proc/self/stat", &elf), -ENOEXEC);
	assert_int_equal(rt_elf_open("/nowhere", &elf), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cpus_are_lists_of_ranges),
		cmocka_unit_test(cpus_refuse_what_is_no_list),
		cmocka_unit_test(cpus_of_this_host_are_known),
		cmocka_unit_test(seconds_have_fractions),
		cmocka_unit_test(ring_has_the_pages_that_are_asked_for),
		cmocka_unit_test(ring_takes_a_share_of_the_memory),
		cmocka_unit_test(format_gives_places_of_fields),
		cmocka_unit_test(elf_gives_functions_by_name),
		cmocka_unit_test(elf_refuses_other_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
