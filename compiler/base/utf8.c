#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

/* Combining marks and joiners: they take no column. Sorted. */
static const struct range zero_width[] = {
	{ 0x0300, 0x036f },   { 0x0483, 0x0489 }, { 0x0591, 0x05bd }, { 0x0610, 0x061a },
	{ 0x064b, 0x065f },   { 0x0e34, 0x0e3a }, { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff },
	{ 0x200b, 0x200d },   { 0x20d0, 0x20ff }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
	{ 0xe0100, 0xe01ef },
};

/* East Asian wide characters and emoji: two columns. Sorted. */
static const struct range double_width[] = {
	{ 0x1100, 0x115f },   { 0x2e80, 0x303e },   { 0x3041, 0xa4cf },   { 0xa960, 0xa97f },
	{ 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe30, 0xfe6f },   { 0xff00, 0xff60 },
	{ 0xffe0, 0xffe6 },   { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff },
	{ 0x20000, 0x3fffd },
};

/* Controls, and characters that change the order or hide text. Sorted. */
static const struct range unsafe[] = {
	{ 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x061c, 0x061c },
	{ 0x200e, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
	{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
};

static bool is_in(uint32_t code, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

#define IS_IN(code, ranges) is_in((code), (ranges), sizeof(ranges) / sizeof((ranges)[0]))

size_t utf8_decode(const char *text, size_t size, uint32_t *code)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = size > 0 ? (unsigned char)text[0] : 0xff;
	size_t length;
	uint32_t value;

	if (first < 0x80) {
		*code = first;
		return 1;
	}
	if (first < 0xc2 || first > 0xf4)
		return 0;
	length = 2 + (first >= 0xe0) + (first >= 0xf0);
	if (length > size)
		return 0;
	value = first & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (value < smallest[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 0;
	*code = value;
	return length;
}

unsigned utf8_width(uint32_t code)
{
	if (IS_IN(code, zero_width))
		return 0;
	return IS_IN(code, double_width) ? 2 : 1;
}

bool utf8_is_printable(uint32_t code)
{
	return !IS_IN(code, unsafe);
}

struct utf8_shown utf8_show(const char *text, size_t size)
{
	struct utf8_shown shown = { .consumed = 1 };
	uint32_t code;
	size_t length = utf8_decode(text, size, &code);

	if (length > 0 && utf8_is_printable(code)) {
		memcpy(shown.text, text, length);
		shown.width = utf8_width(code);
		shown.consumed = length;
		return shown;
	}
	if (length > 1) {
		snprintf(shown.text, sizeof(shown.text), "<U+%04X>", code);
		shown.consumed = length;
	} else {
		snprintf(shown.text, sizeof(shown.text), "\\x%02x", (unsigned char)text[0]);
	}
	shown.width = (unsigned)strlen(shown.text);
	return shown;
}
