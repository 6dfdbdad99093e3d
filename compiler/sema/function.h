/*
 * The functions of the language as a table: function.def's rows. Sema checks and types a call by its
 * row; lowering has its own table indexed by the same enum.
 */
#ifndef SEMA_FUNCTION_H
#define SEMA_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

enum function_id {
#define FUNCTION(name, min, max, flags, needs, signature, help, kernel, example) FUNCTION_##name,
#include "sema/function.def"
	N_FUNCTIONS
};

enum function_flag {
	FUNCTION_ASYNC = 1,
	FUNCTION_UNSAFE = 2,
	FUNCTION_COMPTIME = 4,
	FUNCTION_MAP_ONLY = 8,
	FUNCTION_STATEMENT = 16,
	FUNCTION_WORDS = 32,
	FUNCTION_SHARED = 64,
};

struct function_row {
	enum function_id id;
	const char *name;
	unsigned min_args, max_args;
	unsigned flags;
	unsigned needs; /* enum probe_flag of probe_kind.h */
	const char *signature;
	const char *help, *kernel, *example;
};

/* NULL if there is no such function. */
const struct function_row *function_find(const char *name);
const struct function_row *function_rows(size_t *count);

#endif
