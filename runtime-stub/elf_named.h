/*
 * Functions that an ELF file itself does not name: those of its separate debug file, or of .gnu_debugdata.
 */
#ifndef RUNTIME_STUB_ELF_NAMED_H
#define RUNTIME_STUB_ELF_NAMED_H

#include <stdint.h>

struct rt_elf;
struct rt_elf_place;

/* -ENOENT: there is none of that name. place->name is the given name. */
int rt_elf_find_named(struct rt_elf *elf, const char *name, struct rt_elf_place *place);

/* All of them, also those that the file names. Stops at an error of visit's. */
int rt_elf_each_named(struct rt_elf *elf,
		      int (*visit)(void *context, const char *name, uint64_t address),
		      void *context);

#endif
