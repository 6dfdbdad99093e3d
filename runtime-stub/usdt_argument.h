/*
 * The arguments of a USDT probe out of the text in its note, which is in the assembler's words.
 * Of x86: "-4@%edi 8@16(%rbp) 4@$7 -4@8+counts(%rip) 8@(%rax,%rbx,8)"; of arm64: "-4@x0 8@[sp, 16] 4@7
 * -4@[x1, #:lo12:counts] 8@[x0, x1, lsl 3]"; of riscv: "-4@a0 8@16(sp) 4@7"; of s390: "-4@%r2 8@160(%r15) 4@7".
 */
#ifndef RUNTIME_STUB_USDT_ARGUMENT_H
#define RUNTIME_STUB_USDT_ARGUMENT_H

#include <linux/types.h>
#include <stdint.h>

#include "layout.h"

struct rt_usdt_symbols {
	/* The address of a symbol as the file's tables have it; 0 or a negative errno. */
	int (*find)(void *context, const char *name, uint64_t *address);
	void *context;
	uint64_t place; /* the probe's own address, by the same tables */
};

/*
 * Fills in place->arguments and n_arguments for a file of the machine (EM_...). An argument that cannot be
 * read (a floating-point number, a place of an unknown form, of an unknown machine) is ABI_STATIC_NOTHING.
 */
void rt_usdt_arguments_parse(const char *text, uint16_t machine,
			     const struct rt_usdt_symbols *symbols, struct abi_static_place *place);

#endif
