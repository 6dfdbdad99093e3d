/*
 * What names of the script stand for once sema has run.
 */
#ifndef SEMA_SYMBOL_H
#define SEMA_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "base/vec.h"
#include "sema/type.h"

/* A scratch variable in its scope; shadowing is an error, so one struct a declaration. */
struct variable {
	const char *name;
	const struct type *type; /* join of all assignments */
	struct span declared;
	bool is_captured; /* used inside a loop body that was declared outside of it */
	bool is_assigned;
	unsigned id; /* unique in the script */
};

/* A function of the script. */
struct subprogram {
	const char *name;
	struct node *node;         /* its FUNCTION */
	const struct type *result; /* TYPE_NONE: it gives nothing */
	unsigned index;            /* in program_info.subprograms */
	unsigned n_frames; /* functions and loops that are at work at once, itself included */
	bool uses_context; /* of the probe that calls it, itself or in what it calls */
	bool is_at_work;   /* sema is looking at it */
};

/* A function of an imported .bpf.c file. */
struct c_function {
	const char *name;              /* interned */
	const char *file;              /* full path */
	const struct ctype *prototype; /* CTYPE_FUNCTION, of the file's own BTF */
	struct span import;            /* where the file is imported */
};

struct map_symbol {
	const char *name; /* without @ */
	unsigned index;   /* in order of first appearance in the text */
	bool is_scalar;
	const struct type *key;                      /* NULL if scalar; a tuple for several keys */
	const struct type *value;                    /* an aggregation type for aggregations */
	struct span first_use, key_from, value_from; /* where key and value types were settled */
	const char *declared_kind;                   /* of a map declaration, else NULL */
	uint64_t max_entries;                        /* of the declaration, else 0 */
	bool is_deleted;                             /* delete() is used on it */
	bool is_reduced;                             /* an aggregation read as an integer */
	bool is_read, is_written, is_printed;
};

#endif
