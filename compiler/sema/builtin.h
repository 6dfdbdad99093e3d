/*
 * The builtin variables as a table: builtin.def's rows.
 */
#ifndef SEMA_BUILTIN_H
#define SEMA_BUILTIN_H

#include <stddef.h>

enum builtin_id {
#define BUILTIN(name, type, needs, help, kernel, example) BUILTIN_##name,
#include "sema/builtin.def"
	BUILTIN_argN, /* arg0, arg1, ...: number in ident.constant */
	N_BUILTINS
};

struct builtin_row {
	enum builtin_id id;
	const char *name;
	int typing;     /* enum builtin_typing of builtin.c */
	unsigned needs; /* enum probe_flag of probe_kind.h */
	const char *help, *kernel, *example;
};

/* NULL if there is no such builtin. */
const struct builtin_row *builtin_find(const char *name);
const struct builtin_row *builtin_rows(size_t *count);

#endif
