/*
 * Source texts and positions in them. All texts of a compilation (the script,
 * -e programs, imports) stand one after the other in one space of positions,
 * so a span is two numbers and says by itself which file it is in.
 * Position 0 is no place: a zeroed span means "nowhere in the script".
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct span {
	uint32_t begin; /* first byte */
	uint32_t end;   /* one past the last byte */
};

struct source_file {
	const char *name; /* as the user gave it; "-e" and "stdin" for those without a file */
	const char *text; /* NUL-terminated; may contain NUL bytes before size */
	size_t size;      /* bytes, at most SOURCE_MAX_SIZE */
	uint32_t base;    /* position of the first byte */
	const uint32_t *line_starts; /* offsets in text */
	size_t n_lines;
};

/* Larger inputs are refused when they are added. 64 MiB keeps positions within 32 bits. */
#define SOURCE_MAX_SIZE (64u << 20)

struct source_set;

struct source_set *source_set_new(struct arena *arena);

/* Adds a text (copied). Returns NULL if it or the whole set would be too large. */
const struct source_file *source_add(struct source_set *set, const char *name, const char *text,
				     size_t size);

/* The same for a file that the script asks for at `import`: messages in it show that place too. */
const struct source_file *source_add_import(struct source_set *set, const char *name,
					    const char *text, size_t size, struct span import);

/*
 * Positions of their own for a macro's text at `body`, expanded at `call`: added to a position in
 * the body, the result gives one with the same file, line and text that knows where it was
 * expanded. 0 if there are no positions left.
 */
uint32_t source_add_expansion(struct source_set *set, struct span body, struct span call);

/* The position in the file itself of one in an expansion; others are returned as they are. */
uint32_t source_position(const struct source_set *set, uint32_t position);

enum source_origin { SOURCE_GIVEN, SOURCE_EXPANDED, SOURCE_IMPORTED };

/* Why there is text at a position; *from is the macro's call or the import. */
enum source_origin source_origin(const struct source_set *set, uint32_t position,
				 struct span *from);

/* The file that contains the position; NULL for position 0. */
const struct source_file *source_find(const struct source_set *set, uint32_t position);

struct source_place {
	const struct source_file *file;
	uint32_t line;   /* from 1 */
	uint32_t column; /* from 1, in bytes */
};

/* Line and column of a position; file is NULL for "nowhere". */
struct source_place source_place(const struct source_set *set, uint32_t position);

/* The text of line (from 1), without its newline; its length goes to *size. */
const char *source_line(const struct source_file *file, uint32_t line, size_t *size);

/* The bytes that a span covers; not NUL-terminated at the end. */
const char *source_text(const struct source_set *set, struct span span, size_t *size);

struct span span_join(struct span first, struct span last);

#endif
