#include "front/lexer.h"

#include <string.h>

/* Everything about a kind that the tables say. */
static const struct kind_row {
	const char *name; /* for messages */
	enum token_role role;
	enum binary_operator op;
} kind_rows[N_TOKENS] = {
#define TOKEN(kind, name)   [TOKEN_##kind] = { name, TOKEN_ROLE_PLAIN, OPERATOR_NONE },
#define KEYWORD(kind, text) [TOKEN_##kind] = { "'" text "'", TOKEN_ROLE_PLAIN, OPERATOR_NONE },
#define PUNCTUATION(kind, text, role, operator) \
	[TOKEN_##kind] = { "'" text "'", TOKEN_ROLE_##role, OPERATOR_##operator},
#include "front/token.def"
};

struct fixed_text {
	enum token_kind kind;
	const char *text;
	size_t size;
};

static const struct fixed_text keywords[] = {
#define KEYWORD(kind, text) { TOKEN_##kind, text, sizeof(text) - 1 },
#include "front/token.def"
};

static const struct fixed_text punctuation[] = {
#define PUNCTUATION(kind, text, role, operator) { TOKEN_##kind, text, sizeof(text) - 1 },
#include "front/token.def"
};

#define N_KEYWORDS    (sizeof(keywords) / sizeof(keywords[0]))
#define N_PUNCTUATION (sizeof(punctuation) / sizeof(punctuation[0]))

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name_part(char c)
{
	return is_name_start(c) || is_digit(c);
}

/* The byte at an offset from here; 0 behind the end. */
static char peek(const struct lexer *lexer, size_t offset)
{
	return (size_t)(lexer->end - lexer->at) > offset ? lexer->at[offset] : '\0';
}

static bool starts_with(const struct lexer *lexer, const char *text, size_t size)
{
	return (size_t)(lexer->end - lexer->at) >= size && memcmp(lexer->at, text, size) == 0;
}

static void skip_line(struct lexer *lexer)
{
	const char *newline = memchr(lexer->at, '\n', (size_t)(lexer->end - lexer->at));

	lexer->at = newline == NULL ? lexer->end : newline;
}

static void skip_name(struct lexer *lexer)
{
	while (is_name_part(peek(lexer, 0)))
		lexer->at++;
}

static struct token token_from(const struct lexer *lexer, const char *begin, enum token_kind kind)
{
	return (struct token){ .kind = kind,
			       .span = { .begin = lexer->base + (uint32_t)(begin - lexer->text),
					 .end = lexer->base + (uint32_t)(lexer->at - lexer->text) },
			       .text = begin,
			       .size = (size_t)(lexer->at - begin) };
}

struct lexer lexer_new(const struct source_file *file)
{
	struct lexer lexer = { .text = file->text,
			       .at = file->text,
			       .end = file->text + file->size,
			       .base = file->base };

	if (starts_with(&lexer, "\xef\xbb\xbf", 3))
		lexer.at += 3;
	if (starts_with(&lexer, "#!", 2))
		skip_line(&lexer);
	return lexer;
}

/* Behind the closing mark of the comment that begins here; false, and nothing skipped, without one. */
static bool skip_block_comment(struct lexer *lexer)
{
	for (const char *at = lexer->at + 2; lexer->end - at >= 2; at++) {
		if (at[0] == '*' && at[1] == '/') {
			lexer->at = at + 2;
			return true;
		}
	}
	return false;
}

/* Skips white space and comments; false at a comment that is not closed. */
static bool skip_blank(struct lexer *lexer)
{
	for (;;) {
		if (is_space(peek(lexer, 0)))
			lexer->at++;
		else if (starts_with(lexer, "//", 2))
			skip_line(lexer);
		else if (!starts_with(lexer, "/*", 2))
			return true;
		else if (!skip_block_comment(lexer))
			return false;
	}
}

/* Behind the closing quote of the string that begins here; false, at the line's end, without one. */
static bool skip_string(struct lexer *lexer)
{
	lexer->at++;
	while (lexer->at < lexer->end && *lexer->at != '"') {
		if (*lexer->at == '\\' && peek(lexer, 1) != '\n' && peek(lexer, 1) != '\r')
			lexer->at++;
		if (lexer->at < lexer->end && (*lexer->at == '\n' || *lexer->at == '\r'))
			return false;
		if (lexer->at < lexer->end)
			lexer->at++;
	}
	if (lexer->at == lexer->end)
		return false;
	lexer->at++;
	return true;
}

static struct token lex_word(struct lexer *lexer)
{
	const char *begin = lexer->at;
	struct token token;

	skip_name(lexer);
	token = token_from(lexer, begin, TOKEN_IDENT);
	for (size_t i = 0; i < N_KEYWORDS; i++)
		if (keywords[i].size == token.size &&
		    memcmp(keywords[i].text, begin, token.size) == 0)
			token.kind = keywords[i].kind;
	return token;
}

static struct token lex_dollar(struct lexer *lexer)
{
	const char *begin = lexer->at++;

	if (peek(lexer, 0) == '#') {
		lexer->at++;
		return token_from(lexer, begin, TOKEN_PARAM_COUNT);
	}
	if (is_digit(peek(lexer, 0))) {
		while (is_digit(peek(lexer, 0)))
			lexer->at++;
		return token_from(lexer, begin, TOKEN_PARAM);
	}
	if (!is_name_start(peek(lexer, 0)))
		return token_from(lexer, begin, TOKEN_LONE_DOLLAR);
	skip_name(lexer);
	return token_from(lexer, begin, TOKEN_VAR);
}

static bool is_before_brace(struct lexer lexer)
{
	return skip_blank(&lexer) && peek(&lexer, 0) == '{';
}

static struct token lex_punctuation(struct lexer *lexer)
{
	const char *begin = lexer->at;

	for (size_t i = 0; i < N_PUNCTUATION; i++) {
		const struct fixed_text *row = &punctuation[i];

		if (row->text[0] != *begin || !starts_with(lexer, row->text, row->size))
			continue;
		lexer->at += row->size;
		if (row->kind == TOKEN_SLASH && is_before_brace(*lexer))
			return token_from(lexer, begin, TOKEN_PREDICATE_END);
		return token_from(lexer, begin, row->kind);
	}
	/* One token, and so one message, for a run of bytes that are not ASCII. */
	do
		lexer->at++;
	while ((unsigned char)*begin >= 0x80 && (unsigned char)peek(lexer, 0) >= 0x80);
	return token_from(lexer, begin, TOKEN_INVALID_CHARACTER);
}

struct token lex_next(struct lexer *lexer)
{
	const char *begin;
	char c;

	if (!skip_blank(lexer)) {
		struct token token;

		begin = lexer->at;
		lexer->at += 2;
		token = token_from(lexer, begin, TOKEN_UNTERMINATED_COMMENT);
		lexer->at = lexer->end;
		return token;
	}
	begin = lexer->at;
	if (begin == lexer->end)
		return token_from(lexer, begin, TOKEN_END);
	c = *begin;
	if (is_name_start(c))
		return lex_word(lexer);
	if (is_digit(c)) {
		skip_name(lexer);
		return token_from(lexer, begin, TOKEN_NUMBER);
	}
	if (c == '$')
		return lex_dollar(lexer);
	if (c == '@') {
		lexer->at++;
		if (is_name_start(peek(lexer, 0)))
			skip_name(lexer);
		return token_from(lexer, begin, TOKEN_MAP);
	}
	if (c == '"') {
		bool is_closed = skip_string(lexer);

		return token_from(lexer, begin,
				  is_closed ? TOKEN_STRING : TOKEN_UNTERMINATED_STRING);
	}
	return lex_punctuation(lexer);
}

struct token lex_attach_point(struct lexer *lexer, uint32_t position)
{
	const char *begin = lexer->text + (position - lexer->base);
	bool has_colon = false;

	lexer->at = begin;
	while (lexer->at < lexer->end && !is_space(*lexer->at)) {
		char c = *lexer->at;

		if (c == '{' || c == ',' || (c == '/' && !has_colon) ||
		    (c == '|' && peek(lexer, 1) == '|'))
			break;
		if (c == '"') {
			if (!skip_string(lexer))
				return token_from(lexer, begin, TOKEN_UNTERMINATED_STRING);
			continue;
		}
		has_colon = has_colon || c == ':';
		lexer->at++;
	}
	return token_from(lexer, begin, TOKEN_ATTACH_POINT);
}

/* A character constant on one line; a lone quote, as in "#error don't", is only itself. */
static void skip_c_character(struct lexer *lexer)
{
	const char *at = lexer->at + 1;

	while (at < lexer->end && *at != '\'' && *at != '\n')
		at += *at == '\\' && lexer->end - at > 1 && at[1] != '\n' ? 2 : 1;
	lexer->at = at < lexer->end && *at == '\'' ? at + 1 : lexer->at + 1;
}

/* Skips one piece of C: a comment, a constant or a character; false at an open comment. */
static bool skip_c_piece(struct lexer *lexer)
{
	if (starts_with(lexer, "//", 2))
		skip_line(lexer);
	else if (starts_with(lexer, "/*", 2))
		return skip_block_comment(lexer);
	else if (*lexer->at == '"')
		skip_string(lexer);
	else if (*lexer->at == '\'')
		skip_c_character(lexer);
	else
		lexer->at++;
	return true;
}

/* A preprocessor line: on behind a backslash at its end, and to the end of a comment in it. */
static bool skip_hash_line(struct lexer *lexer)
{
	while (lexer->at < lexer->end && *lexer->at != '\n') {
		if (*lexer->at == '\\' && peek(lexer, 1) == '\n')
			lexer->at += 2;
		else if (starts_with(lexer, "\\\r\n", 3))
			lexer->at += 3;
		else if (!skip_c_piece(lexer))
			return false;
	}
	return true;
}

/* Skips up to and with the bracket that closes the one before here. */
static bool skip_c_brackets(struct lexer *lexer)
{
	size_t depth = 1;

	while (depth > 0 && lexer->at < lexer->end) {
		if (strchr("{([", *lexer->at) != NULL)
			depth++;
		else if (strchr("})]", *lexer->at) != NULL)
			depth--;
		if (!skip_c_piece(lexer))
			return false;
	}
	return depth == 0;
}

/* What may follow the '}' of a struct: attributes and ';'. Stays at the '}' if nothing does. */
static bool skip_c_tail(struct lexer *lexer)
{
	for (;;) {
		struct lexer ahead = *lexer;
		struct token token = lex_next(&ahead);

		if (token.kind == TOKEN_SEMICOLON) {
			*lexer = ahead;
			return true;
		}
		if (!token_is(&token, "__attribute__"))
			return true;
		token = lex_next(&ahead);
		*lexer = ahead;
		if (token.kind != TOKEN_LEFT_PAREN || !skip_c_brackets(lexer))
			return false;
	}
}

/* A declaration: to its ';', or with ends_at_brace to the first closed '}' and its tail. */
static bool skip_c_declaration(struct lexer *lexer, bool ends_at_brace)
{
	while (lexer->at < lexer->end) {
		char c = *lexer->at;

		if (!skip_c_piece(lexer))
			return false;
		if (c == ';')
			return true;
		if (c != '{' && c != '(' && c != '[')
			continue;
		if (!skip_c_brackets(lexer))
			return false;
		if (c == '{' && ends_at_brace)
			return skip_c_tail(lexer);
	}
	return false;
}

struct token lex_c_definition(struct lexer *lexer, uint32_t position)
{
	const char *begin = lexer->text + (position - lexer->base);
	bool is_typedef;
	bool is_closed;

	lexer->at = begin;
	is_typedef = starts_with(lexer, "typedef", strlen("typedef"));
	if (*begin == '#')
		is_closed = skip_hash_line(lexer);
	else
		is_closed = skip_c_declaration(lexer, !is_typedef);
	return token_from(lexer, begin, is_closed ? TOKEN_C_TEXT : TOKEN_UNTERMINATED_C_TEXT);
}

const char *token_kind_name(enum token_kind kind)
{
	return kind_rows[kind].name;
}

bool token_has_role(enum token_kind kind, enum token_role role, enum binary_operator *op)
{
	*op = kind_rows[kind].op;
	return kind_rows[kind].role == role;
}

bool token_is(const struct token *token, const char *word)
{
	return token->size == strlen(word) && memcmp(token->text, word, token->size) == 0;
}

bool token_is_word(enum token_kind kind)
{
	if (kind == TOKEN_IDENT)
		return true;
	for (size_t i = 0; i < N_KEYWORDS; i++)
		if (keywords[i].kind == kind)
			return true;
	return false;
}
