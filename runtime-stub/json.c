#include "json.h"

#include <string.h>

#include "hash.h"
#include "text.h"

/* Length of the valid UTF-8 sequence at data (RFC 3629: no surrogates, shortest form); 0: none. */
static size_t utf8_length(const uint8_t *data, size_t size)
{
	static const struct {
		uint8_t lead_min, lead_max, second_min, second_max, length;
	} forms[] = {
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (data[0] < forms[i].lead_min || data[0] > forms[i].lead_max)
			continue;
		if (forms[i].length > size)
			return 0;
		if (data[1] < forms[i].second_min || data[1] > forms[i].second_max)
			return 0;
		for (size_t n = 2; n < forms[i].length; n++) {
			if ((data[n] & 0xc0) != 0x80)
				return 0;
		}
		return forms[i].length;
	}
	return 0;
}

static void add_escape(struct rt_text *out, uint8_t c)
{
	static const char escaped[] = "\"\\\n\r\t";
	static const char letters[] = "\"\\nrt";
	const char *found = c ? strchr(escaped, c) : NULL;
	rt_text_add_char(out, '\\');
	if (found) {
		rt_text_add_char(out, letters[found - escaped]);
		return;
	}
	rt_text_add_char(out, 'u');
	rt_text_add_digits(out, c, 16, 4);
}

void rt_json_string(struct rt_text *out, const char *data, size_t size)
{
	const uint8_t *bytes = (const uint8_t *)data;
	size_t plain = 0; // first byte that is not yet copied
	rt_text_add_char(out, '"');
	for (size_t i = 0; i < size;) {
		uint8_t c = bytes[i];
		size_t length = 1;
		if (c >= 0x80)
			length = utf8_length(bytes + i, size - i);
		if (length && c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) {
			i += length;
			continue;
		}
		rt_text_add(out, data + plain, i - plain);
		add_escape(out, c);
		plain = ++i;
	}
	rt_text_add(out, data + plain, size - plain);
	rt_text_add_char(out, '"');
}

uint64_t rt_json_hash(const char *data, size_t size)
{
	const uint8_t *bytes = (const uint8_t *)data;
	uint64_t hash = RT_HASH_START;
	size_t length;
	for (size_t i = 0; i < size; i += length) {
		length = bytes[i] < 0x80 ? 1 : utf8_length(bytes + i, size - i);
		if (length) {
			hash = rt_hash(hash, bytes + i, length);
			continue;
		}
		uint8_t character[2] = { (uint8_t)(0xc0 | bytes[i] >> 6), (bytes[i] & 0x3f) | 0x80 };
		hash = rt_hash(hash, character, sizeof(character));
		length = 1;
	}
	return hash;
}

/* A double has 53 bits: a number is exact if no more lie between its first and its last one. */
static bool is_exact(uint64_t value)
{
	return !value || value >> __builtin_ctzll(value) < 1ULL << 53;
}

void rt_json_unsigned(struct rt_text *out, uint64_t value)
{
	const char *quote = is_exact(value) ? "" : "\"";
	rt_text_add_string(out, quote);
	rt_text_add_unsigned(out, value);
	rt_text_add_string(out, quote);
}

void rt_json_signed(struct rt_text *out, int64_t value)
{
	const char *quote = is_exact(value < 0 ? -(uint64_t)value : (uint64_t)value) ? "" : "\"";
	rt_text_add_string(out, quote);
	rt_text_add_signed(out, value);
	rt_text_add_string(out, quote);
}

void rt_json_name(struct rt_text *out, const char *name)
{
	rt_json_string(out, name, strlen(name));
	rt_text_add_string(out, ": ");
}

void rt_json_begin(struct rt_text *out, const char *type)
{
	rt_text_add_string(out, "{\"type\": \"");
	rt_text_add_string(out, type);
	rt_text_add_char(out, '"');
}

void rt_json_end(struct rt_text *out)
{
	rt_text_add_string(out, "}\n");
}

void rt_json_begin_data(struct rt_text *out, const char *type)
{
	rt_json_begin(out, type);
	rt_text_add_string(out, ", \"data\": ");
}

void rt_json_quote(struct rt_text *out, size_t from)
{
	struct rt_text quoted = { 0 };
	if (out->failed)
		return;
	rt_json_string(&quoted, out->length > from ? out->data + from : "", out->length - from);
	rt_text_cut(out, from);
	rt_text_add(out, quoted.data, quoted.length);
	out->failed |= quoted.failed;
	rt_text_release(&quoted);
}

void rt_json_of_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	size_t from = out->length;
	value->type->ops->text(rt, value, out);
	rt_json_quote(out, from);
}
