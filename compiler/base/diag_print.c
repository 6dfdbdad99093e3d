#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag_message.h"
#include "base/snippet.h"
#include "base/strbuf.h"

#define MAX_SHOWN_ERRORS 50

/* Macros in macros and imports in imports that a message shows. */
#define MAX_SHOWN_ORIGINS 6

/* ORDER SEVERITY: as enum diag_severity. */
enum label { LABEL_ERROR, LABEL_WARNING, LABEL_NOTE };

/* Indexed by enum label. */
static const struct {
	const char *word;
	const char *color;
} labels[] = {
	[LABEL_ERROR] = { "error", "\033[1;31m" },
	[LABEL_WARNING] = { "warning", "\033[1;35m" },
	[LABEL_NOTE] = { "note", "\033[1;36m" },
};

#define COLOR_PLACE "\033[1m"
#define COLOR_MARKS "\033[1;32m"
#define COLOR_END   "\033[0m"

struct printer {
	const struct diag *diag;
	struct strbuf out;
	bool has_color;
};

static void put_color(struct printer *printer, const char *color)
{
	if (printer->has_color)
		strbuf_puts(&printer->out, color);
}

static void put_place(struct printer *printer, struct span span)
{
	struct source_place place = source_place(printer->diag->sources, span.begin);

	if (place.file == NULL)
		return;
	put_color(printer, COLOR_PLACE);
	snippet_put_safe(&printer->out, place.file->name, strlen(place.file->name));
	strbuf_printf(&printer->out, ":%u:%u:", place.line, place.column);
	put_color(printer, COLOR_END);
	strbuf_putc(&printer->out, ' ');
}

static void put_heading(struct printer *printer, struct span span, enum label label,
			const char *text)
{
	put_place(printer, span);
	put_color(printer, labels[label].color);
	strbuf_printf(&printer->out, "%s:", labels[label].word);
	put_color(printer, COLOR_END);
	strbuf_putc(&printer->out, ' ');
	snippet_put_safe(&printer->out, text, strlen(text));
	strbuf_putc(&printer->out, '\n');
}

static void put_snippet(struct printer *printer, struct span span)
{
	struct snippet snippet = snippet_make(printer->diag->arena, printer->diag->sources, span);

	if (snippet.line == NULL)
		return;
	strbuf_printf(&printer->out, "%s\n", snippet.line);
	put_color(printer, COLOR_MARKS);
	strbuf_puts(&printer->out, snippet.marks);
	put_color(printer, COLOR_END);
	strbuf_putc(&printer->out, '\n');
}

static size_t count_origins(const struct diag *diag, struct span span)
{
	size_t n = 0;

	while (source_origin(diag->sources, span.begin, &span) != SOURCE_GIVEN)
		n++;
	return n;
}

/* Where the text at span comes from, if not from the script itself; the last is in the script. */
static void put_origins(struct printer *printer, struct span span)
{
	static const char *const texts[] = {
		[SOURCE_EXPANDED] = "expanded from here",
		[SOURCE_IMPORTED] = "imported from here",
	};
	const struct diag *diag = printer->diag;
	size_t n = count_origins(diag, span);
	size_t n_hidden = n > MAX_SHOWN_ORIGINS ? n - MAX_SHOWN_ORIGINS : 0;

	for (size_t i = 0; i < n; i++) {
		enum source_origin origin = source_origin(diag->sources, span.begin, &span);
		bool is_hidden = i + 1 < n && i + 1 + n_hidden >= n;

		if (is_hidden && i + 1 + n_hidden == n)
			put_heading(printer, (struct span){ 0 }, LABEL_NOTE,
				    arena_printf(diag->arena, "%zu more between these", n_hidden));
		if (is_hidden)
			continue;
		put_heading(printer, span, LABEL_NOTE, texts[origin]);
		put_snippet(printer, span);
	}
}

static void put_message(struct printer *printer, const struct diag_message *message)
{
	put_heading(printer, message->span, (enum label)diag_tag_severity(message->tag),
		    message->text);
	put_snippet(printer, message->span);
	vec_foreach(const struct diag_note, note, &message->notes) {
		put_heading(printer, note->span, LABEL_NOTE, note->text);
		if (note->has_place)
			put_snippet(printer, note->span);
	}
	put_origins(printer, message->span);
}

/* By position; messages of one place in the order of their reports. */
static int compare_messages(const void *left, const void *right)
{
	const struct diag_message *a = *(const struct diag_message *const *)left;
	const struct diag_message *b = *(const struct diag_message *const *)right;

	if (a->position != b->position)
		return a->position < b->position ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static void put_messages(struct printer *printer, const struct diag_options *options)
{
	const struct diag *diag = printer->diag;
	int n_errors = 0;

	for (size_t i = 0; i < diag->messages.count; i++) {
		const struct diag_message *message = diag->messages.items[i];
		bool is_error = diag_tag_severity(message->tag) == DIAG_ERROR;

		if (!is_error && options->no_warnings)
			continue;
		if (is_error && n_errors++ == MAX_SHOWN_ERRORS) {
			put_heading(printer, (struct span){ 0 }, LABEL_ERROR,
				    arena_printf(diag->arena, diag_tag_format(DIAG_TOO_MANY_ERRORS),
						 MAX_SHOWN_ERRORS));
			return;
		}
		put_message(printer, message);
	}
}

void diag_flush(struct diag *diag, FILE *out, const struct diag_options *options)
{
	struct printer printer = { .diag = diag, .has_color = options->color == DIAG_COLOR_ALWAYS };

	strbuf_init(&printer.out, diag->arena);
	if (diag->messages.count > 1)
		qsort(diag->messages.items, diag->messages.count, sizeof(diag->messages.items[0]),
		      compare_messages);
	put_messages(&printer, options);
	fwrite(strbuf_text(&printer.out), 1, printer.out.size, out);
	fflush(out);
	diag->messages.count = 0;
	diag->kept[DIAG_ERROR] = 0;
	diag->kept[DIAG_WARNING] = 0;
	diag->kept[DIAG_NOTE] = 0;
	diag->newest = NULL;
}
