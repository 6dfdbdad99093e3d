/*
 * Spellings of older scripts, which keep their meaning (language.md 10). Under -v each is noted, once.
 */
#ifndef SEMA_DEPRECATED_H
#define SEMA_DEPRECATED_H

struct diag;
struct script;

/* Needs a script as it was parsed, with its macros. Notes are neither errors nor warnings. */
void note_deprecated(struct diag *diag, struct script *script);

#endif
