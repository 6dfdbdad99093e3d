/*
 * A script with a few of its tokens deleted, doubled, swapped or replaced, its literals changed. Prints it.
 *
 *   mutant SEED FILE...
 *
 * The seed says which file, and what becomes of it. What stands before the first change of a line is untouched: most
 * mutants are still scripts, and the compiler has to say what is wrong with the others.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SIZE    (1 << 17)
#define MAX_TOKENS  (1 << 15)
#define MAX_CHANGES 3

enum kind { SPACE, COMMENT, WORD, NUMBER, STRING, SIGN };

struct token {
	const char *text;
	size_t size;
	enum kind kind;
};

struct script {
	char bytes[MAX_SIZE];
	struct token tokens[MAX_TOKENS];
	size_t n;
	uint64_t random;
};

static const char *const numbers[] = {
	"0", "1", "2", "7", "63", "64", "127", "128", "255", "256", "1000", "65535", "65536", "0x7fffffff",
	"0x80000000", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808",
	"18446744073709551615", "-1", "1e6", "5ms", "0777", "1_000",
};
static const char *const strings[] = {
	"\"\"", "\"a\"", "\"%d\"", "\"%s %s\"", "\"%ld\\n\"", "\"\\x41\"", "\"0123456789012345678901234567890123456789\"",
};
/* Between two operands; the others. */
static const char *const operators[] = {
	"+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "==", "!=", "<", ">", "<=", ">=", "&&", "||",
};
static const char *const signs[] = {
	"!", "~", "=", "+=", "-=", ".", "->", ",", "?", ":", "++", "--", "(", ")", "[", "]", ";",
};
static const char *const words[] = {
	"int8", "uint16", "int32", "uint64", "bool", "string", "pid", "comm", "nsecs", "cpu", "args", "ctx", "retval",
	"curtask", "kstack", "ustack", "$x", "$1", "@", "@x", "count", "sum", "hist", "str", "buf", "printf", "print",
	"if", "else", "for", "while", "let", "return", "break", "continue", "sizeof", "true", "comptime", "struct",
	"exit", "delete", "len", "clear", "strlen", "ksym", "usym", "nsecs", "reg", "has_key", "find", "unroll",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PICK(script, array) array[below(script, COUNT(array))]

/* xorshift64* */
static size_t below(struct script *s, size_t limit)
{
	s->random ^= s->random >> 12;
	s->random ^= s->random << 25;
	s->random ^= s->random >> 27;
	return (size_t)((s->random * 0x2545f4914f6cdd1d) >> 16) % limit;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || c == '@';
}

static size_t size_of_string(const char *text)
{
	size_t n = 1;

	while (text[n] != '\0' && text[n] != '"' && text[n] != '\n')
		n += text[n] == '\\' && text[n + 1] != '\0' ? 2 : 1;
	return text[n] == '"' ? n + 1 : n;
}

/* Lines of C and comments are one token each. */
static size_t size_of(const char *text, bool begins_line, enum kind *kind)
{
	static const char long_signs[][4] = { "<<=", ">>=", "<<", ">>", "->", "==", "!=", "<=", ">=", "&&", "||",
					      "++",  "--",  "+=", "-=", "*=", "|=", "&=", ".." };
	size_t n = 0;

	*kind = SPACE;
	while (isspace((unsigned char)text[n]))
		n++;
	if (n > 0)
		return n;
	*kind = COMMENT;
	if (strncmp(text, "//", 2) == 0 || (*text == '#' && begins_line))
		return strcspn(text, "\n");
	if (strncmp(text, "/*", 2) == 0)
		return strstr(text, "*/") != NULL ? (size_t)(strstr(text, "*/") + 2 - text) : strlen(text);
	*kind = STRING;
	if (*text == '"')
		return size_of_string(text);
	*kind = isdigit((unsigned char)*text) ? NUMBER : WORD;
	while (is_word(text[n]))
		n++;
	if (n > 0)
		return n;
	*kind = SIGN;
	for (size_t i = 0; i < COUNT(long_signs); i++) {
		if (strncmp(text, long_signs[i], strlen(long_signs[i])) == 0)
			return strlen(long_signs[i]);
	}
	return 1;
}

static void split(struct script *s)
{
	bool begins_line = true;

	for (const char *text = s->bytes; *text != '\0' && s->n < MAX_TOKENS; s->n++) {
		struct token *token = &s->tokens[s->n];

		token->text = text;
		token->size = size_of(text, begins_line, &token->kind);
		begins_line = token->kind == SPACE && memchr(text, '\n', token->size) != NULL;
		text += token->size;
	}
}

/* Any but space and comments; the last one if there is none. */
static size_t pick(struct script *s)
{
	size_t i = below(s, s->n);

	while (i + 1 < s->n && (s->tokens[i].kind == SPACE || s->tokens[i].kind == COMMENT))
		i++;
	return i;
}

static void remove_tokens(struct script *s, size_t at, size_t n)
{
	memmove(&s->tokens[at], &s->tokens[at + n], (s->n - at - n) * sizeof(s->tokens[0]));
	s->n -= n;
}

static void copy_tokens(struct script *s, size_t at, size_t n)
{
	if (s->n + n > MAX_TOKENS)
		return;
	memmove(&s->tokens[at + n], &s->tokens[at], (s->n - at) * sizeof(s->tokens[0]));
	s->n += n;
}

/* From one ';' or brace to the next. */
static size_t size_of_statement(const struct script *s, size_t at)
{
	size_t n = 1;

	while (at + n < s->n && strchr(";{}", s->tokens[at + n - 1].text[0]) == NULL)
		n++;
	return n;
}

static bool is_operator(const struct token *token)
{
	for (size_t i = 0; i < COUNT(operators); i++) {
		if (strlen(operators[i]) == token->size && memcmp(operators[i], token->text, token->size) == 0)
			return true;
	}
	return false;
}

static const char *other_text(struct script *s, const struct token *token)
{
	if (is_operator(token))
		return PICK(s, operators);
	switch (token->kind) {
	case NUMBER:
		return PICK(s, numbers);
	case STRING:
		return PICK(s, strings);
	case SIGN:
		return PICK(s, signs);
	case WORD:
	case SPACE:
	case COMMENT:
		break;
	}
	return PICK(s, words);
}

static void replace(struct script *s, size_t at)
{
	struct token *token = &s->tokens[at];

	token->text = other_text(s, token);
	token->size = strlen(token->text);
}

/* Variables, maps and other words apart. */
static bool is_like(const struct token *a, const struct token *b)
{
	bool is_sign = a->kind == SIGN, is_name = strchr("$@", *a->text) != NULL;

	return a->kind == b->kind && (!is_sign || is_operator(a) == is_operator(b)) &&
	       is_name == (strchr("$@", *b->text) != NULL) && (!is_name || *a->text == *b->text);
}

/* The place of another token of the sort; the same place if none is found. */
static size_t pick_like(struct script *s, size_t at)
{
	for (size_t tries = 0; tries < 50; tries++) {
		size_t other = pick(s);

		if (other != at && is_like(&s->tokens[at], &s->tokens[other]))
			return other;
	}
	return at;
}

/* The structure of a script is changed now and then only, or nothing would be left that means something. */
static size_t pick_change(struct script *s, size_t *at)
{
	bool is_rough = below(s, 6) == 0;

	for (size_t tries = 0; tries < 50 && !is_rough; tries++) {
		const struct token *token = &s->tokens[*at];

		if (token->kind != SIGN || is_operator(token))
			break;
		*at = pick(s);
	}
	return is_rough ? below(s, 3) : 3 + below(s, 7);
}

static void change(struct script *s)
{
	size_t at = pick(s), how = pick_change(s, &at), other = pick_like(s, at);
	struct token kept = s->tokens[at];

	switch (how) {
	case 0:
		remove_tokens(s, at, 1);
		break;
	case 1:
		copy_tokens(s, at, 1);
		break;
	case 2:
		remove_tokens(s, at, size_of_statement(s, at) - 1);
		break;
	case 3:
		copy_tokens(s, at, size_of_statement(s, at));
		break;
	case 4:
	case 5:
		s->tokens[at] = s->tokens[other];
		s->tokens[other] = kept;
		break;
	case 6:
		replace(s, at);
		break;
	default:
		s->tokens[at] = s->tokens[other];
		break;
	}
}

int main(int argc, char **argv)
{
	struct script *s = calloc(1, sizeof(*s));
	FILE *file;

	if (s == NULL || argc < 3)
		return 2;
	/* Seeds that are near each other are to be far from each other. */
	s->random = strtoull(argv[1], NULL, 0) * 0x9e3779b97f4a7c15 + 1;
	file = fopen(argv[2 + below(s, (size_t)argc - 2)], "r");
	if (file == NULL)
		return 2;
	fread(s->bytes, 1, MAX_SIZE - 1, file);
	fclose(file);
	split(s);
	for (size_t n = 1 + below(s, MAX_CHANGES); n > 0 && s->n > 1; n--)
		change(s);
	for (size_t i = 0; i < s->n; i++) {
		/* Words that were apart stay apart. */
		if (i > 0 && is_word(s->tokens[i].text[0]) && s->tokens[i - 1].size > 0 &&
		    is_word(s->tokens[i - 1].text[s->tokens[i - 1].size - 1]))
			putchar(' ');
		fwrite(s->tokens[i].text, 1, s->tokens[i].size, stdout);
	}
	free(s);
	return 0;
}
