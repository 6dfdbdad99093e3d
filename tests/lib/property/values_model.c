/* Random types and values, and what they print as. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "values.h"
#include "random.h"

/* Those with a text alone: an expression, and what it prints. */
static const struct {
	const char *expression, *text;
} texts[] = {
	{ "ntop(0x0100007f)", "127.0.0.1" },
	{ "ntop(pton(\"10.0.255.3\"))", "10.0.255.3" },
	{ "ntop(pton(\"fe80::1:0:2\"))", "fe80::1:0:2" },
	{ "macaddr((uint8[6])(string[6])\"ABCD\\xffF\")", "41:42:43:44:FF:46" },
	{ "ksym(16)", "0x10" },
	{ "usym(4095)", "0xfff" },
	{ "strftime(\"no clock\", 5)", "no clock" },
	{ "username", "root" },
};

#define N_TEXTS	     (sizeof(texts) / sizeof(texts[0]))
#define N_COLOURS    4
#define FIELD_LETTER(i) ((char)('a' + (i)))

/* The enum of the script. */
static const struct {
	const char *name;
	int64_t value;
} colours[N_COLOURS] = { { "RED", 1 }, { "GREEN", -5 }, { "BLUE", 1000000 }, { "NONE", 0 } };

unsigned pick(struct generator *g, unsigned n)
{
	return random_pick(&g->state, n);
}

static uint64_t fit(uint64_t bits, unsigned size, bool is_signed)
{
	unsigned shift = 64 - 8 * size;

	bits <<= shift;
	return is_signed ? (uint64_t)((int64_t)bits >> shift) : bits >> shift;
}

/* Small ones, the ends of ranges, and what a double cannot hold, more often than others. */
static uint64_t random_bits(struct generator *g)
{
	static const uint64_t special[] = { 0,
					    1,
					    UINT64_MAX,
					    1ULL << 53,
					    (1ULL << 53) + 1,
					    (1ULL << 53) - 1,
					    -(1ULL << 53) - 1,
					    INT64_MAX,
					    1ULL << 63,
					    127,
					    128,
					    0x7fffffff,
					    0x80000000 };

	switch (pick(g, 3)) {
	case 0:
		return special[pick(g, sizeof(special) / sizeof(special[0]))];
	case 1:
		return (uint64_t)pick(g, 200) - 100;
	default:
		return random_next(&g->state) >> pick(g, 63);
	}
}

const struct type *make_type(struct generator *g, int depth)
{
	struct type *type = calloc(1, sizeof(*type));

	type->kind = pick(g, depth > 0 ? N_KINDS : TUPLE);
	type->size = 1U << pick(g, 4);
	type->is_signed = pick(g, 2);
	if (type->kind == TEXT)
		type->size = pick(g, N_TEXTS);
	if (type->kind == ARRAY)
		type->count = 8 / type->size;
	if (type->kind == TUPLE || type->kind == RECORD) {
		type->count = type->kind == RECORD ? 1 + pick(g, MAX_PARTS) : pick(g, MAX_PARTS + 1);
		for (unsigned i = 0; i < type->count; i++)
			type->parts[i] = make_type(g, depth - 1);
	}
	return type;
}

/* Letters, what JSON escapes, characters of several bytes, and bytes that are none. */
static void make_bytes(struct generator *g, struct value *v, bool has_nul)
{
	static const char *const pieces[] = {
		"a", "Z", " ", "\"", "\\", "\n", "\t", "\r", "\x01", "\x1f", "\x7f", "/", "é", "€", "😀", "\x80",
		"\xc3", "\xe2\x82", "\xed\xa0\x80", "\xc0\xaf", "\xff", "#", ",", "(", "0",
	};
	unsigned n = pick(g, 7);

	for (unsigned i = 0; i < n; i++) {
		const char *piece = pieces[pick(g, sizeof(pieces) / sizeof(pieces[0]))];
		size_t size = strlen(piece);

		if (has_nul && pick(g, 5) == 0) {
			piece = "";
			size = 1;
		}
		if (v->length + size > MAX_BYTES)
			return;
		memcpy(v->bytes + v->length, piece, size);
		v->length += size;
	}
}

struct value *make_value(struct generator *g, const struct type *type)
{
	struct value *v = calloc(1, sizeof(*v));

	v->type = type;
	switch (type->kind) {
	case INT:
		v->bits = fit(random_bits(g), type->size, type->is_signed);
		break;
	case BOOL:
		v->bits = pick(g, 2);
		break;
	case STRING:
		make_bytes(g, v, false);
		break;
	case BUFFER:
		make_bytes(g, v, true);
		if (!v->length)
			v->bytes[v->length++] = 'b';
		break;
	case POINTER:
	case ARRAY:
		v->bits = random_bits(g);
		break;
	case ENUM:
		v->bits = (uint64_t)(pick(g, 4) ? colours[pick(g, N_COLOURS)].value
						: (int64_t)fit(random_bits(g), 4, true));
		break;
	case TEXT:
		break;
	case TUPLE:
	case RECORD:
		for (unsigned i = 0; i < type->count; i++)
			v->parts[i] = make_value(g, type->parts[i]);
		break;
	case N_KINDS:
		abort();
	}
	return v;
}

/* -- as source -- */

static void put_bytes_source(FILE *file, const struct value *v)
{
	fputc('"', file);
	for (unsigned i = 0; i < v->length; i++) {
		uint8_t c = v->bytes[i];

		if (c < 0x20 || c > 126 || c == '"' || c == '\\')
			fprintf(file, "\\%03o", c);
		else
			fputc(c, file);
	}
	fputc('"', file);
}

static void put_bits_source(struct generator *g, uint64_t bits)
{
	if (pick(g, 2)) {
		fprintf(g->script, "%" PRId64, (int64_t)bits);
		return;
	}
	fprintf(g->arguments, "%" PRId64 "\n", (int64_t)bits);
	fprintf(g->script, "$%u", ++g->n_arguments);
}

static void put_int_name(FILE *file, const struct type *type)
{
	fprintf(file, "%sint%u", type->is_signed ? "" : "u", 8 * type->size);
}

static void put_parts_source(struct generator *g, const struct value *v)
{
	unsigned count = v->type->count;
	bool is_record = v->type->kind == RECORD;

	fputc('(', g->script);
	for (unsigned i = 0; i < count; i++) {
		if (is_record)
			fprintf(g->script, "%c = ", FIELD_LETTER(i));
		put_expression(g, v->parts[i]);
		if (i + 1 < count || (count == 1 && !is_record))
			fputs(", ", g->script);
	}
	fputc(')', g->script);
}

void put_expression(struct generator *g, const struct value *v)
{
	FILE *file = g->script;

	switch (v->type->kind) {
	case INT:
		fputc('(', file);
		put_int_name(file, v->type);
		fputs(")", file);
		put_bits_source(g, v->bits);
		break;
	case BOOL:
		fputs(v->bits ? "true" : "false", file);
		break;
	case STRING:
		put_bytes_source(file, v);
		break;
	case BUFFER:
		fputs("buf(", file);
		put_bytes_source(file, v);
		fprintf(file, ", %u)", v->length);
		break;
	case POINTER:
		fputs("(uint64 *)", file);
		put_bits_source(g, v->bits);
		break;
	case ENUM:
		fputs("(enum colour)", file);
		put_bits_source(g, v->bits);
		break;
	case ARRAY:
		fputc('(', file);
		put_int_name(file, v->type);
		fprintf(file, "[%u])(uint64)", v->type->count);
		put_bits_source(g, v->bits);
		break;
	case TEXT:
		fputs(texts[v->type->size].expression, file);
		break;
	case TUPLE:
	case RECORD:
		put_parts_source(g, v);
		break;
	case N_KINDS:
		abort();
	}
}

/* -- as text -- */

void put_number(FILE *file, uint64_t bits, bool is_signed)
{
	if (is_signed)
		fprintf(file, "%" PRId64, (int64_t)bits);
	else
		fprintf(file, "%" PRIu64, bits);
}

static uint64_t element(const struct value *v, unsigned i)
{
	unsigned size = v->type->size;

	return fit(v->bits >> (8 * size * i % 64), size, v->type->is_signed);
}

static const char *colour_name(const struct value *v)
{
	for (unsigned i = 0; i < N_COLOURS; i++)
		if (colours[i].value == (int64_t)v->bits)
			return colours[i].name;
	return NULL;
}

static void put_separator(struct out *out, const char *text)
{
	for (; *text; text++)
		if (*text != ' ' || !out->is_compact)
			fputc(*text, out->file);
}

static void put_parts_text(struct out *out, const struct value *v)
{
	bool is_record = v->type->kind == RECORD;

	fputc(is_record ? '{' : '(', out->file);
	for (unsigned i = 0; i < v->type->count; i++) {
		if (i)
			put_separator(out, ", ");
		if (is_record) {
			put_separator(out, i ? "." : " .");
			fputc(FIELD_LETTER(i), out->file);
			put_separator(out, " = ");
		}
		put_text(out, v->parts[i]);
	}
	put_separator(out, is_record ? " }" : ")");
}

void put_text(struct out *out, const struct value *v)
{
	FILE *file = out->file;

	switch (v->type->kind) {
	case INT:
		put_number(file, v->bits, v->type->is_signed);
		break;
	case BOOL:
		fputs(v->bits ? "true" : "false", file);
		break;
	case STRING:
		fwrite(v->bytes, 1, v->length, file);
		break;
	case BUFFER:
		for (unsigned i = 0; i < v->length; i++)
			fprintf(file, v->bytes[i] < 32 || v->bytes[i] > 126 ? "\\x%02x" : "%c", v->bytes[i]);
		break;
	case POINTER:
		fprintf(file, "0x%" PRIx64, v->bits);
		break;
	case ENUM:
		if (colour_name(v))
			fputs(colour_name(v), file);
		else
			put_number(file, v->bits, true);
		break;
	case ARRAY:
		for (unsigned i = 0; i < v->type->count; i++) {
			fputc(i ? ',' : '[', file);
			put_number(file, element(v, i), v->type->is_signed);
		}
		fputc(']', file);
		break;
	case TEXT:
		fputs(texts[v->type->size].text, file);
		break;
	case TUPLE:
	case RECORD:
		put_parts_text(out, v);
		break;
	case N_KINDS:
		abort();
	}
}

/* -- as JSON -- */

void put_json_number(FILE *file, uint64_t bits, bool is_signed)
{
	bool is_negative = is_signed && (int64_t)bits < 0;
	double nearest = is_negative ? (double)(int64_t)bits : (double)bits;
	// 2^64, which rounding up may give, is none of these numbers.
	bool is_exact = nearest < 0x1p64 && (is_negative ? (int64_t)nearest == (int64_t)bits
							 : (uint64_t)nearest == bits);

	if (!is_exact)
		fputc('"', file);
	put_number(file, bits, is_signed);
	if (!is_exact)
		fputc('"', file);
}

static void put_json_byte(FILE *file, uint8_t c)
{
	static const char *const names[] = { ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t", ['"'] = "\\\"", ['\\'] = "\\\\" };

	if (c < sizeof(names) / sizeof(names[0]) && names[c])
		fputs(names[c], file);
	else if (c < 0x20 || c >= 0x7f)
		fprintf(file, "\\u%04x", c);
	else
		fputc(c, file);
}

/* What is UTF-8 the C library decides. */
void put_json_string(FILE *file, const char *text, size_t size)
{
	fputc('"', file);
	for (size_t i = 0; i < size;) {
		mbstate_t state = { 0 };
		wchar_t wide;
		size_t n = (uint8_t)text[i] < 0x80 ? 1 : mbrtowc(&wide, text + i, size - i, &state);

		if (n == 1 || n > size - i) {
			put_json_byte(file, (uint8_t)text[i]);
			n = 1;
		} else {
			fwrite(text + i, 1, n, file);
		}
		i += n;
	}
	fputc('"', file);
}

static void put_quoted_text(FILE *file, const struct value *v)
{
	char *text = NULL;
	size_t size = 0;
	struct out out = { open_memstream(&text, &size), false };

	put_text(&out, v);
	fclose(out.file);
	put_json_string(file, text, size);
	free(text);
}

void put_json(FILE *file, const struct value *v)
{
	bool is_record = v->type->kind == RECORD;

	switch (v->type->kind) {
	case INT:
	case ENUM:
		put_json_number(file, v->bits, v->type->kind == ENUM || v->type->is_signed);
		break;
	case POINTER:
		put_json_number(file, v->bits, false);
		break;
	case BOOL:
		fputs(v->bits ? "true" : "false", file);
		break;
	case STRING:
	case TEXT:
		put_quoted_text(file, v);
		break;
	case BUFFER:
		for (unsigned i = 0; i < v->length; i++)
			fprintf(file, "%c%d", i ? ',' : '[', (int8_t)v->bytes[i]);
		fputc(']', file);
		break;
	case ARRAY:
		for (unsigned i = 0; i < v->type->count; i++) {
			fputc(i ? ',' : '[', file);
			put_json_number(file, element(v, i), v->type->is_signed);
		}
		fputc(']', file);
		break;
	case TUPLE:
	case RECORD:
		fputc(is_record ? '{' : '[', file);
		for (unsigned i = 0; i < v->type->count; i++) {
			if (i)
				fputs(is_record ? ", " : ",", file);
			if (is_record)
				fprintf(file, "\"%c\": ", FIELD_LETTER(i));
			put_json(file, v->parts[i]);
		}
		fputc(is_record ? '}' : ']', file);
		break;
	case N_KINDS:
		abort();
	}
}

int compare_values(const struct value *a, const struct value *b)
{
	if (a->type->kind == INT || a->type->kind == ENUM) {
		// By the bits of their size as a signed number, whatever the type.
		unsigned size = a->type->kind == ENUM ? 4 : a->type->size;
		int64_t left = (int64_t)fit(a->bits, size, true);
		int64_t right = (int64_t)fit(b->bits, size, true);

		return (left > right) - (left < right);
	}
	if (a->type->kind == STRING)
		return memcmp(a->bytes, b->bytes, MAX_BYTES);
	for (unsigned i = 0; a->type->kind == TUPLE && i < a->type->count; i++) {
		int order = compare_values(a->parts[i], b->parts[i]);

		if (order)
			return order;
	}
	return 0;
}
