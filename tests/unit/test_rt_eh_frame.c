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

/* DWARF's numbers of registers. */
static const struct registers {
	int machine, bp, sp, ra;
} x86_64 = { EM_X86_64, 6, 7, 16 }, arm64 = { EM_AARCH64, 29, 31, 30 };

struct opened {
	const struct registers *registers;
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
	o->registers = o->image.machine == EM_AARCH64 ? &arm64 : &x86_64;
	assert_int_equal(o->image.machine, o->registers->machine);
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
static int expected_cfa(const struct registers *r, Dwarf_Frame *frame, struct abi_unwind_row *row)
{
	Dwarf_Op *ops;
	size_t n;
	int reg;
	int64_t offset;
	if (dwarf_frame_cfa(frame, &ops, &n) || n != 1)
		return -1;
	if (ops[0].atom == DW_OP_bregx) {
		reg = (int)ops[0].number;
		offset = (int64_t)ops[0].number2;
	} else {
		reg = ops[0].atom - DW_OP_breg0;
		offset = (int64_t)ops[0].number;
	}
	row->rule = reg == r->sp ? ABI_UNWIND_SP : ABI_UNWIND_BP;
	row->cfa = (int16_t)(offset / 8);
	return reg == r->sp || reg == r->bp ? 0 : -1;
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

/* Of x86_64 the return address is where it always is. */
static void expect_places(const struct registers *r, Dwarf_Frame *frame, struct abi_unwind_row *row)
{
	int bp = expected_register(frame, r->bp);
	int ra = expected_register(frame, r->ra);
	if (r == &x86_64) {
		assert_int_equal(ra, -1);
		row->place = (int16_t)bp;
		return;
	}
	row->place = (int16_t)ra;
	if (bp && bp == ra - 1)
		row->frame = ABI_UNWIND_FRAME_PAIR;
	else if (bp)
		row->frame = ABI_UNWIND_FRAME_LOST;
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
	if (is_known && !expected_cfa(o->registers, frame, &expected)) {
		expect_places(o->registers, frame, &expected);
		if (row->rule != expected.rule || row->cfa != expected.cfa ||
		    row->place != expected.place || row->frame != expected.frame)
			fail_msg("at %#llx: rule %d cfa %d place %d frame %d, expected %d %d %d %d",
				 (unsigned long long)address, row->rule, row->cfa, row->place,
				 row->frame, expected.rule, expected.cfa, expected.place,
				 expected.frame);
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

/* Of another machine, if its C library is here. */
static void rows_of_arm64_are_those_of_libdw(void **state)
{
	(void)state;
	compare_file("/lib/aarch64-linux-gnu/libc.so.6", 5000);
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

/* Nearly all code of arm64 keeps x29 and x30 side by side, if it changes them. */
static void every_rule_of_arm64_is_found(void **state)
{
	struct opened o;
	size_t pairs = 0, links = 0, lost = 0;
	(void)state;
	open_both(&o, "/lib/aarch64-linux-gnu/libc.so.6");
	for (size_t i = 0; i < o.table.n; i++) {
		pairs += o.table.rows[i].frame == ABI_UNWIND_FRAME_PAIR;
		lost += o.table.rows[i].frame == ABI_UNWIND_FRAME_LOST;
		links += o.table.rows[i].rule == ABI_UNWIND_SP && !o.table.rows[i].place;
	}
	assert_true(pairs > 1000 && links > 1000);
	assert_true(lost < pairs / 20);
	assert_true(count_of(&o.table, ABI_UNWIND_NONE) < o.table.n / 5);
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
		cmocka_unit_test(rows_of_arm64_are_those_of_libdw),
		cmocka_unit_test(every_rule_is_found),
		cmocka_unit_test(every_rule_of_arm64_is_found),
		cmocka_unit_test(damaged_tables_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
