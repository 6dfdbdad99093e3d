/*
 * The functions of programs and libraries that are known by their build ids, found in
 * directories. Names come out of .symtab, .dynsym, .gnu_debugdata, and the separate debug
 * file of the same build id, if it is there, too.
 */
#ifndef SYMBOLS_BINARIES_H
#define SYMBOLS_BINARIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define BUILD_ID_SIZE 20

struct Dwfl_Module;
struct binaries;
struct functions;

/* Lives in the arena, but holds files open: free it before the arena. */
struct binaries *binaries_new(struct arena *arena);
void binaries_free(struct binaries *binaries);

/* Notes every ELF file with a build id in the directory and below. Gives how many; -1: it cannot be read. */
long binaries_add(struct binaries *binaries, const char *directory);

/* A byte of a binary's code. */
struct binary_place {
	struct Dwfl_Module *module; /* NULL: no binary has the build id */
	const struct functions *functions;
	uint64_t address; /* in the module */
};

/* Where an offset of the file with this build id is. False: the file is not known, or no code is there. */
bool binaries_find(struct binaries *binaries, const uint8_t id[BUILD_ID_SIZE], uint64_t offset,
		   struct binary_place *place);

#endif
