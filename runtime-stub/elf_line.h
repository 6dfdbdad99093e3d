/*
 * Where the code of a line of source is: the line tables of DWARF 2 to 5, in the file or in a separate
 * debug file that build id or .gnu_debuglink leads to. Nothing in them is believed.
 */
#ifndef RUNTIME_STUB_ELF_LINE_H
#define RUNTIME_STUB_ELF_LINE_H

#include <stdint.h>

struct rt_elf;

struct rt_line {
	const char *file;      /* "main.c", "src/main.c": the last components of the path */
	uint64_t line, column; /* column 0: any */
};

/*
 * The addresses, by the file's own tables, at which code of the line begins, ascending. The caller frees
 * *addresses. -ENOENT: there are none; *next is then the first line behind it that has code, 0 if none.
 * -ENODATA: there is no line table.
 */
int rt_elf_find_line(struct rt_elf *elf, const char *path, const struct rt_line *wanted,
		     uint64_t **addresses, uint32_t *n, uint64_t *next);

#endif
