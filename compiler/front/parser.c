#include "front/parser.h"

#include <string.h>

#include "base/utf8.h"
#include "front/comment.h"
#include "front/literal.h"
#include "front/parse.h"

/* More messages than anyone reads; then the rest of the file is not looked at. */
#define MAX_ERRORS 200

/* Bytes of a token that a message quotes. */
#define MAX_QUOTED 40

void parse_advance(struct parser *p)
{
	p->previous_end = p->token.span.end;
	p->token = lex_next(&p->lexer);
}

bool parse_at(const struct parser *p, enum token_kind kind)
{
	return p->token.kind == kind;
}

bool parse_at_word(const struct parser *p, const char *word)
{
	return p->token.kind == TOKEN_IDENT && token_is(&p->token, word);
}

struct token parse_peek(const struct parser *p)
{
	struct lexer ahead = p->lexer;

	return lex_next(&ahead);
}

bool parse_at_new_line(const struct parser *p)
{
	const char *text = p->file->text - p->file->base;

	return p->previous_end > 0 &&
	       memchr(text + p->previous_end, '\n', p->token.span.begin - p->previous_end) != NULL;
}

bool parse_at_margin(const struct parser *p)
{
	const char *text = p->token.text;

	return token_is_word(p->token.kind) && text > p->file->text && text[-1] == '\n';
}

bool parse_accept(struct parser *p, enum token_kind kind)
{
	if (p->failed || !parse_at(p, kind))
		return false;
	parse_advance(p);
	return true;
}

bool parse_expect(struct parser *p, enum token_kind kind)
{
	if (parse_accept(p, kind))
		return true;
	parse_expected(p, token_kind_name(kind));
	return false;
}

void parse_expect_semicolon(struct parser *p)
{
	if (!p->failed && !parse_expect(p, TOKEN_SEMICOLON))
		p->failed = p->is_silent || !parse_at_new_line(p);
}

/* Whether the kind is of something that is no token. */
static bool is_lexical_error(enum token_kind kind)
{
	return kind >= TOKEN_INVALID_CHARACTER && kind <= TOKEN_UNTERMINATED_C_TEXT;
}

bool parse_expect_close(struct parser *p, enum token_kind kind, struct span open)
{
	bool was_failed = p->failed;

	if (kind == TOKEN_RIGHT_BRACE && p->has_hidden_brace && !was_failed &&
	    !parse_at(p, TOKEN_RIGHT_BRACE)) {
		p->has_hidden_brace = p->is_at_root = false;
		return true;
	}
	if (parse_expect(p, kind))
		return true;
	if (!was_failed && !p->is_silent && !is_lexical_error(p->token.kind))
		diag_note(p->diag, open, "opened here");
	return false;
}

const char *parse_intern(struct parser *p, size_t offset)
{
	return intern_n(p->interner, p->token.text + offset, p->token.size - offset);
}

const char *parse_name(struct parser *p, const char *what)
{
	const char *name = "";

	if (!p->failed && parse_at(p, TOKEN_IDENT)) {
		name = parse_intern(p, 0);
		parse_advance(p);
	} else {
		parse_expected(p, what);
	}
	return name;
}

const char *parse_string_text(struct parser *p, const char *what)
{
	struct literal_string string;

	if (p->failed || !parse_at(p, TOKEN_STRING)) {
		parse_expected(p, what);
		return "";
	}
	string = literal_string(p->arena, p->diag, &p->token);
	parse_advance(p);
	return intern_n(p->interner, string.text, string.size);
}

void parse_give_up(struct parser *p)
{
	p->is_silent = true;
	p->failed = true;
	p->lexer.at = p->lexer.end;
	parse_advance(p);
}

bool parse_fail(struct parser *p)
{
	if (!p->is_silent && diag_error_count(p->diag) >= MAX_ERRORS)
		parse_give_up(p);
	if (p->failed || p->is_silent) {
		p->failed = true;
		return false;
	}
	p->failed = true;
	return true;
}

static void report_character(struct parser *p)
{
	struct utf8_shown shown = utf8_show(p->token.text, p->token.size);

	diag_report(p->diag, p->token.span, DIAG_INVALID_CHARACTER,
		    arena_printf(p->arena, "'%s'", shown.text));
	if (p->token.text[0] == '\'')
		diag_note(p->diag, (struct span){ 0 },
			  "strings stand in double quotes; there are no character literals");
}

/* Reports a token that is none; false if it is one. */
static bool report_lexical(struct parser *p)
{
	switch ((int)p->token.kind) {
	case TOKEN_INVALID_CHARACTER:
		report_character(p);
		return true;
	case TOKEN_LONE_DOLLAR:
		diag_report(p->diag, p->token.span, DIAG_LONE_DOLLAR);
		return true;
	case TOKEN_UNTERMINATED_STRING:
		diag_report(p->diag, p->token.span, DIAG_UNTERMINATED_STRING);
		p->has_hidden_brace = memchr(p->token.text, '}', p->token.size) != NULL;
		return true;
	case TOKEN_UNTERMINATED_COMMENT:
		diag_report(p->diag, p->token.span, DIAG_UNTERMINATED_COMMENT);
		parse_give_up(p);
		return true;
	default:
		return false;
	}
}

/* The current token in a message. */
static const char *describe_token(struct parser *p)
{
	size_t size = p->token.size;

	if (p->token.kind == TOKEN_END)
		return token_kind_name(TOKEN_END);
	if (p->token.kind == TOKEN_STRING)
		return token_kind_name(TOKEN_STRING);
	if (size > MAX_QUOTED)
		return arena_printf(p->arena, "'%.*s...'", MAX_QUOTED, p->token.text);
	return arena_printf(p->arena, "'%.*s'", (int)size, p->token.text);
}

/*
 * Where something is missing: at the token found there, or behind the last one
 * if the token found is on a later line or is the end.
 */
static struct span missing_span(const struct parser *p)
{
	if (p->previous_end > 0 && (parse_at(p, TOKEN_END) || parse_at_new_line(p)))
		return (struct span){ .begin = p->previous_end, .end = p->previous_end };
	return p->token.span;
}

void parse_expected(struct parser *p, const char *what)
{
	if (parse_fail(p) && !report_lexical(p))
		diag_report(p->diag, missing_span(p), DIAG_EXPECTED, what, describe_token(p));
}

void parse_unexpected(struct parser *p, const char *what)
{
	if (parse_fail(p) && !report_lexical(p))
		diag_report(p->diag, p->token.span, DIAG_EXPECTED, what, describe_token(p));
}

static void note_assignment(struct parser *p)
{
	if (!p->is_silent)
		diag_note(p->diag, (struct span){ 0 }, "an assignment is a statement, not a value");
}

void parse_refuse_assignment(struct parser *p)
{
	if (p->failed || !parse_at(p, TOKEN_ASSIGN))
		return;
	parse_expected(p, "'==' to compare");
	note_assignment(p);
}

void parse_refuse_no_condition(struct parser *p, const struct node *condition)
{
	struct span at = condition->span;
	const char *equals;

	if (p->failed)
		return;
	if (condition->kind == NODE_BLOCK && !parse_at(p, TOKEN_LEFT_BRACE) && parse_fail(p)) {
		at.end = at.begin + 1;
		diag_report(p->diag, at, DIAG_EXPECTED, "a condition", "'{'");
	} else if (condition->kind == NODE_RECORD && parse_fail(p)) {
		equals = strchr(p->file->text + (at.begin - p->file->base), '=');
		at.begin += (uint32_t)(equals - (p->file->text + (at.begin - p->file->base)));
		at.end = at.begin + 1;
		diag_report(p->diag, at, DIAG_EXPECTED, "'==' to compare", "'='");
		note_assignment(p);
	}
}

struct node *parse_node(struct parser *p, enum node_kind kind)
{
	struct node *node = arena_new_of(p->arena, struct node);

	node->kind = kind;
	node->span = p->token.span;
	node->height = 1;
	return node;
}

struct node *parse_node_from(struct parser *p, enum node_kind kind, uint32_t begin)
{
	struct node *node = parse_node(p, kind);

	node->span.begin = begin;
	return node;
}

struct node *parse_error_node(struct parser *p)
{
	return parse_node(p, NODE_ERROR);
}

struct node *parse_finish(struct parser *p, struct node *node)
{
	if (p->previous_end > node->span.begin)
		node->span.end = p->previous_end;
	return node;
}

static void fail_too_deep(struct parser *p, struct span span)
{
	bool is_first = !p->is_too_deep;

	p->is_too_deep = true;
	if (parse_fail(p) && is_first)
		diag_report(p->diag, span, DIAG_TOO_DEEP, PARSE_MAX_DEPTH);
}

struct node *parse_adopt(struct parser *p, struct node *parent, struct node *child)
{
	if (child == NULL)
		return NULL;
	if (child->height >= PARSE_MAX_DEPTH) {
		fail_too_deep(p, p->token.span);
		child = parse_error_node(p);
	}
	if (parent->height <= child->height)
		parent->height = child->height + 1;
	return child;
}

void parse_adopt_all(struct parser *p, struct node *parent, node_vec *list, struct node *child)
{
	vec_push(list, parse_adopt(p, parent, child));
}

bool parse_enter(struct parser *p)
{
	if (p->failed)
		return false;
	if (p->depth == PARSE_MAX_DEPTH) {
		fail_too_deep(p, p->token.span);
		return false;
	}
	p->depth++;
	return true;
}

void parse_leave(struct parser *p)
{
	p->depth--;
}

/* After a failure between roots: behind the next block or ';', or where a root seems to begin. */
static void recover_root(struct parser *p)
{
	size_t depth = 0;

	p->failed = false;
	if (p->is_at_root) {
		p->is_at_root = false;
		return;
	}
	while (!parse_at(p, TOKEN_END)) {
		enum token_kind kind = p->token.kind;

		parse_advance(p);
		if (kind == TOKEN_LEFT_BRACE)
			depth++;
		else if (kind == TOKEN_RIGHT_BRACE)
			depth -= depth > 0;
		else if (kind != TOKEN_SEMICOLON && !parse_at_margin(p))
			continue;
		if (depth == 0)
			break;
	}
	while (parse_at(p, TOKEN_RIGHT_BRACE))
		parse_advance(p);
}

/* Whether the C part, config or import at span stands too late, which is reported. */
static void check_place(struct parser *p, const struct node *root, const struct node *first_probe,
			const char *what)
{
	if (first_probe == NULL || !parse_fail(p))
		return;
	p->failed = false;
	diag_report(p->diag, root->span, DIAG_MISPLACED, what);
	diag_note(p->diag, (struct span){ first_probe->span.begin, first_probe->span.begin },
		  "the first one is here");
}

static bool is_c_definition(const struct parser *p)
{
	return parse_at(p, TOKEN_HASH) || parse_at(p, TOKEN_STRUCT) || parse_at(p, TOKEN_UNION) ||
	       parse_at(p, TOKEN_ENUM) || parse_at_word(p, "typedef");
}

/*
 * root: c_definition | config | import | macro | function | map_declaration | probe
 * The first three must stand before the others.
 */
static struct node *parse_root(struct parser *p, const struct node *first_probe)
{
	struct node *root;

	if (is_c_definition(p)) {
		root = parse_c_definition(p);
		check_place(p, root, first_probe, "a C definition");
		return root;
	}
	if (parse_at(p, TOKEN_IMPORT)) {
		root = parse_import(p);
		parse_expect_semicolon(p);
		check_place(p, root, first_probe, "an import");
		return root;
	}
	if (parse_at_word(p, "config") && parse_peek(p).kind == TOKEN_ASSIGN) {
		root = parse_config(p);
		check_place(p, root, first_probe, "config");
		return root;
	}
	if (parse_at_word(p, "macro") && parse_peek(p).kind == TOKEN_IDENT)
		return parse_macro(p);
	if (parse_at_word(p, "fn") && parse_peek(p).kind == TOKEN_IDENT)
		return parse_function(p);
	if (parse_at(p, TOKEN_LET))
		return parse_map_declaration(p);
	return parse_probe(p);
}

static bool is_in_first_part(const struct node *root)
{
	return root->kind == NODE_C_DEFINITION || root->kind == NODE_IMPORT ||
	       root->kind == NODE_CONFIG || root->kind == NODE_ERROR;
}

static void check_config(struct parser *p, const struct node *root, const struct node **config)
{
	if (root->kind != NODE_CONFIG)
		return;
	if (*config != NULL) {
		diag_report(p->diag, root->span, DIAG_SECOND_CONFIG);
		diag_note(p->diag, (*config)->span, "the other one is here");
	}
	*config = root;
}

static void parse_roots(struct parser *p, struct script *script)
{
	const struct node *first_probe = NULL;
	const struct node *config = NULL;

	while (!parse_at(p, TOKEN_END) && !p->is_silent) {
		uint32_t before = p->token.span.begin;
		struct node *root = parse_root(p, first_probe);

		check_config(p, root, &config);
		vec_push(&script->roots, root);
		if (first_probe == NULL && !is_in_first_part(root))
			first_probe = root;
		if (p->failed)
			recover_root(p);
		else if (p->token.span.begin == before)
			parse_advance(p);
	}
}

/* A binary file, or text in UTF-16: one message instead of many. */
static bool has_nul(const struct source_file *file, struct diag *diag)
{
	const char *nul = memchr(file->text, '\0', file->size);
	uint32_t position;

	if (nul == NULL)
		return false;
	position = file->base + (uint32_t)(nul - file->text);
	diag_report(diag, (struct span){ position, position + 1 }, DIAG_NUL_BYTE);
	return true;
}

struct script *parse_script(struct arena *arena, struct interner *interner, struct diag *diag,
			    const struct source_file *file)
{
	struct script *script = arena_new_of(arena, struct script);
	struct parser p = { .arena = arena,
			    .interner = interner,
			    .diag = diag,
			    .file = file,
			    .lexer = lexer_new(file) };

	script->span = (struct span){ file->base, file->base + (uint32_t)file->size };
	script->leading_comment = "";
	vec_init(&script->roots, arena);
	vec_init(&script->headers, arena);
	vec_init(&script->macros, arena);
	if (has_nul(file, diag))
		return script;
	script->leading_comment = comment_leading(arena, &p.lexer);
	p.token = lex_next(&p.lexer);
	if (parse_at(&p, TOKEN_END))
		diag_report(diag, (struct span){ file->base, file->base }, DIAG_EMPTY_SCRIPT);
	parse_roots(&p, script);
	return script;
}
