/*
 * Call frame information of DWARF for x86_64 and arm64: the instructions that say, for each place
 * of a function, where its caller's registers are. Turned into rows.
 */
#ifndef RUNTIME_STUB_CFI_H
#define RUNTIME_STUB_CFI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi.h"
#include "cursor.h"

/* Numbers of registers, by the ABI of a machine. */
struct rt_cfi_machine {
	uint16_t machine;    /* EM_... */
	uint64_t bp, sp, ra; /* frame pointer, stack pointer, return address */
	bool has_link;       /* the return address is in its register when a function begins */
};

/* NULL: the machine is not known. */
const struct rt_cfi_machine *rt_cfi_machine(uint16_t machine);

/* What the functions of one compilation share. */
struct rt_cfi_common {
	const struct rt_cfi_machine *machine;
	struct rt_cursor instructions;
	uint64_t code_factor;
	int64_t data_factor;
	bool is_signal; /* a handler of signals returns there */
};

struct rt_cfi_row {
	uint64_t address;
	bool is_end;               /* behind a function */
	struct abi_unwind_row row; /* without its address */
};

/* Growing. */
struct rt_cfi_rows {
	struct rt_cfi_row *items;
	size_t n, room;
	bool failed; /* no memory */
};

/* The rows of one function, and one behind its end that ends them. What is not understood has the rule NONE. */
void rt_cfi_run(const struct rt_cfi_common *common, struct rt_cursor instructions, uint64_t begin,
		uint64_t size, struct rt_cfi_rows *rows);

#endif
