/*
 * The values of number and string tokens (language.md 1.2). Mistakes are
 * reported at their own bytes; the value is then 0, or the string without the
 * broken escape, and the caller goes on.
 */
#ifndef FRONT_LITERAL_H
#define FRONT_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "front/lexer.h"

struct literal_integer {
	uint64_t value;
	bool is_duration;
	bool is_unsigned;
};

struct literal_string {
	const char *text; /* in the arena, NUL-terminated, may contain NUL */
	size_t size;
};

struct literal_integer literal_integer(struct arena *arena, struct diag *diag,
				       const struct token *token);

struct literal_string literal_string(struct arena *arena, struct diag *diag,
				     const struct token *token);

#endif
