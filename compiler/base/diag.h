/*
 * The one sink for everything said to the user about a script. A stage reports
 * and goes on with a poisoned value (TYPE_ERROR, NODE_ERROR); the driver stops
 * between stages when diag_error_count is not zero. Every message is a row of
 * diag.def and has a test named after its tag.
 *
 * Messages are kept and printed by diag_flush in the order of their positions,
 * each with its source line, a caret-and-tilde line, and its notes. Behind them stand the places
 * where the macro around it was expanded and its file imported.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/source.h"

/* ORDER SEVERITY */
enum diag_severity { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

enum diag_tag {
#define DIAG(tag, severity, format) DIAG_##tag,
#include "base/diag.def"
	N_DIAG_TAGS
};

struct diag;

struct diag *diag_new(struct arena *arena, const struct source_set *sources);

/*
 * Reports the row tag at span; the arguments follow the row's printf format.
 * An error at the very same span and tag is reported once; one in a macro once for each text. The
 * row's severity decides whether it counts as an error. What is a NOTE stands for itself.
 */
void diag_report(struct diag *diag, struct span span, enum diag_tag tag, ...);

/* Adds a note to the newest message: with a span it shows that place too, else it is one line. */
void diag_note(struct diag *diag, struct span span, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Adds "did you mean 'x'?" to the newest message if one of the n candidates is
 * near wanted (edit distance at most a third of its length, at least 1), and says whether it did.
 */
bool diag_did_you_mean(struct diag *diag, const char *wanted, const char *const *candidates,
		       size_t n);

size_t diag_error_count(const struct diag *diag);
size_t diag_warning_count(const struct diag *diag);

/* There are errors, and none has a place in a source: options or the environment are wrong, not the script. */
bool diag_is_of_command_line(const struct diag *diag);

enum diag_color { DIAG_COLOR_NEVER, DIAG_COLOR_ALWAYS };

struct diag_options {
	enum diag_color color;
	bool no_warnings; /* warnings are dropped */
};

/* Prints all messages that were not printed yet, sorted by position, and forgets them; counts stay. */
void diag_flush(struct diag *diag, FILE *out, const struct diag_options *options);

/* Name of a tag as in diag.def, for tests. */
const char *diag_tag_name(enum diag_tag tag);

/* Our own mistake: prints place and text, aborts. Never used for what a user can cause. */
#define BUG(...) diag_bug(__FILE__, __LINE__, __VA_ARGS__)
void diag_bug(const char *file, int line, const char *format, ...)
	__attribute__((noreturn, format(printf, 3, 4)));

#endif
