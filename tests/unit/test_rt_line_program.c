#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "line_program.h"

/* Of DWARF 4: directory "src", file 1 "main.c" in it, file 2 "other.c"; lines 10 and 11 of main.c, 5 of other.c. */
static const uint8_t table[] = {
	66,   0,   0,   0,                     /* size of what follows */
	4,    0,                               /* version */
	35,   0,   0,   0,                     /* size of the header behind this */
	1,    1,   1,   0xfb, 14, 10,          /* minimum, operations, statements, base, range */
	0,    1,   1,   1,    1,  0,  0, 0, 1, /* operands of opcodes 1 to 9 */
	's',  'r', 'c', 0,    0,               /* directories */
	'a',  '.', 'c', 0,    1,  0,  0,       /* files: name, directory, time, size */
	'b',  '.', 'c', 0,    0,  0,  0, 0, 0, 9, 2, 0, 0x10, 0, 0, 0, 0, 0, 0, /* address 0x1000 */
	3,    9,   1,                                                           /* line 10; a row */
	0x48,                    /* address + 4, line + 1 */
	4,    2,   3,   0x7a, 1, /* file 2, line 5; a row */
	2,    8,                 /* address + 8 */
	0,    1,   1,            /* the end */
};

struct rows {
	struct rt_line_row rows[8];
	size_t n;
};

static void take(void *context, const struct rt_line_row *row)
{
	struct rows *rows = context;
	if (rows->n < 8)
		rows->rows[rows->n] = *row;
	rows->n++;
}

static struct rows run(const uint8_t *bytes, size_t size, const char *file)
{
	struct rows rows = { .n = 0 };
	const struct rt_line_sections sections = { .lines = { bytes, size } };
	rt_line_program_run(&sections, file, take, &rows);
	return rows;
}

static void expect_row(const struct rt_line_row *row, uint64_t address, uint64_t line,
		       bool is_wanted)
{
	assert_int_equal(row->address, address);
	assert_int_equal(row->line, line);
	assert_int_equal(row->is_wanted_file, is_wanted);
}

static void line_program_gives_rows(void **state)
{
	(void)state;
	struct rows rows = run(table, sizeof(table), "a.c");
	assert_int_equal(rows.n, 4);
	expect_row(&rows.rows[0], 0x1000, 10, true);
	expect_row(&rows.rows[1], 0x1004, 11, true);
	expect_row(&rows.rows[2], 0x1004, 5, false);
	assert_true(rows.rows[3].is_end);
	assert_int_equal(rows.rows[3].address, 0x100c);
}

static void line_program_knows_files_by_their_last_components(void **state)
{
	static const struct {
		const char *file;
		bool is_first, is_second;
	} cases[] = { { "a.c", true, false },       { "src/a.c", true, false },
		      { "rc/a.c", false, false },   { ".c", false, false },
		      { "b.c", false, true },       { "src/b.c", false, false },
		      { "x/src/a.c", false, false } };
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rows rows = run(table, sizeof(table), cases[i].file);
		assert_int_equal(rows.rows[0].is_wanted_file, cases[i].is_first);
		assert_int_equal(rows.rows[2].is_wanted_file, cases[i].is_second);
	}
}

/* Whatever byte is changed or cut off, the reader stays within the bytes (the sanitizers watch). */
static void line_program_survives_broken_tables(void **state)
{
	(void)state;
	for (size_t size = 0; size < sizeof(table); size++) {
		uint8_t *copy = malloc(size ? size : 1);
		memcpy(copy, table, size);
		run(copy, size, "a.c");
		free(copy);
	}
	for (size_t i = 0; i < sizeof(table); i++) {
		for (unsigned value = 0; value < 256; value++) {
			uint8_t *copy = malloc(sizeof(table));
			memcpy(copy, table, sizeof(table));
			copy[i] = (uint8_t)value;
			run(copy, sizeof(table), "a.c");
			free(copy);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_program_gives_rows),
		cmocka_unit_test(line_program_knows_files_by_their_last_components),
		cmocka_unit_test(line_program_survives_broken_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
