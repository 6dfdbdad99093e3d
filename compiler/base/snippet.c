#include "base/snippet.h"

#include <stdbool.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

/* A line of more bytes is cut to a window of this size, with so much of it before the place. */
#define MAX_LINE      180
#define WINDOW_BEFORE 60

/* Offsets in one source line. */
struct line_view {
	const char *text;
	size_t from, to;   /* the part that is shown */
	size_t begin, end; /* the part that is marked; may be empty, may be at the line's end */
};

struct painter {
	struct strbuf line;
	struct strbuf marks;
	bool has_caret;
};

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static void cut_window(struct line_view *view, size_t size)
{
	view->from = 0;
	view->to = size;
	if (size <= MAX_LINE)
		return;
	if (view->begin > WINDOW_BEFORE)
		view->from = view->begin - WINDOW_BEFORE;
	if (size - view->from < MAX_LINE)
		view->from = size - MAX_LINE;
	view->to = view->from + MAX_LINE;
	while (view->from < view->begin && is_continuation(view->text[view->from]))
		view->from++;
	while (view->to > view->from && view->to < size && is_continuation(view->text[view->to]))
		view->to--;
}

static void put_marks(struct painter *painter, char mark, unsigned width)
{
	for (unsigned i = 0; i < width; i++) {
		if (mark == '~' && !painter->has_caret) {
			strbuf_putc(&painter->marks, '^');
			painter->has_caret = true;
		} else {
			strbuf_putc(&painter->marks, mark);
		}
	}
}

/* A tab is copied to both lines, so that the marks stay under their text at any tab width. */
static void paint_tab(struct painter *painter, bool is_before, bool is_marked)
{
	strbuf_putc(&painter->line, '\t');
	if (is_marked && !painter->has_caret)
		put_marks(painter, '~', 1);
	if (is_before || is_marked)
		strbuf_putc(&painter->marks, '\t');
}

static void paint(struct painter *painter, const struct line_view *view)
{
	size_t at = view->from;

	while (at < view->to) {
		bool is_marked = at >= view->begin && at < view->end;
		struct utf8_shown shown = utf8_show(view->text + at, view->to - at);

		if (view->text[at] == '\t') {
			paint_tab(painter, at < view->begin, is_marked);
		} else {
			strbuf_puts(&painter->line, shown.text);
			if (is_marked)
				put_marks(painter, '~', shown.width);
			else if (at < view->begin)
				put_marks(painter, ' ', shown.width);
		}
		at += shown.consumed;
		if (at > view->begin && !painter->has_caret)
			put_marks(painter, '~', 1);
	}
	if (!painter->has_caret)
		put_marks(painter, '~', 1);
}

static bool is_blank(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (strchr(" \t\r\f\v", text[i]) == NULL || text[i] == '\0')
			return false;
	return true;
}

struct snippet snippet_make(struct arena *arena, const struct source_set *set, struct span span)
{
	struct source_place place = source_place(set, span.begin);
	struct line_view view = { 0 };
	struct painter painter = { 0 };
	size_t size;

	if (place.file == NULL)
		return (struct snippet){ 0 };
	view.text = source_line(place.file, place.line, &size);
	if (is_blank(view.text, size))
		return (struct snippet){ 0 };
	view.begin = place.column - 1 < size ? place.column - 1 : size;
	view.end = view.begin;
	if (span.end > span.begin)
		view.end += span.end - span.begin;
	if (view.end > size) {
		view.end = size;
		while (view.end > view.begin && is_blank(view.text + view.end - 1, 1))
			view.end--;
	}
	cut_window(&view, size);
	strbuf_init(&painter.line, arena);
	strbuf_init(&painter.marks, arena);
	if (view.from > 0) {
		strbuf_puts(&painter.line, "...");
		put_marks(&painter, ' ', 3);
	}
	paint(&painter, &view);
	if (view.to < size)
		strbuf_puts(&painter.line, "...");
	return (struct snippet){ .line = strbuf_text(&painter.line),
				 .marks = strbuf_text(&painter.marks) };
}

void snippet_put_safe(struct strbuf *out, const char *text, size_t size)
{
	size_t at = 0;

	while (at < size) {
		struct utf8_shown shown = utf8_show(text + at, size - at);

		strbuf_puts(out, shown.text);
		at += shown.consumed;
	}
}
