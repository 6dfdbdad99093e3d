/*
 * Tables for unwinding: of real files, compared with what libdw makes of them, and of
 * damaged ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <unistd.h>

#include "eh_frame.h"

enum { REG_BP = 6, REG_SP = 7, REG_RA = 16 };

struct opened {
	int fd;
	Elf *elf;
	Dwarf_CFI *cfi;
	struct rt_elf_image image;
	struct rt_unwind_table table;
};

static void open_both(struct opened *o, const char *path)
{
	elf_version(EV_CURRENT);
	o->fd = open(path, O_RDONLY);
	if (o->fd < 0)
		skip();
	o->elf = elf_begin(o->fd, ELF_C_READ_MMAP, NULL);
	o->cfi = dwarf_getcfi_elf(o->elf);
	assert_non_null(o->cfi);
	assert_int_equal(rt_elf_image_open(o->fd, &o->image), 0);
	assert_int_equal(rt_eh_frame_read(&o->image, &o->table), 0);
}

static void close_both(struct opened *o)
{
	rt_unwind_table_release(&o->table);
	rt_elf_image_release(&o->image);
	dwarf_cfi_end(o->cfi);
	elf_end(o->elf);
	close(o->fd);
}

/* What a row should be by libdw; -1: it is one of the kinds that are not compared. */
static int expected_cfa(Dwarf_Frame *frame, struct abi_unwind_row *row)
{
	Dwarf_Op *ops;
	size_t n;
	if (dwarf_frame_cfa(frame, &ops, &n) || n != 1)
		return -1;
	if (ops[0].atom == DW_OP_bregx) {
		row->rule = ops[0].number == REG_SP ? ABI_UNWIND_SP : ABI_UNWIND_BP;
		row->cfa = (int16_t)((int64_t)ops[0].number2 / 8);
		return ops[0].number == REG_SP || ops[0].number == REG_BP ? 0 : -1;
	}
	if (ops[0].atom != DW_OP_breg6 && ops[0].atom != DW_OP_breg7)
		return -1;
	row->rule = ops[0].atom == DW_OP_breg7 ? ABI_UNWIND_SP : ABI_UNWIND_BP;
	row->cfa = (int16_t)((int64_t)ops[0].number / 8);
	return 0;
}

/* The offset of a register from the CFA in words; 0: it has none. */
static int expected_register(Dwarf_Frame *frame, int reg)
{
	Dwarf_Op memory[3], *ops;
	size_t n;
	if (dwarf_frame_register(frame, reg, memory, &ops, &n) || n == 0)
		return 0;
	if (ops[0].atom != DW_OP_call_frame_cfa)
		return 0;
	return n > 1 && ops[1].atom == DW_OP_plus_uconst ? (int)((int64_t)ops[1].number / 8) : 0;
}

static void compare_row(const struct opened *o, size_t i)
{
	const struct abi_unwind_row *row = &o->table.rows[i];
	struct abi_unwind_row expected = { 0 };
	Dwarf_Frame *frame;
	Dwarf_Addr address = o->table.base + row->address;
	bool is_known = row->rule == ABI_UNWIND_SP || row->rule == ABI_UNWIND_BP;
	if (dwarf_cfi_addrframe(o->cfi, address, &frame)) {
		assert_int_equal(row->rule, ABI_UNWIND_NONE);
		return;
	}
	if (!expected_cfa(frame, &expected) && is_known) {
		expected.bp = (int8_t)expected_register(frame, REG_BP);
		if (row->rule != expected.rule || row->cfa != expected.cfa ||
		    row->bp != expected.bp)
			fail_msg("at %#llx: rule %d cfa %d bp %d, expected %d %d %d",
				 (unsigned long long)address, row->rule, row->cfa, row->bp,
				 expected.rule, expected.cfa, expected.bp);
	}
	free(frame);
}

static void compare_file(const char *path, size_t least)
{
	struct opened o;
	open_both(&o, path);
	assert_true(o.table.n > least);
	for (size_t i = 0; i < o.table.n; i++) {
		if (i)
			assert_true(o.table.rows[i].address > o.table.rows[i - 1].address);
		compare_row(&o, i);
	}
	close_both(&o);
}

static void rows_are_those_of_libdw(void **state)
{
	(void)state;
	compare_file("/proc/self/exe", 10);
	compare_file("/lib/x86_64-linux-gnu/libc.so.6", 10000);
	compare_file("/lib64/ld-linux-x86-64.so.2", 1000);
}

static size_t count_of(const struct rt_unwind_table *table, uint8_t rule)
{
	size_t n = 0;
	for (size_t i = 0; i < table->n; i++)
		n += table->rows[i].rule == rule;
	return n;
}

/* A C library has one of each. */
static void every_rule_is_found(void **state)
{
	struct opened o;
	(void)state;
	open_both(&o, "/lib/x86_64-linux-gnu/libc.so.6");
	assert_int_equal(count_of(&o.table, ABI_UNWIND_SIGNAL_FRAME), 1);
	assert_true(count_of(&o.table, ABI_UNWIND_END) > 0);
	assert_true(count_of(&o.table, ABI_UNWIND_NONE) > 0);
	assert_true(count_of(&o.table, ABI_UNWIND_NONE) < o.table.n / 5);
	close_both(&o);
	open_both(&o, "/proc/self/exe");
	assert_true(count_of(&o.table, ABI_UNWIND_PLT) > 0);
	close_both(&o);
}

/* Every byte of a section is changed once, in a few ways: it must be read without an accident. */
static void damaged_tables_are_read(void **state)
{
	static const uint8_t changes[] = { 0x01, 0x80, 0xff };
	struct opened o;
	(void)state;
	open_both(&o, "/lib64/ld-linux-x86-64.so.2");
	char *bytes = rt_elf_image_part(&o.image, 0, o.image.size);
	const struct rt_elf_section *section = rt_elf_image_section(&o.image, ".eh_frame");
	size_t end = section->offset + (section->size < 3000 ? section->size : 3000);
	for (size_t at = section->offset; at < end; at++) {
		struct rt_elf_image image;
		struct rt_unwind_table table;
		bytes[at] ^= (char)changes[at % 3];
		assert_int_equal(rt_elf_image_of_memory(bytes, o.image.size, &image), 0);
		rt_eh_frame_read(&image, &table);
		rt_unwind_table_release(&table);
		rt_elf_image_release(&image);
		bytes[at] ^= (char)changes[at % 3];
	}
	free(bytes);
	close_both(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_those_of_libdw),
		cmocka_unit_test(every_rule_is_found),
		cmocka_unit_test(damaged_tables_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
