/*
 * Between the files of the printer; no one else includes it. The printer walks the tree for the
 * structure and the tokens for everything else, so nothing that stands in the text can be lost:
 * each token is taken once, and with it the comments before it.
 */
#ifndef FRONT_PRINTER_H
#define FRONT_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "base/vec.h"
#include "front/ast.h"
#include "front/lexer.h"
#include "front/print.h"

/* What the tree knows of the text at a position. */
enum mark_kind {
	MARK_BINARY,    /* a binary operator begins here */
	MARK_UNARY,     /* an operator before its operand, ++ and -- too */
	MARK_CAST_TYPE, /* the type of a cast ends here */
	MARK_NODE,      /* a block or an if begins here */
};

struct mark {
	uint32_t position;
	enum mark_kind kind;
	const struct node *node; /* of NODE */
};

struct printer {
	struct arena *arena;
	const struct source_file *file;
	struct strbuf *out;
	VEC(struct mark) marks; /* by position */
	struct lexer lexer;     /* stands behind token */
	struct token token;     /* the next one to take */
	uint32_t behind; /* end of what was printed last: comments from there on are not yet */
	unsigned indent;
	bool is_first;    /* no line was printed in this block */
	bool wants_blank; /* before the next line */
};

/* A token or comment of the line at work. */
struct piece {
	const char *text;
	size_t size;
	bool has_space;     /* before it */
	bool can_break;     /* before it */
	bool breaks_before; /* in any case */
	bool breaks_behind;
	unsigned cost; /* of a break before it */
	unsigned hang; /* tabs more than the indentation, if it begins a line */
};

/* What stands on one line if it fits. */
struct line {
	VEC(struct piece) pieces;
	struct token last;  /* of the tokens in it; TOKEN_END: none */
	unsigned depth;     /* of brackets */
	unsigned questions; /* '?' whose ':' is still to come */
	unsigned hang;
	bool is_behind_cast;
};

/* -- print_marks.c -- */
void print_find_marks(struct printer *p, const struct script *script);
bool print_has_mark(const struct printer *p, uint32_t position, enum mark_kind kind);
/* The block or if that begins at the position, or NULL. */
const struct node *print_node_at(const struct printer *p, uint32_t position);

/* -- print_comment.c: what stands between tokens -- */
struct comment {
	const char *text;
	size_t size;
	uint32_t end;
	unsigned n_newlines; /* between it and what stands before it */
	bool is_line;        /* begins with two slashes */
	bool is_alone;       /* on its line */
};

/* The next comment between what was printed last and the token. */
bool print_next_comment(const struct printer *p, struct comment *comment);
/* Whether a comment stands anywhere in the span. */
bool print_has_comment(const struct printer *p, struct span span);
/*
 * Prints the comments before the token: one that stands on the line of what was printed last behind
 * that, others on lines of their own.
 */
void print_comments(struct printer *p);

/* -- print_line.c -- */
/* Ends the line and indents the next; a blank one between them if the text has some, or wants_blank. */
void print_new_line(struct printer *p, unsigned n_newlines);
/* print_new_line for the token that comes next. */
void print_next_line(struct printer *p);
/* Text of the file as it stands, on the current line. */
void print_text(struct printer *p, const char *text, size_t size);

/* Moves on to the next token; the one that was there counts as printed, or as passed over. */
void print_advance(struct printer *p, bool is_printed);

struct line print_line(const struct printer *p, unsigned hang);
/* Takes the token into the line, with the comments before it. */
void print_token(struct line *line, struct printer *p);
/* Puts something into the line that does not stand in the text. */
void print_word(struct line *line, const char *text, enum token_kind kind);
unsigned print_width(const struct line *line);
/* Writes the line, in as many as it needs. What follows continues it. */
void print_flush(struct line *line, struct printer *p);

/* -- print_statement.c -- */
/* Takes tokens up to a position into the line; blocks among them are printed. */
void print_tokens(struct line *line, struct printer *p, uint32_t end);
/* The same up to the ';' or '}' that ends a statement, and with has_semicolon a ';' behind. */
void print_simple(struct printer *p, bool has_semicolon);
/* Takes a block: its '{' into the line, then the lines of its items, and its '}' as a new one. */
void print_block(struct line *line, struct printer *p, const struct node *block);
/* The block on the line; it must be a value alone. */
void print_flat_block(struct line *line, struct printer *p, const struct node *block);
/* Whether the block is a value without blocks and comments in it. */
bool print_can_be_flat(const struct printer *p, const struct node *block);

#endif
