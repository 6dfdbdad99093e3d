/*
 * Where the arguments of a function of a program are when it is entered, by the calling convention of
 * the machine that the tool is for.
 */
#ifndef SEMA_CALL_ABI_H
#define SEMA_CALL_ABI_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/ctype.h"

enum call_place_kind {
	CALL_NOWHERE,   /* it is empty */
	CALL_REGISTERS, /* 8 bytes in each */
	CALL_SPLIT,     /* 8 bytes in registers[0], the others at `offset` from the stack pointer */
	CALL_STACK,     /* at `offset` from the stack pointer */
	CALL_FLOATS,    /* in floating-point registers, or one half of it */
	CALL_ADDRESS,   /* its address is in registers[0] */
	CALL_STACK_ADDRESS, /* its address is at `offset` from the stack pointer */
};

struct call_place {
	enum call_place_kind kind;
	const char *registers[2]; /* "di"; as struct tl_registers calls them; NULL: not used */
	uint32_t offset;          /* bytes; a return address on the stack counts */
};

/* Machines by the names that uname -m gives them. */
bool call_abi_is_known(const char *machine);

/* One for each member of the prototype, "..." included. The machine is known. */
void call_abi_places(const char *machine, const struct ctype *prototype, struct call_place *places);

#endif
