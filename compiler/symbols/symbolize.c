#include "symbols/symbolize.h"

#include <ctype.h>
#include <string.h>

#define ID_DIGITS   ((size_t)(2 * BUILD_ID_SIZE))
#define MAX_DIGITS  16
#define INDENTATION "        "

/* What a text is in, which its first byte follows. */
enum place { INSIDE_LINE, LINE_OF_TEXT, LINE_OF_STRING };

/* A frame at the start of a text. */
struct frame {
	struct frame_place at;
	size_t size; /* of its text */
};

void symbolizer_init(struct symbolizer *s, struct frame_names *frames, struct arena *arena)
{
	*s = (struct symbolizer){ .frames = frames };
	vec_init(&s->unknown, arena);
}

static int digit(char c)
{
	if (!isxdigit((unsigned char)c))
		return -1;
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

static bool scan_id(const char *text, size_t size, struct frame *frame)
{
	if (size < ID_DIGITS)
		return false;
	for (size_t i = 0; i < ID_DIGITS; i++) {
		int value = digit(text[i]);
		uint8_t *byte = &frame->at.id[i / 2];

		if (value < 0)
			return false;
		*byte = (uint8_t)(i % 2 ? *byte << 4 | value : value);
	}
	return true;
}

static bool scan_frame(const char *text, size_t size, struct frame *frame)
{
	size_t at = ID_DIGITS + strlen(" 0x"), first = at;

	memset(frame, 0, sizeof(*frame));
	if (!scan_id(text, size, frame) || size <= at ||
	    memcmp(text + ID_DIGITS, " 0x", strlen(" 0x")) != 0)
		return false;
	while (at < size && at - first < MAX_DIGITS && digit(text[at]) >= 0)
		frame->at.offset = frame->at.offset << 4 | (unsigned)digit(text[at++]);
	frame->size = at;
	return at > first && (at == size || digit(text[at]) < 0);
}

/* A stack in JSON has its lines behind "\n". */
static enum place place_of(const char *text, size_t at)
{
	if (!at || text[at - 1] == '\n')
		return LINE_OF_TEXT;
	if (at > 1 && text[at - 1] == 'n' && text[at - 2] == '\\')
		return LINE_OF_STRING;
	return INSIDE_LINE;
}

static void note_unknown(struct symbolizer *s, const struct frame *frame)
{
	struct unknown_id unknown;

	s->n_without_file++;
	vec_foreach(const struct unknown_id, known, &s->unknown)
		if (!memcmp(known->id, frame->at.id, BUILD_ID_SIZE))
			return;
	memcpy(unknown.id, frame->at.id, BUILD_ID_SIZE);
	vec_push(&s->unknown, unknown);
}

static void put_escaped(struct strbuf *out, char c)
{
	if (c == '"' || c == '\\')
		strbuf_printf(out, "\\%c", c);
	else if ((unsigned char)c < ' ')
		strbuf_printf(out, "\\u%04x", (unsigned char)c);
	else
		strbuf_putc(out, c);
}

static void put_line(struct strbuf *out, const char *line, enum place place)
{
	if (place != INSIDE_LINE)
		strbuf_puts(out, INDENTATION);
	for (; *line; line++) {
		if (place == LINE_OF_STRING)
			put_escaped(out, *line);
		else
			strbuf_putc(out, *line);
	}
}

static void put_lines(struct strbuf *out, const struct frame_lines *lines, enum place place)
{
	for (size_t i = place == INSIDE_LINE ? lines->count - 1 : 0; i < lines->count; i++) {
		put_line(out, lines->lines[i], place);
		if (i + 1 < lines->count)
			strbuf_puts(out, place == LINE_OF_STRING ? "\\n" : "\n");
	}
}

static void put_frame(struct symbolizer *s, const char *text, const struct frame *frame,
		      enum place place, struct strbuf *out)
{
	const struct frame_lines *lines = frame_names_find(s->frames, &frame->at);

	if (lines->found == FRAME_NAMED) {
		put_lines(out, lines, place);
		return;
	}
	if (lines->found == FRAME_NO_FILE)
		note_unknown(s, frame);
	else
		s->n_without_function++;
	strbuf_write(out, text, frame->size);
}

/* Whether a line ends there, or one of a string in JSON. */
static bool ends_line(const char *text, size_t size)
{
	return (size && *text == '\n') || (size > 1 && text[0] == '\\' && text[1] == 'n');
}

static bool is_frame(const char *text, size_t size, size_t at, enum place place,
		     struct frame *frame)
{
	if (place == INSIDE_LINE && digit(text[at - 1]) >= 0)
		return false;
	return scan_frame(text + at, size - at, frame);
}

void symbolize(struct symbolizer *s, const char *text, size_t size, struct strbuf *out)
{
	struct frame frame;
	size_t at = 0;

	while (at < size) {
		enum place place = place_of(text, at);
		bool found = is_frame(text, size, at, place, &frame);

		frame.at.is_caller = place != INSIDE_LINE && s->is_behind_frame;
		if (place != INSIDE_LINE)
			s->is_behind_frame = false;
		if (!found) {
			strbuf_putc(out, text[at++]);
			continue;
		}
		put_frame(s, text + at, &frame, place, out);
		at += frame.size;
		s->is_behind_frame = place != INSIDE_LINE && ends_line(text + at, size - at);
	}
}
