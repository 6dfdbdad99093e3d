/*
 * What the calling conventions of machines are made of: a set of rules for each, and what they share. For
 * call_abi.c and the files of the machines alone.
 */
#ifndef SEMA_CALL_RULES_H
#define SEMA_CALL_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "sema/call_abi.h"

/* Structs nest as deep as a source writes them; more is a broken file. */
#define CALL_MAX_NESTING  64
#define CALL_MAX_INTEGERS 8

struct call_rules;

/* What is handed out so far. */
struct call_taken {
	const struct call_rules *rules;
	unsigned integers, floats;
	uint32_t stack; /* bytes */
};

struct call_rules {
	const char *machine;                     /* as uname -m has it */
	const char *integers[CALL_MAX_INTEGERS]; /* members of struct tl_registers */
	unsigned n_integers;
	uint32_t
		stack_start; /* of the arguments there, from the stack pointer at the function's start */
	struct call_place (*place_of)(struct call_taken *taken, const struct ctype *type);
	/* Whether the caller gives the address of the result as the first argument. */
	bool (*has_hidden_argument)(const struct ctype *result);
};

extern const struct call_rules call_rules_x86_64, call_rules_aarch64, call_rules_riscv64,
	call_rules_s390x;

uint64_t call_align(const struct ctype *type); /* bytes, by its members */
bool call_is_complex(const struct ctype *type);
bool call_is_composite(const struct ctype *type);

/* The next register; the caller has seen that there is one. */
const char *call_take_integer(struct call_taken *taken);
struct call_place call_on_stack(struct call_taken *taken, uint64_t size, uint64_t align);
/* Of an argument that the caller has put somewhere. */
struct call_place call_by_address(struct call_taken *taken);

#endif
