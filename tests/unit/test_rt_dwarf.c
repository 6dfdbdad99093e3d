/*
 * Lines and inlined functions of some of our own sources, compiled here, compared with what libdw makes
 * of them, and of damaged debug information.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dwarf_file.h"

struct fixture {
	int fd;
	struct rt_elf_image image;
	struct rt_dwarf dwarf;
	Dwarf *expected;
};

/* Not this program itself, which may have been built without debug information. */
static void open_compiled(struct fixture *f, const char *options)
{
	char directory[] = "/tmp/test_rt_dwarf.XXXXXX";
	char command[2048];
	assert_non_null(mkdtemp(directory));
	snprintf(command, sizeof(command),
		 "cd " TESTS_DIR "/../runtime-stub && "
		 "cc -D_GNU_SOURCE -O2 -g %s -shared -fPIC -I. -I../skeleton -o %s/compiled.so "
		 "cfi.c cursor.c eh_frame.c elf_image.c jit_names.c text.c",
		 options, directory);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command), "%s/compiled.so", directory);
	f->fd = open(command, O_RDONLY);
	f->expected = dwarf_begin(f->fd, DWARF_C_READ);
	unlink(command);
	rmdir(directory);
	assert_non_null(f->expected);
	assert_int_equal(rt_elf_image_open(f->fd, &f->image), 0);
	assert_int_equal(rt_dwarf_open(&f->image, &f->dwarf), 0);
}

static void close_compiled(struct fixture *f)
{
	rt_dwarf_release(&f->dwarf);
	rt_elf_image_release(&f->image);
	dwarf_end(f->expected);
	close(f->fd);
}

static void collect(Dwarf_Die *parent, uint64_t address, const char *names[RT_MAX_INLINED],
		    size_t *n)
{
	Dwarf_Die die;
	for (int more = !dwarf_child(parent, &die); more; more = !dwarf_siblingof(&die, &die)) {
		int tag = dwarf_tag(&die);
		bool has_code = tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
		// Some blocks do not tell where their code is.
		if (has_code ? dwarf_haspc(&die, address) <= 0 : tag != DW_TAG_lexical_block)
			continue;
		if (tag == DW_TAG_inlined_subroutine)
			names[(*n)++] = dwarf_diename(&die);
		collect(&die, address, names, n);
	}
}

/* false: libdw knows nothing of the address either. */
static bool compare(struct fixture *f, uint64_t address, size_t *n_inlined)
{
	Dwarf_Die unit;
	uint64_t program = rt_dwarf_program(&f->dwarf, address), file;
	const char *names[RT_MAX_INLINED];
	struct rt_inlined inlined[RT_MAX_INLINED];
	size_t n = 0;
	unsigned line;
	int expected_line = 0;
	if (!dwarf_addrdie(f->expected, address, &unit))
		return false;
	Dwarf_Line *row = dwarf_getsrc_die(&unit, address);
	if (!row || dwarf_lineno(row, &expected_line) || !expected_line)
		return false;
	assert_true(program != UINT64_MAX);
	const struct rt_unit *ours = rt_dwarf_unit(&f->dwarf, program);
	assert_non_null(ours);
	assert_true(rt_dwarf_line(&f->dwarf, program, address, &file, &line));
	char *path = rt_dwarf_file(&f->dwarf, program, file, ours->directory);
	assert_int_equal(line, expected_line);
	assert_string_equal(path, dwarf_linesrc(row, NULL, NULL));
	free(path);
	collect(&unit, address, names, &n);
	size_t n_ours = rt_dwarf_inlined(&f->dwarf, ours, address, inlined);
	if (n_ours != n)
		fail_msg("at %#llx: %zu inlined functions, expected %zu: %s %s",
			 (unsigned long long)address, n_ours, n,
			 n_ours ? inlined[n_ours - 1].name : "", n ? names[n - 1] : "");
	for (size_t i = 0; i < n; i++)
		assert_string_equal(inlined[i].name, names[i]);
	*n_inlined += n;
	return true;
}

static void compare_all(struct fixture *f)
{
	size_t n = 0, n_inlined = 0;
	assert_true(f->dwarf.n_ranges >= 6);
	for (size_t i = 0; i < f->dwarf.n_ranges; i++) {
		const struct rt_line_range *range = &f->dwarf.ranges[i];
		for (uint64_t address = range->low; address < range->high; address += 5)
			n += compare(f, address, &n_inlined);
	}
	assert_true(n > 1000);
	assert_true(n_inlined > 100);
}

static void places_are_those_of_libdw(void **state)
{
	static const char *const options[] = {
		"-gdwarf-5",           "-gdwarf-4",     "-gdwarf-3", "-gdwarf-2 -gstrict-dwarf",
		"-gdwarf-5 -gdwarf64", "-gdwarf-5 -gz",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		struct fixture f = { .fd = -1 };
		open_compiled(&f, options[i]);
		compare_all(&f);
		close_compiled(&f);
	}
}

/* Bytes are changed at random where lookups read; each must end without an accident. */
static void damaged_debug_information_is_read(void **state)
{
	struct fixture opened = { .fd = -1 }, *f = &opened;
	unsigned seed = 1;
	(void)state;
	open_compiled(f, "");
	for (int i = 0; i < 3000; i++) {
		const struct rt_line_range *range =
			&f->dwarf.ranges[(size_t)rand_r(&seed) % f->dwarf.n_ranges];
		const struct rt_unit *unit = rt_dwarf_unit(&f->dwarf, range->program);
		struct rt_dwarf_section *part = &f->dwarf.parts[rand_r(&seed) % N_RT_DWARF_PARTS];
		size_t begin = part == &f->dwarf.parts[RT_DEBUG_LINE] ? range->program : 0;
		struct rt_inlined inlined[RT_MAX_INLINED];
		uint64_t file = 1;
		unsigned line;
		if (part == &f->dwarf.parts[RT_DEBUG_INFO] && unit)
			begin = unit->offset;
		if (part == &f->dwarf.parts[RT_DEBUG_ABBREV] && unit)
			begin = unit->abbreviations;
		if (!part->size || begin >= part->size)
			continue;
		size_t at = begin + (size_t)rand_r(&seed) %
					    (part->size - begin < 300 ? part->size - begin : 300);
		uint8_t change = (uint8_t)(1u << rand_r(&seed) % 8);
		part->bytes[at] ^= change;
		rt_dwarf_line(&f->dwarf, range->program, range->low, &file, &line);
		free(rt_dwarf_file(&f->dwarf, range->program, file, NULL));
		if (unit)
			rt_dwarf_inlined(&f->dwarf, unit, range->low, inlined);
		part->bytes[at] ^= change;
	}
	close_compiled(f);
}

/* The same for what is read of all compilations. */
static void damaged_heads_are_read(void **state)
{
	struct fixture opened = { .fd = -1 }, *f = &opened;
	unsigned seed = 2;
	(void)state;
	open_compiled(f, "");
	for (int i = 0; i < 400; i++) {
		struct rt_dwarf damaged = { .n_units = 0 };
		memcpy(damaged.parts, f->dwarf.parts, sizeof(damaged.parts));
		enum rt_dwarf_part which = i % 2 ? RT_DEBUG_INFO : RT_DEBUG_LINE;
		struct rt_dwarf_section *part = &damaged.parts[which];
		size_t at = (size_t)rand_r(&seed) % (part->size < 20000 ? part->size : 20000);
		uint8_t before = part->bytes[at];
		part->bytes[at] = (uint8_t)rand_r(&seed);
		rt_dwarf_index_lines(&damaged);
		rt_dwarf_index_units(&damaged);
		part->bytes[at] = before;
		free(damaged.ranges);
		free(damaged.units);
	}
	close_compiled(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_those_of_libdw),
		cmocka_unit_test(damaged_debug_information_is_read),
		cmocka_unit_test(damaged_heads_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
