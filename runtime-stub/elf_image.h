/*
 * The tables of an ELF file of either word size, read without a library from a
 * file or from memory. Nothing in the file is believed.
 */
#ifndef RUNTIME_STUB_ELF_IMAGE_H
#define RUNTIME_STUB_ELF_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_elf_section {
	uint32_t name, type, link;
	uint64_t address, offset, size, flags;
};

struct rt_elf_segment {
	uint64_t offset, size, address; /* in the file; where it is meant to be in memory */
	bool is_executable;             /* and loaded */
};

struct rt_elf_function {
	uint64_t address, size;
	const char *name; /* in the strings that it was read with */
	uint32_t section; /* that it stands in; may be none of the file's */
	bool is_local;
	bool is_label; /* of code, but nothing says that it is a function */
};

struct rt_elf_image {
	int fd; /* -1: in memory */
	const uint8_t *bytes;
	uint64_t size;
	bool is_64;
	uint16_t machine; /* EM_... */
	struct rt_elf_section *sections;
	size_t n_sections;
	struct rt_elf_segment *segments;
	size_t n_segments;
	char *section_names; /* NULL: there are none */
	size_t section_names_size;
};

/* Borrow the file or the bytes. -ENOEXEC: no ELF file of this host's byte order. Release it whatever is returned. */
int rt_elf_image_open(int fd, struct rt_elf_image *image);
int rt_elf_image_of_memory(const void *bytes, size_t size, struct rt_elf_image *image);
void rt_elf_image_release(struct rt_elf_image *image);

/* `size` bytes at an offset of the file in new memory, with a NUL behind them. NULL: it has not that many. */
char *rt_elf_image_part(const struct rt_elf_image *image, uint64_t offset, uint64_t size);

/* NULL: there is none of this name. */
const struct rt_elf_section *rt_elf_image_section(const struct rt_elf_image *image,
						  const char *name);

/* A symbol table that is being read. */
struct rt_elf_symbols {
	char *symbols, *strings;
	uint64_t n, strings_size;
	bool is_64;
};

/* Of the first section of this type. -ENOENT: there is none. Release it whatever is returned. */
int rt_elf_symbols_open(const struct rt_elf_image *image, uint32_t type,
			struct rt_elf_symbols *symbols);
/* Whether symbol i is a function that the file defines, or a label of code in it. */
bool rt_elf_symbols_code(const struct rt_elf_image *image, const struct rt_elf_symbols *symbols, uint64_t i,
			     struct rt_elf_function *function);
void rt_elf_symbols_release(struct rt_elf_symbols *symbols);

#endif
