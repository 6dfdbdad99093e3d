/*
 * The registers of the machines that tools are built for: register.def's rows.
 */
#ifndef SEMA_REGISTER_H
#define SEMA_REGISTER_H

#include <stddef.h>
#include <stdint.h>

/* The member of struct tl_registers; NULL: the machine has no register of that name. */
const char *register_member(const char *machine, const char *name);

/* Writes the names of the machine's registers to names, which has room for REGISTERS_MAX; how many. */
#define REGISTERS_MAX 64
size_t register_names(const char *machine, const char **names);

/* A program was interrupted if these bits of the register have the value. */
struct user_mode {
	const char *machine, *name;
	uint64_t mask, value;
};

/* NULL: no row of the machine. */
const struct user_mode *register_user_mode(const char *machine);

#endif
