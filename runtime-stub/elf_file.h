/*
 * An ELF file that is open, for the files that read parts of it.
 */
#ifndef RUNTIME_STUB_ELF_FILE_H
#define RUNTIME_STUB_ELF_FILE_H

#include <libelf.h>

struct rt_elf {
	int fd;
	Elf *elf;
};

#endif
