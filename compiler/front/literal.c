#include "front/literal.h"

#include <string.h>

struct suffix {
	const char *text;
	uint64_t factor; /* nanoseconds; 0: not a duration */
	bool is_unsigned;
};

#define SECOND 1000000000ull

static const struct suffix suffixes[] = {
	{ "", 0, false },
	{ "u", 0, true },
	{ "ul", 0, true },
	{ "ull", 0, true },
	{ "l", 0, false },
	{ "ll", 0, false },
	{ "U", 0, true },
	{ "UL", 0, true },
	{ "ULL", 0, true },
	{ "L", 0, false },
	{ "LL", 0, false },
	{ "ns", 1, false },
	{ "us", 1000, false },
	{ "ms", 1000000, false },
	{ "s", SECOND, false },
	{ "m", 60 * SECOND, false },
	{ "h", 3600 * SECOND, false },
	{ "d", 86400 * SECOND, false },
};

/* A number that is being read. */
struct reader {
	struct arena *arena;
	struct diag *diag;
	const struct token *token;
	size_t at; /* offset in the token */
	uint64_t value;
	bool is_broken;     /* a mistake was reported */
	bool is_overflowed; /* and is to be reported */
};

static struct span part_of(const struct token *token, size_t begin, size_t end)
{
	return (struct span){ .begin = token->span.begin + (uint32_t)begin,
			      .end = token->span.begin + (uint32_t)end };
}

static bool at_end(const struct reader *reader)
{
	return reader->at == reader->token->size;
}

static char current(const struct reader *reader)
{
	return at_end(reader) ? '\0' : reader->token->text[reader->at];
}

/* The value of a digit, or 16 for what is none in any base. */
static unsigned digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A') + 10;
	return 16;
}

static void multiply(struct reader *reader, uint64_t factor)
{
	if (__builtin_mul_overflow(reader->value, factor, &reader->value))
		reader->is_overflowed = true;
}

/* Digits of a base with '_' between them; letters that are none stay. Returns how many. */
static size_t read_digits(struct reader *reader, unsigned base)
{
	size_t n = 0;

	for (; !at_end(reader); reader->at++) {
		unsigned digit = digit_value(current(reader));

		if (current(reader) == '_')
			continue;
		if (digit >= base)
			break;
		multiply(reader, base);
		if (__builtin_add_overflow(reader->value, digit, &reader->value))
			reader->is_overflowed = true;
		n++;
	}
	if (reader->token->text[reader->at - 1] == '_' && !reader->is_broken) {
		diag_report(reader->diag, part_of(reader->token, reader->at - 1, reader->at),
			    DIAG_NUMBER_SEPARATOR);
		reader->is_broken = true;
	}
	return n;
}

/* Decimal digits where the number's base does not have them: 089. */
static void refuse_digit(struct reader *reader, const char *base_name)
{
	if (reader->is_broken || digit_value(current(reader)) > 9)
		return;
	diag_report(reader->diag, part_of(reader->token, reader->at, reader->at + 1),
		    DIAG_NUMBER_DIGIT, current(reader), base_name);
	reader->is_broken = true;
}

/* exponent: [1-9] 'e' [1-9] digits */
static void read_exponent(struct reader *reader, size_t n_digits)
{
	const char *text = reader->token->text;
	size_t begin = reader->at++;
	bool is_good = n_digits == 1 && begin == 1 && text[0] != '0';
	uint64_t coefficient = reader->value;
	uint64_t exponent;

	is_good = is_good && digit_value(current(reader)) >= 1 && digit_value(current(reader)) <= 9;
	if (!is_good) {
		diag_report(reader->diag, reader->token->span, DIAG_NUMBER_EXPONENT);
		reader->is_broken = true;
		return;
	}
	reader->value = 0;
	read_digits(reader, 10);
	exponent = reader->value;
	reader->value = coefficient;
	for (uint64_t i = 0; i < exponent && !reader->is_overflowed; i++)
		multiply(reader, 10);
}

static void read_number(struct reader *reader)
{
	const char *text = reader->token->text;
	size_t size = reader->token->size;
	size_t n_digits;

	if (size >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		reader->at = 2;
		if (current(reader) == '_') {
			diag_report(reader->diag, part_of(reader->token, 2, 3),
				    DIAG_NUMBER_SEPARATOR);
			reader->is_broken = true;
		}
		if (read_digits(reader, 16) == 0 && !reader->is_broken) {
			diag_report(reader->diag, reader->token->span, DIAG_EXPECTED,
				    "hexadecimal digits behind '0x'", "none");
			reader->is_broken = true;
		}
		return;
	}
	if (size >= 2 && text[0] == '0' && (text[1] == '_' || digit_value(text[1]) <= 9)) {
		read_digits(reader, 8);
		refuse_digit(reader, "an octal");
		return;
	}
	n_digits = read_digits(reader, 10);
	/* The letters behind an 'e' would be no suffix, so this can only be meant as an exponent. */
	if (current(reader) == 'e' || current(reader) == 'E')
		read_exponent(reader, n_digits);
}

static const struct suffix *find_suffix(const char *text, size_t size)
{
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (strlen(suffixes[i].text) == size && memcmp(suffixes[i].text, text, size) == 0)
			return &suffixes[i];
	return NULL;
}

static void report_suffix(const struct reader *reader)
{
	const struct token *token = reader->token;
	size_t size = token->size - reader->at;

	diag_report(reader->diag, part_of(token, reader->at, token->size), DIAG_NUMBER_SUFFIX,
		    arena_strndup(reader->arena, token->text + reader->at, size < 32 ? size : 32));
	diag_note(reader->diag, (struct span){ 0 },
		  "a number may end in ns, us, ms, s, m, h, d, or in u, l, ul, ll, ull");
}

struct literal_integer literal_integer(struct arena *arena, struct diag *diag,
				       const struct token *token)
{
	struct reader reader = { .arena = arena, .diag = diag, .token = token };
	const struct suffix *suffix;

	read_number(&reader);
	if (reader.is_broken)
		return (struct literal_integer){ 0 };
	suffix = find_suffix(token->text + reader.at, token->size - reader.at);
	if (suffix == NULL) {
		report_suffix(&reader);
		return (struct literal_integer){ 0 };
	}
	if (reader.is_overflowed) {
		diag_report(diag, token->span, DIAG_NUMBER_TOO_LARGE);
		return (struct literal_integer){ 0 };
	}
	if (suffix->factor > 0)
		multiply(&reader, suffix->factor);
	if (reader.is_overflowed) {
		diag_report(diag, token->span, DIAG_DURATION_TOO_LARGE);
		return (struct literal_integer){ 0 };
	}
	return (struct literal_integer){ .value = reader.value,
					 .is_duration = suffix->factor > 0,
					 .is_unsigned = suffix->is_unsigned };
}

/* The byte that a one-letter escape stands for; -1 if the letter has no meaning. */
static int simple_escape(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case '"':
	case '\\':
		return c;
	default:
		return -1;
	}
}

/* Digits of an escape, at most max; returns how many. */
static size_t read_escape_digits(const char *text, size_t max, unsigned base, unsigned *value)
{
	size_t n = 0;

	*value = 0;
	while (n < max && digit_value(text[n]) < base)
		*value = *value * base + digit_value(text[n++]);
	return n;
}

/*
 * The escape whose backslash is at offset at of the token; returns the bytes
 * it takes and its value, -1 if it was reported. The token's closing quote
 * stops every look ahead.
 */
static size_t read_escape(struct arena *arena, struct diag *diag, const struct token *token,
			  size_t at, int *byte)
{
	const char *text = token->text + at + 1;
	unsigned value;
	size_t n = read_escape_digits(text, 3, 8, &value);

	*byte = (int)value;
	if (n > 0 && value <= 255)
		return n + 1;
	if (n > 0) {
		diag_report(diag, part_of(token, at, at + n + 1), DIAG_ESCAPE_TOO_LARGE,
			    arena_strndup(arena, text, n));
		*byte = -1;
		return n + 1;
	}
	if (*text == 'x' || *text == 'X') {
		n = read_escape_digits(text + 1, 2, 16, &value);
		*byte = (int)value;
		if (n > 0)
			return n + 2;
		diag_report(diag, part_of(token, at, at + 2), DIAG_ESCAPE_WITHOUT_DIGITS, *text);
		*byte = -1;
		return 2;
	}
	*byte = simple_escape(*text);
	if (*byte >= 0)
		return 2;
	n = 1;
	while ((unsigned char)*text >= 0x80 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n++;
	diag_report(diag, part_of(token, at, at + n + 1), DIAG_ESCAPE_UNKNOWN,
		    arena_strndup(arena, text, n));
	return n + 1;
}

struct literal_string literal_string(struct arena *arena, struct diag *diag,
				     const struct token *token)
{
	char *text = arena_alloc(arena, token->size);
	size_t size = 0;
	size_t at = 1;

	while (at + 1 < token->size) {
		int byte = (unsigned char)token->text[at];

		if (byte == '\\')
			at += read_escape(arena, diag, token, at, &byte);
		else
			at++;
		if (byte >= 0)
			text[size++] = (char)byte;
	}
	return (struct literal_string){ .text = text, .size = size };
}
