/*
 * Format files of tracefs (events/<category>/<name>/format), as text.
 */
#ifndef KERNEL_FORMAT_H
#define KERNEL_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/intern.h"

struct format_field {
	const char *name;   /* interned */
	const char *c_type; /* without the name and __data_loc: "const char *", "char[16]" */
	unsigned offset, size;
	bool is_signed;
	bool is_data_loc, is_rel_loc;
};

/* The fields of a format text, those common to all events left out; *count is their number. */
const struct format_field *format_parse(struct arena *arena, struct interner *interner,
					const char *text, size_t *count);

#endif
