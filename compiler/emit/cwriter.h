/*
 * Writes C text: owns indentation, braces, semicolons, preprocessor lines and the
 * mapping of lines. Callers say what they mean and never print a brace or a
 * newline. Depends on base alone; appends to a strbuf that the caller owns.
 *
 * Every line stands either for a line of the script or for itself. cw_at says
 * which; the writer puts `#line` wherever the compiler would count otherwise.
 */
#ifndef EMIT_CWRITER_H
#define EMIT_CWRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct cwriter {
	struct strbuf *out;
	const char *own_name;    /* of the file that is written */
	const char *script_name; /* of the file that lines are mapped to */
	int depth;               /* of indentation */
	uint32_t line;           /* of the file that is written: the next one */
	uint32_t wanted;         /* line of the script that the next line stands for; 0: itself */
	uint32_t counted;        /* line that the compiler gives the next line, if is_mapped */
	bool is_mapped;          /* the compiler counts lines of the script */
};

void cw_init(struct cwriter *w, struct strbuf *out, const char *own_name, const char *script_name);

/* The lines that follow stand for this line of the script; 0: for themselves. */
void cw_at(struct cwriter *w, uint32_t script_line);

void cw_blank(struct cwriter *w);

/* A comment with any text in it, on one line; what could end or break it is changed. */
void cw_comment(struct cwriter *w, const char *text);

/* #include "name" */
void cw_include(struct cwriter *w, const char *name);
/* #include <name> */
void cw_define(struct cwriter *w, const char *name);
void cw_include_system(struct cwriter *w, const char *name);

/* A line with a semicolon behind it. */
void cw_statement(struct cwriter *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An element of a list in braces: a comma behind it. */
void cw_element(struct cwriter *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* `{` of a bare block. */
void cw_open_block(struct cwriter *w);

/* `head {`, for control statements, structs and initializers. */
void cw_open(struct cwriter *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A function's head, with its brace on a line of its own. */
void cw_open_function(struct cwriter *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* `} else {` */
void cw_else(struct cwriter *w);

/* `}` of a block. */
void cw_close(struct cwriter *w);

/* `};` of a struct, union, enum or initializer. */
void cw_close_type(struct cwriter *w);

/* `} name = {`: from a type to the initializer of what has it. */
void cw_close_open(struct cwriter *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* `} tail;` of the same. */
void cw_close_statement(struct cwriter *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* `},` of an initializer inside another. */
void cw_close_element(struct cwriter *w);

/* `declaration` and a string literal, in which each line of the text has a line of its own. */
void cw_string_statement(struct cwriter *w, const char *declaration, const char *text, size_t size);

#endif
