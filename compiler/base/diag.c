#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag_message.h"
#include "base/similar.h"

/* Messages of one severity that are kept; more are only counted. Far more than are shown. */
#define MAX_KEPT 1000

static const struct row {
	const char *name;
	enum diag_severity severity;
	const char *format;
} rows[] = {
#define DIAG(tag, severity, format) [DIAG_##tag] = { #tag, DIAG_##severity, format },
#include "base/diag.def"
};

struct diag *diag_new(struct arena *arena, const struct source_set *sources)
{
	struct diag *diag = arena_new_of(arena, struct diag);

	diag->arena = arena;
	diag->sources = sources;
	vec_init(&diag->messages, arena);
	return diag;
}

enum diag_severity diag_tag_severity(enum diag_tag tag)
{
	return rows[tag].severity;
}

const char *diag_tag_format(enum diag_tag tag)
{
	return rows[tag].format;
}

const char *diag_tag_name(enum diag_tag tag)
{
	return rows[tag].name;
}

/*
 * Whether the message is there already: of the same span, or the same text at the same place of a
 * macro that was expanded elsewhere.
 */
static bool is_known(const struct diag *diag, const struct diag_message *message)
{
	uint32_t size = message->span.end - message->span.begin;

	for (size_t i = diag->messages.count; i > 0; i--) {
		const struct diag_message *other = diag->messages.items[i - 1];

		if (other->tag != message->tag || other->position != message->position ||
		    other->span.end - other->span.begin != size)
			continue;
		if (other->span.begin == message->span.begin ||
		    strcmp(other->text, message->text) == 0)
			return true;
	}
	return false;
}

void diag_report(struct diag *diag, struct span span, enum diag_tag tag, ...)
{
	enum diag_severity severity = rows[tag].severity;
	struct diag_message *message = arena_new_of(diag->arena, struct diag_message);
	va_list args;

	diag->newest = NULL;
	message->span = span;
	message->position = source_position(diag->sources, span.begin);
	message->tag = tag;
	message->order = diag->messages.count;
	vec_init(&message->notes, diag->arena);
	va_start(args, tag);
	message->text = arena_vprintf(diag->arena, rows[tag].format, args);
	va_end(args);
	if (is_known(diag, message))
		return;
	diag->counts[severity]++;
	if (severity == DIAG_ERROR && span.begin != 0)
		diag->n_placed++;
	if (diag->kept[severity] == MAX_KEPT)
		return;
	diag->kept[severity]++;
	vec_push(&diag->messages, message);
	diag->newest = message;
}

void diag_note(struct diag *diag, struct span span, const char *format, ...)
{
	struct diag_note note = { .span = span, .has_place = span.begin != 0 };
	va_list args;

	if (diag->newest == NULL)
		return;
	if (!note.has_place)
		note.span = diag->newest->span;
	va_start(args, format);
	note.text = arena_vprintf(diag->arena, format, args);
	va_end(args);
	vec_push(&diag->newest->notes, note);
}

bool diag_did_you_mean(struct diag *diag, const char *wanted, const char *const *candidates,
		       size_t n)
{
	const char *found = similar_find(wanted, candidates, n);

	if (found != NULL)
		diag_note(diag, (struct span){ 0 }, "did you mean '%s'?", found);
	return found != NULL;
}

size_t diag_error_count(const struct diag *diag)
{
	return diag->counts[DIAG_ERROR];
}

bool diag_is_of_command_line(const struct diag *diag)
{
	return diag->counts[DIAG_ERROR] > 0 && diag->n_placed == 0;
}

size_t diag_warning_count(const struct diag *diag)
{
	return diag->counts[DIAG_WARNING];
}

void diag_bug(const char *file, int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "tracec: internal error at %s:%d: ", file, line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputs("\nThis is a mistake in tracec, not in the script; please report it.\n", stderr);
	abort();
}
