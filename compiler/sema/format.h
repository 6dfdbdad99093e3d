/*
 * Formats of printf and its kin (language.md 5.1): the text to pieces, by one table of conversions.
 * Knows nothing of the arguments' types beyond what each conversion accepts.
 */
#ifndef SEMA_FORMAT_H
#define SEMA_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "abi.h"
#include "base/arena.h"
#include "base/vec.h"

enum format_accepts {
	FORMAT_NUMBER,  /* integers, bool, enums, pointers */
	FORMAT_INTEGER, /* integers, bool, enums */
	FORMAT_BUFFER,
	FORMAT_ANY,
};

struct format {
	VEC(struct abi_piece) pieces;
	VEC(enum format_accepts) accepts; /* of each conversion, in order */
	VEC(const char *) specs;          /* of each conversion, as written: "%-8llx" */
	const char *bad_spec;             /* the first that is no conversion; NULL: all are right */
};

/* text of size bytes; stops at a bad conversion. */
void format_scan(struct arena *arena, const char *text, size_t size, struct format *format);

#endif
