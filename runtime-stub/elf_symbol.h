/*
 * Where functions and variables are in an ELF file.
 */
#ifndef RUNTIME_STUB_ELF_SYMBOL_H
#define RUNTIME_STUB_ELF_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt_elf; /* an open file */

/* -ENOEXEC: not an ELF file. */
int rt_elf_open(const char *path, struct rt_elf **elf);
/* Takes the descriptor, whatever is returned. */
int rt_elf_open_fd(int fd, struct rt_elf **elf);
void rt_elf_close(struct rt_elf *elf); /* NULL allowed */

struct rt_elf_place {
	uint64_t address; /* by the file's own tables */
	uint64_t size;    /* 0: not known */
	const char *name; /* lives as long as the file is open */
};

/* A function in .symtab or .dynsym. -ENOENT: there is none of that name. */
int rt_elf_find_function(struct rt_elf *elf, const char *name, struct rt_elf_place *place);

/* The function whose code has the address. -ENOENT: none is known. */
int rt_elf_function_at(struct rt_elf *elf, uint64_t address, struct rt_elf_place *place);

/* Bytes of code, which the caller frees; NULL: they are not all there, or no memory. */
uint8_t *rt_elf_read_code(struct rt_elf *elf, uint64_t address, size_t size);

uint16_t rt_elf_machine(struct rt_elf *elf); /* EM_...; EM_NONE if the header cannot be read */

/* Whether processes have it at an address of their own. */
bool rt_elf_is_movable(struct rt_elf *elf);

/* Of a function or variable: its address as the file's own tables have it, and its size, 0 if that is not known. */
int rt_elf_find_symbol(struct rt_elf *elf, const char *name, uint64_t *address, uint64_t *size);

/* Of an address as the file's own tables and disassemblers give it. */
int rt_elf_find_address(struct rt_elf *elf, uint64_t address, uint64_t *offset);

/* The same of something that the program can write to. */
int rt_elf_find_data(struct rt_elf *elf, uint64_t address, uint64_t *offset);

/* Every function, by its name without a version. Some come twice. Stops at an error of visit's. */
int rt_elf_each_function(struct rt_elf *elf,
			 int (*visit)(void *context, const char *name, uint64_t address),
			 void *context);

#endif
