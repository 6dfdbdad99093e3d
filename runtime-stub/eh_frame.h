/*
 * The tables by which the stack of a program's functions is unwound, out of .eh_frame,
 * where compilers leave them for exceptions, in the form in which BPF programs walk
 * them. Of x86_64 and arm64; of other files there are none. Nothing in the file is believed.
 */
#ifndef RUNTIME_STUB_EH_FRAME_H
#define RUNTIME_STUB_EH_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "abi.h"
#include "elf_image.h"

struct rt_unwind_table {
	struct abi_unwind_row *rows; /* by address, counted from base */
	size_t n;
	uint64_t base;
};

/* 0 or a negative errno. Release it whatever is returned. */
int rt_eh_frame_read(const struct rt_elf_image *image, struct rt_unwind_table *table);
void rt_unwind_table_release(struct rt_unwind_table *table);

#endif
