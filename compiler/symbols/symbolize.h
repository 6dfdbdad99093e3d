/* Names for the frames of stacks that tools recorded in mode build_id. */
#ifndef SYMBOLS_SYMBOLIZE_H
#define SYMBOLS_SYMBOLIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "base/vec.h"
#include "symbols/frame_lines.h"

struct unknown_id {
	uint8_t id[BUILD_ID_SIZE];
};

struct symbolizer {
	struct frame_names *frames;
	bool is_behind_frame; /* the line before was one, so the next is its caller's */
	size_t n_without_file, n_without_function; /* frames that were left as they are */
	VEC(struct unknown_id) unknown;            /* build ids of no file, each once */
};

void symbolizer_init(struct symbolizer *s, struct frame_names *frames, struct arena *arena);

/*
 * Appends the text, whole lines, with names in place of each "BUILD-ID 0xOFFSET" (40 hex digits, a blank, an
 * offset in hex) that is known: at the start of a line all lines of frame_lines, behind eight blanks as other stacks
 * have it; elsewhere the last one. In strings of JSON, which a \n in front tells, they are escaped.
 */
void symbolize(struct symbolizer *s, const char *text, size_t size, struct strbuf *out);

#endif
