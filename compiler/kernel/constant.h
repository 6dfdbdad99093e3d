/*
 * Constants of the kernel's headers that are macros there, so that no BTF has them (constant*.def).
 */
#ifndef KERNEL_CONSTANT_H
#define KERNEL_CONSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kernel_constant {
	const char *name;
	int64_t value;
	const char *source; /* the header below include/ of Linux */
	const char *text;   /* an expression (constant_text.def); NULL: value is all there is */
};

/* What it is on a machine, as uname -m has it (NULL: on most). NULL if the table does not have it. */
const struct kernel_constant *kernel_constant_find(const char *machine, const char *name);

/* All of them, for "did you mean" and tests. */
const struct kernel_constant *kernel_constants(size_t *count);

#endif
