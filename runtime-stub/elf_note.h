/*
 * The USDT probes that an ELF file has: its notes of owner "stapsdt".
 */
#ifndef RUNTIME_STUB_ELF_NOTE_H
#define RUNTIME_STUB_ELF_NOTE_H

#include <stdint.h>

struct rt_elf;

struct rt_usdt_note {
	const char *provider, *name; /* of the file */
	const char *arguments;       /* "-4@%edi 8@16(%rbp)" */
	uint64_t address;            /* as the file's own tables give it */
	uint64_t offset;             /* in the file */
	uint64_t semaphore;          /* offset in the file of its counter of tracers; 0: none */
};

/*
 * Every one, a probe at several places several times. What is broken or not in an executable segment is
 * left out. Stops at an error of visit's. What the note points to lives until the file is closed.
 */
int rt_elf_each_usdt(struct rt_elf *elf,
		     int (*visit)(void *context, const struct rt_usdt_note *note), void *context);

#endif
