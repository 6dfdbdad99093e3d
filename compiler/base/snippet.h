/*
 * Shows a place of a source text: its line, and under it carets and tildes.
 * Depends on source positions only; the text made lives in the given arena.
 */
#ifndef BASE_SNIPPET_H
#define BASE_SNIPPET_H

#include "base/arena.h"
#include "base/source.h"

struct snippet {
	const char *line;  /* what to show of the source line; NULL: nothing worth showing */
	const char *marks; /* ^~~~ under it; tabs of the line stand here too */
};

/*
 * A span over several lines is marked to the end of its first. Bytes that are
 * not safe on a terminal are replaced, and a very long line is cut around the
 * place.
 */
struct snippet snippet_make(struct arena *arena, const struct source_set *set, struct span span);

/* Appends text so that it can be printed: controls and broken UTF-8 are replaced. */
struct strbuf;
void snippet_put_safe(struct strbuf *out, const char *text, size_t size);

#endif
