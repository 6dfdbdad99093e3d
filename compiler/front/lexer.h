/*
 * Script text to tokens, one at a time, as the parser asks for them: what the
 * text means depends on where it stands (an attach point, C, an expression).
 * Reports nothing: what cannot be a token is a token of its own kind, and the
 * parser says so when it gets there. A lexer is a plain value; a copy of it
 * looks ahead.
 */
#ifndef FRONT_LEXER_H
#define FRONT_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "front/ast.h"

enum token_kind {
#define TOKEN(kind, name)                       TOKEN_##kind,
#define KEYWORD(kind, text)                     TOKEN_##kind,
#define PUNCTUATION(kind, text, role, operator) TOKEN_##kind,
#include "front/token.def"
	N_TOKENS
};

enum token_role { TOKEN_ROLE_PLAIN, TOKEN_ROLE_BINARY, TOKEN_ROLE_ASSIGN };

struct token {
	enum token_kind kind;
	struct span span;
	const char *text; /* in the source, size bytes, not NUL-terminated */
	size_t size;
};

struct lexer {
	const char *text;
	const char *at;
	const char *end;
	uint32_t base; /* position of text */
};

/* Stands at the first byte, behind a byte order mark and a #! line. */
struct lexer lexer_new(const struct source_file *file);

/* The next token; TOKEN_END for ever at the end. */
struct token lex_next(struct lexer *lexer);

/*
 * The raw text of an attach point that begins at position: up to white space,
 * '{', ',' or, until a ':' was seen, '/'. Double quotes protect any character
 * of their line, and a backslash the next one in them. May be empty.
 */
struct token lex_attach_point(struct lexer *lexer, uint32_t position);

/*
 * The C text that begins at position: a '#' line with its continuations, a
 * typedef up to its ';', or a struct, union or enum with attributes and ';'.
 */
struct token lex_c_definition(struct lexer *lexer, uint32_t position);

/* How messages name a kind: "a name", "';'". */
const char *token_kind_name(enum token_kind kind);

/* The operator of the token if it has that role; OPERATOR_NONE for '='. */
bool token_has_role(enum token_kind kind, enum token_role role, enum binary_operator *op);

/* Whether the token's text is exactly word. */
bool token_is(const struct token *token, const char *word);

/* IDENT or a keyword: what may follow a '.'. */
bool token_is_word(enum token_kind kind);

#endif
