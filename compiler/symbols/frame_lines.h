/*
 * What is at an offset of a binary: a function, and where there is debug information the place in
 * the source, and the functions that the compiler has inlined there.
 */
#ifndef SYMBOLS_FRAME_LINES_H
#define SYMBOLS_FRAME_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "symbols/binaries.h"

enum frame_found {
	FRAME_NAMED,
	FRAME_NO_FILE,     /* no binary with this build id */
	FRAME_NO_FUNCTION, /* there is nothing at the offset that has a name */
};

/* Where in a file. */
struct frame_place {
	uint8_t id[BUILD_ID_SIZE];
	uint64_t offset;
	bool is_caller; /* a call returns there: it is the call that is looked for */
};

/* "[inlined] f@file:line" for each inlined function, the innermost first, then "name+offset@file:line". */
struct frame_lines {
	enum frame_found found;
	const char **lines;
	size_t count;
};

struct frame_names;

/* In the arena of the binaries. Without `debug` there are neither files nor inlined functions. */
struct frame_names *frame_names_new(struct binaries *binaries, struct arena *arena, bool debug);

/* Looked up once; lives as long as the frames. */
const struct frame_lines *frame_names_find(struct frame_names *frames,
					   const struct frame_place *place);

#endif
