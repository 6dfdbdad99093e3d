/* Names for the frames of stacks that tools recorded in mode build_id. */
#ifndef SYMBOLS_SYMBOLIZE_H
#define SYMBOLS_SYMBOLIZE_H

#include <stddef.h>

#include "base/strbuf.h"
#include "symbols/binaries.h"

/*
 * Appends the text, with "name+offset" in place of each "BUILD-ID 0xOFFSET" (40 hex digits, a blank, an offset
 * in hex) whose name is known; at the start of a line as other stacks have it, behind eight blanks.
 */
void symbolize(struct binaries *binaries, const char *text, size_t size, struct strbuf *out);

#endif
