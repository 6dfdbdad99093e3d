/* The functions of a module, by address, each with the one of its names that people use. */
#ifndef SYMBOLS_FUNCTIONS_H
#define SYMBOLS_FUNCTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct Dwfl_Module;

struct function {
	uint64_t address, size;
	const char *name; /* as in the file, without a version */
};

struct functions;

/* In the arena, as all that it gives. */
struct functions *functions_of(struct arena *arena, struct Dwfl_Module *module);

/* The function that contains an address. NULL: unknown. */
const struct function *functions_find(const struct functions *functions, uint64_t address);

#endif
