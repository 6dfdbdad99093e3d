/*
 * Between the files of the parser; no one else includes it. Each function that
 * is named after a production parses it at the current token, leaves the
 * token behind it current, and returns a node in every case: where something
 * failed an ERROR node, with the message reported and p->failed set. Then
 * everything returns at once, up to a list (of statements, of roots) that
 * skips to its next item.
 */
#ifndef FRONT_PARSE_H
#define FRONT_PARSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"
#include "base/source.h"
#include "front/ast.h"
#include "front/lexer.h"

struct parser {
	struct arena *arena;
	struct interner *interner;
	struct diag *diag;
	const struct source_file *file;
	struct lexer lexer;    /* stands behind token */
	struct token token;    /* the current one, to be taken next */
	uint32_t previous_end; /* end of the token taken last */
	unsigned depth;        /* of the productions that contain themselves */
	bool failed;           /* the current item is being left: nothing more is reported of it */
	bool is_too_deep;      /* reported once */
	bool is_at_root;       /* with failed: the current token begins a root, a '}' is missing */
	bool has_hidden_brace; /* a '}' stands in a string that was not closed */
	bool is_silent;        /* the rest of the file makes no sense: nothing more is reported */
	const node_vec *macro_params; /* of the macro that is being parsed, or NULL */
};

/* parser.c: tokens */
void parse_advance(struct parser *p);
bool parse_at(const struct parser *p, enum token_kind kind);
bool parse_at_word(const struct parser *p, const char *word);
/* The token behind the current one. */
struct token parse_peek(const struct parser *p);
/* Whether a newline stands between the token taken last and the current one. */
bool parse_at_new_line(const struct parser *p);
/* Whether the current token is a word at the very begin of a line. */
bool parse_at_margin(const struct parser *p);
/* Takes the token if it is of the kind. */
bool parse_accept(struct parser *p, enum token_kind kind);
/* Takes the token or reports that it was expected. */
bool parse_expect(struct parser *p, enum token_kind kind);
/* parse_expect for a ';'; one that is missing at a line's end does not fail. */
void parse_expect_semicolon(struct parser *p);
/* parse_expect for the bracket that closes the one at open. */
bool parse_expect_close(struct parser *p, enum token_kind kind, struct span open);
/* The current token's text from offset on, interned. */
const char *parse_intern(struct parser *p, size_t offset);
/* Takes a name: an IDENT; reports that what was expected and returns "" otherwise. */
const char *parse_name(struct parser *p, const char *what);
/* Takes a string token; reports otherwise. */
const char *parse_string_text(struct parser *p, const char *what);

/* parser.c: messages */
/* Begins to leave the item; false if nothing shall be reported. */
bool parse_fail(struct parser *p);
/* Goes to the end of the file in silence: what follows makes no sense. */
void parse_give_up(struct parser *p);
/* Reports that what was expected where the current token stands. */
void parse_expected(struct parser *p, const char *what);
/* The same, but the token there is what is wrong, not what is missing before it. */
void parse_unexpected(struct parser *p, const char *what);
/* Behind a condition: an '=' was meant as '=='. */
void parse_refuse_assignment(struct parser *p);
/* Behind the condition itself: `(name = 1)` would be a record, and a block in its place is the one that follows it. */
void parse_refuse_no_condition(struct parser *p, const struct node *condition);

/* parser.c: nodes */
/* A node that begins with the current token. */
struct node *parse_node(struct parser *p, enum node_kind kind);
/* A node that began earlier, at a position: its first part is parsed already. */
struct node *parse_node_from(struct parser *p, enum node_kind kind, uint32_t begin);
struct node *parse_error_node(struct parser *p);
/* Ends the node's span behind the token taken last. */
struct node *parse_finish(struct parser *p, struct node *node);
/* The child, which may be NULL, as part of parent; fails where the tree would become too high. */
struct node *parse_adopt(struct parser *p, struct node *parent, struct node *child);
void parse_adopt_all(struct parser *p, struct node *parent, node_vec *list, struct node *child);
/* Around productions that contain themselves; after false there is no parse_leave. */
bool parse_enter(struct parser *p);
void parse_leave(struct parser *p);

/* parse_expression.c */
struct node *parse_expression(struct parser *p);
/* Whether a token can begin the operand of a cast. */
bool parse_begins_operand(enum token_kind kind);

/* parse_primary.c */
struct node *parse_primary(struct parser *p);
/* The literals, one token each. */
struct node *parse_number(struct parser *p);
struct node *parse_string(struct parser *p);
struct node *parse_boolean(struct parser *p);
struct node *parse_variable(struct parser *p);
/* A map's name alone, its key is not looked at. */
struct node *parse_map_name(struct parser *p);
struct node *parse_identifier(struct parser *p);

/* parse_c_words.c */
/* Takes a type's name without its tag; of C's integers the usual text ('unsigned long'), however it is written. */
const char *parse_type_words(struct parser *p);
/* Takes 'const', 'volatile' and 'restrict' behind a part of a type. */
void parse_skip_qualifiers(struct parser *p);
/* The same before a type, which may have one of these names itself. */
void parse_skip_leading_qualifiers(struct parser *p);
/*
 * With the token behind name to come next in lexer: looks over the words that make one type together with name,
 * which becomes the first that is no qualifier. Returns the token behind them; is_certain: nothing but a type has them.
 */
struct token parse_look_over_words(struct lexer *lexer, struct token *name, bool *is_certain);
/* The token, or the first behind it that is no qualifier. */
struct token parse_look_over_qualifiers(struct lexer *lexer, struct token token);

/* parse_type.c */
struct node *parse_type(struct parser *p);
/* At a '(': whether it and what follows is a cast. */
bool parse_is_cast(const struct parser *p);
struct node *parse_cast(struct parser *p);
/* sizeof(), typeof(), typeinfo() and offsetof(). */
struct node *parse_type_query(struct parser *p, enum node_kind kind);

/* parse_statement.c */
/* A block whose value, if it has one, is used. */
struct node *parse_block(struct parser *p);
/* A block that is run for its effects: a last expression is a statement like the others. */
struct node *parse_body(struct parser *p);
struct node *parse_if(struct parser *p);
struct node *parse_let(struct parser *p);

/* parse_attach_point.c */
struct node *parse_probe(struct parser *p);

/* parse_declaration.c */
struct node *parse_import(struct parser *p);
struct node *parse_config(struct parser *p);
struct node *parse_macro(struct parser *p);
struct node *parse_function(struct parser *p);
struct node *parse_map_declaration(struct parser *p);
struct node *parse_c_definition(struct parser *p);

#endif
