#include "plan/format.h"

#include <string.h>

#include "base/strbuf.h"
#include "base/vec.h"

struct reader {
	struct arena *arena;
	const char *at, *end;
	VEC(struct abi_piece) pieces;
	struct strbuf literal; /* text since the last conversion */
};

struct length_row {
	const char *text; /* longer ones first */
	uint8_t size;
};

static const struct length_row lengths[] = {
	{ "hh", 1 }, { "h", 2 }, { "ll", 8 }, { "l", 8 },
	{ "j", 8 },  { "z", 8 }, { "t", 8 },  { "L", 8 },
};

struct flag_row {
	char c;
	enum abi_format_flag flag;
};

static const struct flag_row flag_rows[] = {
	{ '-', ABI_FORMAT_LEFT },      { '+', ABI_FORMAT_SIGN }, { ' ', ABI_FORMAT_SPACE },
	{ '#', ABI_FORMAT_ALTERNATE }, { '0', ABI_FORMAT_ZERO },
};

static bool skip(struct reader *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static uint8_t read_flags(struct reader *r)
{
	uint8_t flags = 0;
	for (size_t i = 0; i < sizeof(flag_rows) / sizeof(flag_rows[0]);) {
		if (skip(r, flag_rows[i].c)) {
			flags |= flag_rows[i].flag;
			i = 0;
		} else {
			i++;
		}
	}
	return flags;
}

static uint16_t read_number(struct reader *r)
{
	unsigned n = 0;
	skip(r, '*');
	for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++)
		n = n * 10 + (*r->at - '0') > UINT16_MAX ? UINT16_MAX : n * 10 + (*r->at - '0');
	return n;
}

static uint8_t read_length(struct reader *r)
{
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		size_t n = strlen(lengths[i].text);
		if ((size_t)(r->end - r->at) >= n && memcmp(r->at, lengths[i].text, n) == 0) {
			r->at += n;
			return lengths[i].size;
		}
	}
	return 4;
}

static void flush_literal(struct reader *r)
{
	if (!r->literal.size)
		return;
	struct abi_piece piece = { 0 };
	piece.literal = arena_strndup(r->arena, r->literal.data, r->literal.size);
	piece.literal_size = r->literal.size;
	vec_push(&r->pieces, piece);
	strbuf_init(&r->literal, r->arena);
}

/* '%' [flags] [width] ['.' precision] [length] conversion, behind the '%'. */
static void read_conversion(struct reader *r)
{
	struct abi_piece piece = { .flags = read_flags(r) };
	piece.width = read_number(r);
	if (skip(r, '.'))
		read_number(r);
	piece.int_size = read_length(r);
	if (r->at == r->end)
		return;
	piece.conversion = *r->at++;
	if (piece.conversion == 'i')
		piece.conversion = 'd';
	if (piece.conversion == 'p')
		piece.int_size = 8;
	if (piece.conversion == 'r')
		piece.subconversion = skip(r, 'x') ? 'x' : skip(r, 'h') ? 'h' : 0;
	if (piece.conversion == 'g' && skip(r, 'r'))
		piece.subconversion = 'r';
	flush_literal(r);
	vec_push(&r->pieces, piece);
}

const struct abi_format *format_parse(struct arena *arena, const char *text, size_t size)
{
	struct reader r = { .arena = arena, .at = text, .end = text + size };
	vec_init(&r.pieces, arena);
	strbuf_init(&r.literal, arena);
	while (r.at < r.end) {
		char c = *r.at++;
		if (c == '%' && !skip(&r, '%'))
			read_conversion(&r);
		else
			strbuf_putc(&r.literal, c);
	}
	flush_literal(&r);
	struct abi_format *format = arena_new_of(arena, struct abi_format);
	format->pieces = r.pieces.items;
	format->n_pieces = r.pieces.count;
	return format;
}
