/* Lines: which tokens have a space between them, and where a line that is too long is broken. */
#include <string.h>

#include "front/printer.h"

/* Costs of breaks: brackets are broken from the outside, commas before operators. */
#define COST_DEPTH    20
#define COST_LOGICAL  2
#define COST_OPERATOR 8
#define COST_ASSIGN   25

static const char *position_text(const struct printer *p, uint32_t position)
{
	return p->file->text + (position - p->file->base);
}

static unsigned width_of(const char *text, size_t size)
{
	unsigned width = 0;

	for (size_t i = 0; i < size; i++) {
		if (text[i] == '\t')
			width = (width / 8 + 1) * 8;
		else if (((unsigned char)text[i] & 0xc0) != 0x80)
			width++;
	}
	return width;
}

/* -- the output -- */

void print_text(struct printer *p, const char *text, size_t size)
{
	strbuf_write(p->out, text, size);
}

static void put_indent(struct printer *p, unsigned n)
{
	strbuf_putc(p->out, '\n');
	for (unsigned i = 0; i < n; i++)
		strbuf_putc(p->out, '\t');
}

void print_new_line(struct printer *p, unsigned n_newlines)
{
	bool has_blank = p->wants_blank || (n_newlines > 1 && !p->is_first);

	p->wants_blank = p->is_first = false;
	if (p->out->size == 0)
		return;
	if (has_blank)
		strbuf_putc(p->out, '\n');
	put_indent(p, p->indent);
}

void print_next_line(struct printer *p)
{
	const char *end = position_text(p, p->token.span.begin);
	unsigned n_newlines = 0;

	for (const char *at = position_text(p, p->behind); at < end; at++)
		n_newlines += *at == '\n';
	print_new_line(p, n_newlines);
}

void print_advance(struct printer *p, bool is_printed)
{
	if (is_printed)
		p->behind = p->token.span.end;
	p->token = lex_next(&p->lexer);
}

/* -- spaces -- */

static bool is_word(enum token_kind kind)
{
	return token_is_word(kind) && kind != TOKEN_IDENT;
}

/* A keyword, or a word that is one here, that is followed by an expression. */
static bool wants_space_behind(const struct token *token)
{
	if (token->kind == TOKEN_IDENT)
		return token_is(token, "comptime");
	return is_word(token->kind) && token->kind != TOKEN_SIZEOF && token->kind != TOKEN_OFFSETOF;
}

static bool is_one_of(enum token_kind kind, const enum token_kind *kinds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (kinds[i] == kind)
			return true;
	return false;
}

#define IS_ONE_OF(kind, ...)                                        \
	is_one_of((kind), (const enum token_kind[]){ __VA_ARGS__ }, \
		  sizeof((enum token_kind[]){ __VA_ARGS__ }) / sizeof(enum token_kind))

static bool is_increment(enum token_kind kind)
{
	return kind == TOKEN_PLUS_PLUS || kind == TOKEN_MINUS_MINUS;
}

/* A '*' behind a type. */
static bool is_star_of_type(const struct printer *p, const struct token *token)
{
	return token->kind == TOKEN_STAR && !print_has_mark(p, token->span.begin, MARK_BINARY) &&
	       !print_has_mark(p, token->span.begin, MARK_UNARY);
}

static bool needs_space(const struct line *line, const struct printer *p)
{
	const struct token *last = &line->last, *next = &p->token;

	if (last->kind == TOKEN_END || line->is_behind_cast ||
	    IS_ONE_OF(next->kind, TOKEN_RIGHT_PAREN, TOKEN_RIGHT_BRACKET, TOKEN_LEFT_BRACKET,
		      TOKEN_COMMA, TOKEN_SEMICOLON, TOKEN_DOT, TOKEN_ARROW, TOKEN_DOT_DOT) ||
	    IS_ONE_OF(last->kind, TOKEN_LEFT_PAREN, TOKEN_LEFT_BRACKET, TOKEN_DOT, TOKEN_ARROW,
		      TOKEN_DOT_DOT))
		return false;
	/* "- -x" and "& &x" would be other operators without it. */
	if (print_has_mark(p, last->span.begin, MARK_UNARY))
		return last->text[0] == next->text[0] &&
		       IS_ONE_OF(last->kind, TOKEN_MINUS, TOKEN_AND);
	if (is_increment(next->kind))
		return print_has_mark(p, next->span.begin, MARK_UNARY);
	if (next->kind == TOKEN_LEFT_PAREN && token_is_word(last->kind))
		return wants_space_behind(last);
	if (line->depth > 0 && (next->kind == TOKEN_ASSIGN || last->kind == TOKEN_ASSIGN))
		return false;
	if (last->kind == TOKEN_QUESTION && next->kind == TOKEN_COLON)
		return false;
	return !is_star_of_type(p, last) || !is_star_of_type(p, next);
}

/* -- breaks -- */

static unsigned operator_cost(const struct token *token)
{
	return IS_ONE_OF(token->kind, TOKEN_AND_AND, TOKEN_OR_OR) ? COST_LOGICAL : COST_OPERATOR;
}

/* Whether the line may be broken before the token that comes next, and what that costs. */
static bool can_break(struct line *line, const struct printer *p, unsigned *cost)
{
	const struct token *last = &line->last;
	enum binary_operator op;

	*cost = line->depth * COST_DEPTH;
	if (last->kind == TOKEN_COMMA || last->kind == TOKEN_QUESTION)
		return true;
	if (last->kind == TOKEN_COLON && line->questions > 0) {
		line->questions--;
		return true;
	}
	if (print_has_mark(p, last->span.begin, MARK_BINARY)) {
		*cost += operator_cost(last);
		return true;
	}
	*cost += COST_ASSIGN;
	return line->depth == 0 && token_has_role(last->kind, TOKEN_ROLE_ASSIGN, &op);
}

/* -- the line -- */

struct line print_line(const struct printer *p, unsigned hang)
{
	struct line line = { .hang = hang, .last = { .kind = TOKEN_END } };

	vec_init(&line.pieces, p->arena);
	return line;
}

static void take_comments(struct line *line, struct printer *p)
{
	struct comment comment;

	while (print_next_comment(p, &comment)) {
		struct piece piece = { .text = comment.text,
				       .size = comment.size,
				       .has_space = true,
				       .breaks_before = comment.n_newlines > 0,
				       .breaks_behind = comment.is_line || comment.is_alone,
				       .hang = line->hang };

		if (line->last.kind == TOKEN_RIGHT_BRACE)
			piece.hang = 0;
		vec_push(&line->pieces, piece);
		p->behind = comment.end;
	}
}

static void note_token(struct line *line, const struct printer *p)
{
	enum token_kind kind = p->token.kind;

	line->is_behind_cast =
		kind == TOKEN_RIGHT_PAREN && print_has_mark(p, line->last.span.end, MARK_CAST_TYPE);
	if (kind == TOKEN_LEFT_PAREN || kind == TOKEN_LEFT_BRACKET)
		line->depth++;
	else if (kind == TOKEN_RIGHT_PAREN || kind == TOKEN_RIGHT_BRACKET)
		line->depth -= line->depth > 0;
	else if (kind == TOKEN_QUESTION)
		line->questions++;
	line->last = p->token;
}

void print_token(struct line *line, struct printer *p)
{
	struct piece piece = { .text = p->token.text, .size = p->token.size, .hang = line->hang };

	take_comments(line, p);
	piece.has_space = needs_space(line, p);
	piece.can_break = can_break(line, p, &piece.cost);
	if (line->last.kind == TOKEN_RIGHT_BRACE)
		piece.hang = 0;
	vec_push(&line->pieces, piece);
	note_token(line, p);
	print_advance(p, true);
}

void print_word(struct line *line, const char *text, enum token_kind kind)
{
	struct piece piece = { .text = text, .size = strlen(text), .hang = line->hang };

	piece.has_space = kind == TOKEN_LEFT_PAREN;
	vec_push(&line->pieces, piece);
	line->last = (struct token){ .kind = kind, .text = text, .size = piece.size };
	line->is_behind_cast = false;
	if (kind == TOKEN_LEFT_PAREN)
		line->depth++;
	else if (kind == TOKEN_RIGHT_PAREN)
		line->depth--;
}

static unsigned piece_width(const struct piece *piece)
{
	return piece->has_space + width_of(piece->text, piece->size);
}

unsigned print_width(const struct line *line)
{
	unsigned width = 0;

	vec_foreach(const struct piece, piece, &line->pieces)
		width += piece_width(piece);
	return width;
}

static unsigned column_of(const struct printer *p)
{
	size_t begin = p->out->size;

	while (begin > 0 && p->out->data[begin - 1] != '\n')
		begin--;
	return width_of(p->out->data + begin, p->out->size - begin);
}

/* The first piece behind start that is to begin a line; the number of pieces if all fit. */
static size_t find_break(const struct line *line, size_t start, unsigned column)
{
	const struct piece *pieces = line->pieces.items;
	size_t best = 0;

	for (size_t i = start; i < line->pieces.count; i++) {
		if (i > start && (pieces[i].breaks_before || pieces[i - 1].breaks_behind))
			return i;
		if (i > start && pieces[i].can_break &&
		    (best == 0 || pieces[i].cost <= pieces[best].cost || column > PRINT_WIDTH))
			best = i;
		column += piece_width(&pieces[i]);
		if (column > PRINT_WIDTH && best != 0)
			return best;
	}
	return line->pieces.count;
}

void print_flush(struct line *line, struct printer *p)
{
	size_t start = 0;

	while (start < line->pieces.count) {
		size_t end = find_break(line, start, column_of(p));

		for (size_t i = start; i < end; i++) {
			const struct piece *piece = &line->pieces.items[i];

			/* The first one may continue a line that stands there. */
			if (piece->has_space && (i > start || start == 0))
				strbuf_putc(p->out, ' ');
			print_text(p, piece->text, piece->size);
		}
		if (end < line->pieces.count)
			put_indent(p, p->indent + line->pieces.items[end].hang);
		start = end;
	}
	vec_init(&line->pieces, p->arena);
}
