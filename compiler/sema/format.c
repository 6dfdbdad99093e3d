#include "sema/format.h"

#include <ctype.h>
#include <string.h>

#define MAX_WIDTH 4096

/* The first that fits is taken: longer ones stand first. */
static const struct conversion {
	const char *text;
	char conversion, subconversion;
	enum format_accepts accepts;
} conversions[] = {
	{ "d", 'd', 0, FORMAT_NUMBER },     { "i", 'd', 0, FORMAT_NUMBER },
	{ "u", 'u', 0, FORMAT_NUMBER },     { "o", 'o', 0, FORMAT_NUMBER },
	{ "x", 'x', 0, FORMAT_NUMBER },     { "X", 'X', 0, FORMAT_NUMBER },
	{ "c", 'c', 0, FORMAT_INTEGER },    { "p", 'p', 0, FORMAT_NUMBER },
	{ "s", 's', 0, FORMAT_ANY },        { "rx", 'r', 'x', FORMAT_BUFFER },
	{ "rh", 'r', 'h', FORMAT_BUFFER },  { "r", 'r', 0, FORMAT_BUFFER },
	{ "gr", 'g', 'r', FORMAT_INTEGER },
};

static const struct {
	char flag;
	enum abi_format_flag bit;
} flags[] = {
	{ '-', ABI_FORMAT_LEFT },      { '+', ABI_FORMAT_SIGN }, { ' ', ABI_FORMAT_SPACE },
	{ '#', ABI_FORMAT_ALTERNATE }, { '0', ABI_FORMAT_ZERO },
};

/* Bytes that an integer keeps, by the length modifier; longer ones stand first. */
static const struct {
	const char *text;
	uint8_t size;
} lengths[] = {
	{ "hh", 1 }, { "h", 2 }, { "ll", 8 }, { "l", 8 },
	{ "j", 8 },  { "z", 8 }, { "t", 8 },  { "L", 8 },
};

struct reader {
	const char *at, *end;
};

static bool accept(struct reader *r, const char *text)
{
	size_t size = strlen(text);

	if ((size_t)(r->end - r->at) < size || memcmp(r->at, text, size) != 0)
		return false;
	r->at += size;
	return true;
}

static uint8_t read_flags(struct reader *r)
{
	uint8_t result = 0;
	bool found = true;

	while (found) {
		found = false;
		for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
			if (r->at < r->end && *r->at == flags[i].flag) {
				result |= (uint8_t)flags[i].bit;
				r->at++;
				found = true;
			}
		}
	}
	return result;
}

/* Digits; a '*' counts as none. */
static uint16_t read_width(struct reader *r)
{
	unsigned width = 0;

	if (r->at < r->end && *r->at == '*') {
		r->at++;
		return 0;
	}
	while (r->at < r->end && isdigit((unsigned char)*r->at)) {
		width = 10 * width + (unsigned)(*r->at++ - '0');
		if (width > MAX_WIDTH)
			width = MAX_WIDTH;
	}
	return (uint16_t)width;
}

static const struct conversion *read_conversion(struct reader *r)
{
	for (size_t i = 0; i < sizeof(conversions) / sizeof(conversions[0]); i++) {
		if (accept(r, conversions[i].text))
			return &conversions[i];
	}
	return NULL;
}

/* Behind a '%'. */
static const struct conversion *read_spec(struct reader *r, struct abi_piece *piece)
{
	const struct conversion *conversion;
	bool has_length = false;

	piece->flags = read_flags(r);
	piece->width = read_width(r);
	if (accept(r, "."))
		read_width(r); /* a precision means nothing here */
	piece->int_size = 4;
	for (size_t i = 0; !has_length && i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		has_length = accept(r, lengths[i].text);
		if (has_length)
			piece->int_size = lengths[i].size;
	}
	conversion = read_conversion(r);
	if (conversion == NULL)
		return NULL;
	piece->conversion = conversion->conversion;
	piece->subconversion = conversion->subconversion;
	if (piece->conversion == 'c')
		piece->int_size = 1;
	else if (strchr("psg", piece->conversion) != NULL)
		piece->int_size = 8;
	return conversion;
}

/* Literal text is collected in data until a conversion ends it. */
static void flush_literal(struct arena *arena, struct format *format, const char *data,
			  size_t *size)
{
	struct abi_piece piece = { .literal_size = (uint32_t)*size };

	if (*size == 0)
		return;
	piece.literal = arena_strndup(arena, data, *size);
	vec_push(&format->pieces, piece);
	*size = 0;
}

static void set_bad(struct arena *arena, struct format *format, const char *begin,
		    const struct reader *r)
{
	size_t size = (size_t)(r->at - begin) + (r->at < r->end);

	format->bad_spec = arena_strndup(arena, begin, size);
}

void format_scan(struct arena *arena, const char *text, size_t size, struct format *format)
{
	struct reader r = { .at = text, .end = text + size };
	char *literal = arena_alloc(arena, size + 1);
	size_t literal_size = 0;

	vec_init(&format->pieces, arena);
	vec_init(&format->accepts, arena);
	vec_init(&format->specs, arena);
	format->bad_spec = NULL;
	while (r.at < r.end) {
		const char *begin = r.at;
		const struct conversion *conversion;
		struct abi_piece piece = { 0 };

		if (*r.at != '%' || accept(&r, "%%")) {
			literal[literal_size++] = *begin;
			r.at += r.at == begin;
			continue;
		}
		r.at++;
		conversion = read_spec(&r, &piece);
		if (conversion == NULL) {
			set_bad(arena, format, begin, &r);
			return;
		}
		flush_literal(arena, format, literal, &literal_size);
		vec_push(&format->pieces, piece);
		vec_push(&format->accepts, conversion->accepts);
		vec_push(&format->specs, arena_strndup(arena, begin, (size_t)(r.at - begin)));
	}
	flush_literal(arena, format, literal, &literal_size);
}
