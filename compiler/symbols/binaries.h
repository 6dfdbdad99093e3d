/*
 * The functions of programs and libraries that are known by their build ids, found in
 * directories. Names come out of .symtab, .dynsym, .gnu_debugdata, and the separate debug
 * file of the same build id, if it is there, too.
 */
#ifndef SYMBOLS_BINARIES_H
#define SYMBOLS_BINARIES_H

#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"

#define BUILD_ID_SIZE 20

struct binaries;

/* Lives in the arena, but holds files open: free it before the arena. */
struct binaries *binaries_new(struct arena *arena);
void binaries_free(struct binaries *binaries);

/* Notes every ELF file with a build id in the directory and below. Gives how many; -1: it cannot be read. */
long binaries_add(struct binaries *binaries, const char *directory);

/*
 * Appends "name+offset" of the function at an offset of the file with this build id. False: the file or the
 * function is not known, and nothing was appended.
 */
bool binaries_name(struct binaries *binaries, const uint8_t id[BUILD_ID_SIZE], uint64_t offset,
		   struct strbuf *out);

#endif
