/*
 * The names of the functions of an ELF file: those of .symtab and .dynsym; of a stripped
 * file also those of its separate debug file, if this host has it, else of .gnu_debugdata,
 * the symbols that distributions leave in stripped files. Compact: 16 bytes and the name for each function.
 */
#ifndef RUNTIME_STUB_ELF_NAMES_H
#define RUNTIME_STUB_ELF_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "elf_image.h"
#include "text.h"

struct rt_elf_name {
	uint64_t address;
	uint32_t size; /* where the file tells none: up to what follows */
	uint32_t name; /* where it begins in names, NUL-terminated */
};

struct rt_elf_names {
	struct rt_elf_name *functions; /* by address, one of each */
	size_t n;
	struct rt_elf_segment *segments; /* executable ones */
	size_t n_segments;
	struct rt_text names;
};

/*
 * 0 or a negative errno; what cannot be read is left out. Release it whatever is returned. Labels: names of code that nothing
 * says to be a function, where no function of a known size is; of memory always.
 */
int rt_elf_names_read(int fd, bool with_labels, struct rt_elf_names *names);
int rt_elf_names_read_memory(const void *bytes, size_t size, struct rt_elf_names *names);
void rt_elf_names_release(struct rt_elf_names *names);

/* Bytes of memory that it takes. */
size_t rt_elf_names_size(const struct rt_elf_names *names);

/* The function that contains the byte at this offset of the file. NULL: unknown. */
const char *rt_elf_names_find(const struct rt_elf_names *names, uint64_t file_offset,
			      uint64_t *offset);

#endif
