/*
 * The probes that a program or library offers, from its ELF file.
 */
#ifndef KERNEL_BINARY_H
#define KERNEL_BINARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct binary_probe {
	const char *name;      /* of a function; "provider:name" of a static probe */
	const char *arguments; /* of a static probe: "-4@%edi 8@16(%rbp)"; else NULL */
};

/*
 * Sorted by name, each name once. NULL with *error set to one line if the file can't be read; one
 * without any is no error.
 */
const struct binary_probe *binary_functions(struct arena *arena, const char *path, size_t *count,
					    const char **error);
const struct binary_probe *binary_static_probes(struct arena *arena, const char *path,
						size_t *count, const char **error);

/* Whether a symbol is of a part that the compiler has moved out of its function: no wildcard means it. */
bool binary_is_piece(const char *symbol);

/* Bytes of a function or variable; 0 if the file can't be read, has no such, or does not say. */
uint64_t binary_symbol_size(const char *path, const char *symbol);

#endif
