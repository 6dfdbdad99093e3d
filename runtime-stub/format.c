#include "format.h"

#include "gfp.h"
#include "record.h"
#include "text.h"
#include "value.h"
#include "value_buffer.h"

typedef void convert_function(struct rt *rt, const struct abi_piece *piece,
			      const struct rt_value *value, struct rt_text *out);

/* The low bytes of an integer argument that the conversion takes, as C's printf does. */
static uint64_t narrow(const struct abi_piece *piece, const struct rt_value *value, bool is_signed)
{
	uint64_t wide = rt_value_integer(value);
	unsigned size = piece->int_size ? piece->int_size : 4;
	if (size >= 8)
		return wide;
	unsigned above = 64 - 8 * size;
	wide <<= above;
	return is_signed ? (uint64_t)((int64_t)wide >> above) : wide >> above;
}

/* A number of base 8, 10 or 16 behind its prefix, filled up with zeros if the piece wants them. */
static void add_number(const struct abi_piece *piece, const char *prefix, uint64_t magnitude,
		       unsigned base, struct rt_text *out)
{
	bool fills = piece->flags & ABI_FORMAT_ZERO && !(piece->flags & ABI_FORMAT_LEFT);
	size_t from = out->length;
	rt_text_add_string(out, prefix);
	size_t prefix_size = out->length - from;
	unsigned n_digits = 1;
	if (fills && piece->width > prefix_size)
		n_digits = (unsigned)(piece->width - prefix_size);
	rt_text_add_digits(out, magnitude, base, n_digits);
}

static void convert_signed(struct rt *rt, const struct abi_piece *piece,
			   const struct rt_value *value, struct rt_text *out)
{
	uint64_t number = narrow(piece, value, true);
	bool is_negative = (int64_t)number < 0;
	const char *sign = piece->flags & ABI_FORMAT_SIGN ? "+" : "";
	(void)rt;
	add_number(piece, is_negative ? "-" : sign, is_negative ? -number : number, 10, out);
}

static void convert_unsigned(struct rt *rt, const struct abi_piece *piece,
			     const struct rt_value *value, struct rt_text *out)
{
	(void)rt;
	add_number(piece, "", narrow(piece, value, false), 10, out);
}

static void convert_octal(struct rt *rt, const struct abi_piece *piece,
			  const struct rt_value *value, struct rt_text *out)
{
	uint64_t number = narrow(piece, value, false);
	bool has_prefix = piece->flags & ABI_FORMAT_ALTERNATE && number;
	(void)rt;
	add_number(piece, has_prefix ? "0" : "", number, 8, out);
}

static void convert_hex(struct rt *rt, const struct abi_piece *piece, const struct rt_value *value,
			struct rt_text *out)
{
	uint64_t number = narrow(piece, value, false);
	bool has_prefix = piece->flags & ABI_FORMAT_ALTERNATE && number;
	(void)rt;
	add_number(piece, has_prefix ? "0x" : "", number, 16, out);
}

static void convert_upper_hex(struct rt *rt, const struct abi_piece *piece,
			      const struct rt_value *value, struct rt_text *out)
{
	size_t from = out->length;
	convert_hex(rt, piece, value, out);
	for (size_t i = from; i < out->length && !out->failed; i++) {
		if (out->data[i] >= 'a' && out->data[i] <= 'z')
			out->data[i] = (char)(out->data[i] - 'a' + 'A');
	}
}

static void convert_character(struct rt *rt, const struct abi_piece *piece,
			      const struct rt_value *value, struct rt_text *out)
{
	(void)rt;
	(void)piece;
	rt_text_add_char(out, (char)rt_value_integer(value));
}

static void convert_pointer(struct rt *rt, const struct abi_piece *piece,
			    const struct rt_value *value, struct rt_text *out)
{
	uint64_t pointer = rt_value_integer(value);
	(void)rt;
	add_number(piece, pointer ? "0x" : "", pointer, 16, out);
}

static void convert_gfp(struct rt *rt, const struct abi_piece *piece, const struct rt_value *value,
			struct rt_text *out)
{
	(void)rt;
	(void)piece;
	rt_gfp_text((uint32_t)rt_value_integer(value), out);
}

static void convert_text(struct rt *rt, const struct abi_piece *piece, const struct rt_value *value,
			 struct rt_text *out)
{
	(void)piece;
	rt_value_print_text(rt, value, out);
}

static void convert_buffer(struct rt *rt, const struct abi_piece *piece,
			   const struct rt_value *value, struct rt_text *out)
{
	const uint8_t *data;
	size_t size = rt_buffer_bytes(value, &data);
	(void)rt;
	rt_text_add_escaped(out, data, size, piece->subconversion != 'x');
}

static void convert_buffer_hex(struct rt *rt, const struct abi_piece *piece,
			       const struct rt_value *value, struct rt_text *out)
{
	const uint8_t *data;
	size_t size = rt_buffer_bytes(value, &data);
	(void)rt;
	(void)piece;
	for (size_t i = 0; i < size; i++) {
		if (i)
			rt_text_add_char(out, ' ');
		rt_text_add_digits(out, data[i], 16, 2);
	}
}

enum accepted { ACCEPTS_INTEGER, ACCEPTS_BUFFER, ACCEPTS_ANY };

static const struct conversion {
	char conversion, subconversion;
	enum accepted accepts;
	convert_function *convert;
} conversions[] = {
	{ 'd', 0, ACCEPTS_INTEGER, convert_signed },
	{ 'i', 0, ACCEPTS_INTEGER, convert_signed },
	{ 'u', 0, ACCEPTS_INTEGER, convert_unsigned },
	{ 'o', 0, ACCEPTS_INTEGER, convert_octal },
	{ 'x', 0, ACCEPTS_INTEGER, convert_hex },
	{ 'X', 0, ACCEPTS_INTEGER, convert_upper_hex },
	{ 'c', 0, ACCEPTS_INTEGER, convert_character },
	{ 'p', 0, ACCEPTS_INTEGER, convert_pointer },
	{ 'g', 'r', ACCEPTS_INTEGER, convert_gfp },
	{ 's', 0, ACCEPTS_ANY, convert_text },
	{ 'r', 0, ACCEPTS_BUFFER, convert_buffer },
	{ 'r', 'x', ACCEPTS_BUFFER, convert_buffer },
	{ 'r', 'h', ACCEPTS_BUFFER, convert_buffer_hex },
};

static const struct conversion *find_conversion(const struct abi_piece *piece)
{
	for (size_t i = 0; i < sizeof(conversions) / sizeof(conversions[0]); i++) {
		if (conversions[i].conversion == piece->conversion &&
		    conversions[i].subconversion == piece->subconversion)
			return &conversions[i];
	}
	return NULL;
}

static bool accepts(const struct conversion *conversion, const struct rt_value *value)
{
	if (conversion->accepts == ACCEPTS_INTEGER)
		return rt_type_is_integer(value->type);
	if (conversion->accepts == ACCEPTS_BUFFER)
		return value->type->kind == ABI_VALUE_BUFFER;
	return true;
}

static void add_failure(const struct abi_piece *piece, const char *why, const char *what,
			struct rt_text *out)
{
	rt_text_add_string(out, "!{%");
	rt_text_add_char(out, piece->conversion);
	if (piece->subconversion)
		rt_text_add_char(out, piece->subconversion);
	rt_text_add_string(out, why);
	rt_text_add_string(out, what);
	rt_text_add_char(out, '}');
}

static void add_piece(struct rt *rt, const struct abi_piece *piece, struct rt_arguments *arguments,
		      struct rt_text *out)
{
	struct rt_value value;
	const struct conversion *conversion = find_conversion(piece);
	size_t from = out->length;
	if (!rt_arguments_next(arguments, &value))
		add_failure(piece, " has no argument", "", out);
	else if (!conversion)
		add_failure(piece, " is no conversion", "", out);
	else if (!accepts(conversion, &value))
		add_failure(piece, " cannot print a value of type ", value.type->ops->name, out);
	else
		conversion->convert(rt, piece, &value, out);
	rt_text_pad(out, from, piece->width, piece->flags & ABI_FORMAT_LEFT);
}

void rt_format(struct rt *rt, const struct abi_format *format, struct rt_arguments *arguments,
	       struct rt_text *out)
{
	for (uint32_t i = 0; i < format->n_pieces; i++) {
		const struct abi_piece *piece = &format->pieces[i];
		if (piece->literal)
			rt_text_add(out, piece->literal, piece->literal_size);
		else
			add_piece(rt, piece, arguments, out);
	}
}

void rt_format_event(struct rt *rt, const struct abi_event *event, const uint8_t *record,
		     size_t size, struct rt_text *out)
{
	struct rt_arguments arguments;
	rt_arguments_init(&arguments, event, record, size);
	rt_format(rt, event->format, &arguments, out);
}
