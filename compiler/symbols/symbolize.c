#include "symbols/symbolize.h"

#include <ctype.h>
#include <string.h>

#define ID_DIGITS   ((size_t)(2 * BUILD_ID_SIZE))
#define MAX_DIGITS  16
#define INDENTATION "        "

static int digit(char c)
{
	if (!isxdigit((unsigned char)c))
		return -1;
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* A frame at the start of a text. */
struct frame {
	uint8_t id[BUILD_ID_SIZE];
	uint64_t offset;
	size_t size; /* of its text */
};

static bool scan_id(const char *text, size_t size, struct frame *frame)
{
	if (size < ID_DIGITS)
		return false;
	for (size_t i = 0; i < ID_DIGITS; i++) {
		int value = digit(text[i]);

		if (value < 0)
			return false;
		frame->id[i / 2] = (uint8_t)(i % 2 ? frame->id[i / 2] << 4 | value : value);
	}
	return true;
}

static bool scan_frame(const char *text, size_t size, struct frame *frame)
{
	size_t at = ID_DIGITS + strlen(" 0x");
	size_t first = at;

	if (!scan_id(text, size, frame) || size <= at ||
	    memcmp(text + ID_DIGITS, " 0x", strlen(" 0x")) != 0)
		return false;
	frame->offset = 0;
	while (at < size && at - first < MAX_DIGITS && digit(text[at]) >= 0)
		frame->offset = frame->offset << 4 | (unsigned)digit(text[at++]);
	frame->size = at;
	return at > first;
}

/* A stack in JSON has its lines behind "\n". */
static bool is_line_start(const char *text, size_t at)
{
	return !at || text[at - 1] == '\n' ||
	       (at > 1 && text[at - 1] == 'n' && text[at - 2] == '\\');
}

void symbolize(struct binaries *binaries, const char *text, size_t size, struct strbuf *out)
{
	struct frame frame;
	size_t at = 0;

	while (at < size) {
		bool begins = is_line_start(text, at);
		size_t before = out->size;
		bool found = (begins || digit(text[at - 1]) < 0) &&
			     scan_frame(text + at, size - at, &frame);

		if (found && begins)
			strbuf_puts(out, INDENTATION);
		if (found && binaries_name(binaries, frame.id, frame.offset, out)) {
			at += frame.size;
			continue;
		}
		out->size = before;
		strbuf_putc(out, text[at++]);
	}
}
