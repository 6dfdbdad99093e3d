/*
 * What the sink keeps of a message until it is printed. Between diag.c, which
 * collects, and diag_print.c, which shows; no one else includes it.
 */
#ifndef BASE_DIAG_MESSAGE_H
#define BASE_DIAG_MESSAGE_H

#include "base/diag.h"
#include "base/vec.h"

struct diag_note {
	struct span span; /* of the message itself if the note has no place of its own */
	bool has_place;
	const char *text;
};

struct diag_message {
	struct span span;
	uint32_t position; /* where it begins in its file, whatever macro it is in */
	enum diag_tag tag;
	const char *text;
	size_t order; /* of the report, to keep messages of one place in their order */
	VEC(struct diag_note) notes;
};

struct diag {
	struct arena *arena;
	const struct source_set *sources;
	VEC(struct diag_message *) messages; /* not printed yet */
	struct diag_message *newest;         /* which notes go to; NULL: they are dropped */
	size_t counts[DIAG_NOTE + 1];     /* reported, by severity */
	size_t kept[DIAG_NOTE + 1];       /* in messages, by severity */
	size_t n_placed;                     /* errors that have a place in a source */
};

enum diag_severity diag_tag_severity(enum diag_tag tag);
const char *diag_tag_format(enum diag_tag tag);

#endif
