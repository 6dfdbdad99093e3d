/*
 * The names of the functions of an ELF file, read without a library: .symtab, else
 * .dynsym. Nothing in the file is believed.
 */
#ifndef RUNTIME_STUB_ELF_NAMES_H
#define RUNTIME_STUB_ELF_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

struct rt_elf_function {
	uint64_t address;
	uint32_t size;
	uint32_t name; /* where it begins in names, NUL-terminated */
};

struct rt_elf_segment {
	uint64_t offset, size, address; /* in the file; where it is meant to be in memory */
};

struct rt_elf_names {
	struct rt_elf_function *functions; /* by address */
	size_t n;
	struct rt_elf_segment *segments; /* executable ones */
	size_t n_segments;
	struct rt_text names;
};

/* 0 or a negative errno; what cannot be read is left out. Release it whatever is returned. */
int rt_elf_names_read(int fd, struct rt_elf_names *names);
void rt_elf_names_release(struct rt_elf_names *names);

/* The function that contains the byte at this offset of the file. NULL: unknown. */
const char *rt_elf_names_find(const struct rt_elf_names *names, uint64_t file_offset,
			      uint64_t *offset);

#endif
