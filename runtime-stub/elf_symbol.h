/*
 * Where the functions of an ELF file are, as offsets in the file.
 */
#ifndef RUNTIME_STUB_ELF_SYMBOL_H
#define RUNTIME_STUB_ELF_SYMBOL_H

#include <stddef.h>
#include <stdint.h>

struct rt_elf; /* an open file */

/* -ENOEXEC: not an ELF file. */
int rt_elf_open(const char *path, struct rt_elf **elf);
void rt_elf_close(struct rt_elf *elf);

/* Of a function in .symtab or .dynsym. -ENOENT: there is none of that name. */
int rt_elf_find_function(struct rt_elf *elf, const char *name, uint64_t *offset, uint64_t *size);

/* Of a function or variable: its address as the file's own tables have it, and its size, 0 if that is not known. */
int rt_elf_find_symbol(struct rt_elf *elf, const char *name, uint64_t *address, uint64_t *size);

/* Of an address as the file's own tables and disassemblers give it. */
int rt_elf_find_address(struct rt_elf *elf, uint64_t address, uint64_t *offset);

/* The same of something that the program can write to. */
int rt_elf_find_data(struct rt_elf *elf, uint64_t address, uint64_t *offset);

/* Every function, by its name without a version. Some come twice. Stops at an error of visit's. */
int rt_elf_each_function(struct rt_elf *elf,
			 int (*visit)(void *context, const char *name, uint64_t offset),
			 void *context);

#endif
