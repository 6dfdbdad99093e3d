/*
 * The programs of line tables (DWARF 2 to 5, 6.2), run over bytes that nobody vouches for.
 */
#ifndef RUNTIME_STUB_LINE_PROGRAM_H
#define RUNTIME_STUB_LINE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_line_bytes {
	const uint8_t *bytes;
	size_t size;
};

struct rt_line_sections {
	struct rt_line_bytes lines;      /* .debug_line */
	struct rt_line_bytes line_texts; /* .debug_line_str */
	struct rt_line_bytes texts;      /* .debug_str */
};

struct rt_line_row {
	uint64_t address, line, column;
	bool is_statement;   /* a good place to stop at */
	bool is_wanted_file; /* its file's path ends with the wanted components */
	bool is_end;         /* of a sequence: no row of a line */
};

/* Calls visit for every row of every table, in their order. A broken table ends itself alone, or all behind it. */
void rt_line_program_run(const struct rt_line_sections *sections, const char *file,
			 void (*visit)(void *context, const struct rt_line_row *row),
			 void *context);

#endif
