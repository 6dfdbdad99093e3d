/* C's own integers, of several words ('unsigned long'), and the qualifiers that mean nothing here. */
#include "front/parse.h"

enum c_word {
	C_WORD_NONE,
	C_WORD_CHAR,
	C_WORD_SHORT,
	C_WORD_INT,
	C_WORD_LONG,
	C_WORD_SIGNED,
	C_WORD_UNSIGNED,
	C_WORD_QUALIFIER,
	N_C_WORDS
};

static enum c_word word_of(const struct token *token)
{
	static const struct {
		const char *text;
		enum c_word word;
	} words[] = {
		{ "char", C_WORD_CHAR },         { "short", C_WORD_SHORT },
		{ "int", C_WORD_INT },           { "long", C_WORD_LONG },
		{ "signed", C_WORD_SIGNED },     { "unsigned", C_WORD_UNSIGNED },
		{ "const", C_WORD_QUALIFIER },   { "volatile", C_WORD_QUALIFIER },
		{ "restrict", C_WORD_QUALIFIER }
	};

	if (token->kind != TOKEN_IDENT)
		return C_WORD_NONE;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (token_is(token, words[i].text))
			return words[i].word;
	return C_WORD_NONE;
}

/* A lone 'const' is a name like others; before a name, a tag, '*' or ')' of a type it is a qualifier. */
static bool is_qualifier(const struct token *token, const struct token *next)
{
	return word_of(token) == C_WORD_QUALIFIER &&
	       (token_is_word(next->kind) || next->kind == TOKEN_STAR);
}

/* Whether the words seen can be of one type. */
static bool is_possible(const unsigned char counts[N_C_WORDS])
{
	unsigned n_char = counts[C_WORD_CHAR], n_short = counts[C_WORD_SHORT],
		 n_int = counts[C_WORD_INT], n_long = counts[C_WORD_LONG],
		 n_sign = counts[C_WORD_SIGNED] + counts[C_WORD_UNSIGNED];

	return n_char <= 1 && n_short <= 1 && n_int <= 1 && n_long <= 2 && n_sign <= 1 &&
	       n_char + n_short + (n_long > 0) <= 1 && n_char + n_int <= 1;
}

static const char *name_of(const unsigned char counts[N_C_WORDS])
{
	static const char *const names[][2] = { { "char", "unsigned char" },
						{ "short", "unsigned short" },
						{ "long", "unsigned long" },
						{ "int", "unsigned int" } };
	bool is_unsigned = counts[C_WORD_UNSIGNED] > 0;

	/* What 'char' alone is the target says. */
	if (counts[C_WORD_CHAR] > 0 && counts[C_WORD_SIGNED] > 0)
		return "signed char";
	if (counts[C_WORD_CHAR] > 0)
		return names[0][is_unsigned];
	if (counts[C_WORD_SHORT] > 0)
		return names[1][is_unsigned];
	if (counts[C_WORD_LONG] > 0)
		return names[2][is_unsigned];
	return names[3][is_unsigned];
}

void parse_skip_qualifiers(struct parser *p)
{
	while (!p->failed && word_of(&p->token) == C_WORD_QUALIFIER)
		parse_advance(p);
}

void parse_skip_leading_qualifiers(struct parser *p)
{
	struct token next = parse_peek(p);

	while (!p->failed && is_qualifier(&p->token, &next)) {
		parse_advance(p);
		next = parse_peek(p);
	}
}

/* type_words: ('char' | 'short' | 'int' | 'long' | 'signed' | 'unsigned')+ | name */
const char *parse_type_words(struct parser *p)
{
	unsigned char counts[N_C_WORDS] = { 0 };
	enum c_word word = word_of(&p->token);

	if (p->failed || word == C_WORD_NONE || word == C_WORD_QUALIFIER)
		return parse_name(p, "a type's name");
	do {
		counts[word]++;
		if (!is_possible(counts)) {
			parse_unexpected(p, "a type of C");
			return "";
		}
		parse_advance(p);
		parse_skip_qualifiers(p);
		word = word_of(&p->token);
	} while (word != C_WORD_NONE && word != C_WORD_QUALIFIER);
	return intern(p->interner, name_of(counts));
}

struct token parse_look_over_words(struct lexer *lexer, struct token *name, bool *is_certain)
{
	struct token next = lex_next(lexer);
	bool is_of_c;

	*is_certain = false;
	while (is_qualifier(name, &next)) {
		*name = next;
		next = lex_next(lexer);
		*is_certain = true;
	}
	is_of_c = word_of(name) != C_WORD_NONE;
	while (word_of(&next) == C_WORD_QUALIFIER || (is_of_c && word_of(&next) != C_WORD_NONE)) {
		*is_certain = true;
		next = lex_next(lexer);
	}
	return next;
}

struct token parse_look_over_qualifiers(struct lexer *lexer, struct token token)
{
	while (word_of(&token) == C_WORD_QUALIFIER)
		token = lex_next(lexer);
	return token;
}
