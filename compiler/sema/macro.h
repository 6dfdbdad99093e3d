/*
 * The macros of a script; between the files of the expansion. A macro is found by its name and by
 * the kinds of its arguments: `$v` takes a variable, `@m` a map, a word any expression.
 */
#ifndef SEMA_MACRO_H
#define SEMA_MACRO_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "front/ast.h"
#include "sema/name_table.h"

struct macro {
	struct node *node;
	struct macro *next;       /* of the same name, declared later */
	struct name_table locals; /* the variables that the body declares, each not NULL */
	bool is_broken;           /* reported: calls of it are errors in silence */
	bool is_active;           /* being expanded */
};

struct macro_table {
	struct arena *arena;
	struct diag *diag;
	const struct source_set *sources;
	struct name_table names; /* the first of a name */
};

/* Takes all MACRO roots of the script and checks each by itself. */
void macro_table_init(struct macro_table *table, struct arena *arena, struct diag *diag,
		      const struct source_set *sources, const struct script *script);

/* The first macro of a name, or NULL. */
struct macro *macro_find(const struct macro_table *table, const char *name);

/* Whether a macro of the name was reported, so that calls of it are not worth a message. */
bool macro_is_broken(const struct macro_table *table, const char *name);

/* The one of the name that takes the arguments best, or NULL. */
struct macro *macro_match(const struct macro_table *table, const char *name, const node_vec *args);

/* Reports why none of the name takes the arguments of the call. */
void macro_report_mismatch(const struct macro_table *table, const char *name, struct span name_span,
			   const node_vec *args);

/* The number of the parameter that a VAR, MAP or IDENT of the body stands for; -1: none. */
int macro_param(const struct macro *macro, const struct node *node);

/* Reports what the macro may not do, and marks it; finds its locals. In macro_check.c. */
void macro_check(struct macro_table *table, struct macro *macro);

/*
 * A copy of the macro's body with the arguments in it, at positions of its own. What it takes goes
 * off the budget, a number of nodes; where that ends at 0 the body is of no use. In macro_body.c.
 */
struct node *macro_body(struct arena *arena, struct source_set *sources, const struct macro *macro,
			const node_vec *args, struct span call, size_t *budget);

#endif
