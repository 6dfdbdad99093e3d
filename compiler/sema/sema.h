/*
 * Meaning of a script: names, types, constants, and every error that a user can make.
 * Needs: a parsed script without errors, a kernel. Leaves: a typed AST as ast.h's
 * "sema:" members say; all expressions have a type; predicates and sugar are as in the text
 * (lowering deals with them); constants are folded into INT, BOOL and STRING nodes;
 * TYPE_QUERY nodes that don't depend on the target are folded too.
 */
#ifndef SEMA_SEMA_H
#define SEMA_SEMA_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"
#include "base/vec.h"
#include "front/ast.h"
#include "kernel/kernel.h"
#include "kernel/script_types.h"
#include "sema/config.h"
#include "sema/symbol.h"

/* A named parameter: getopt("name", default, "description"). */
struct named_param {
	const char *name;
	const struct type *type;
	const char *default_text; /* as typed; NULL for a bool without default */
	const char *description;  /* or NULL */
};

/* What the whole script uses and declares. */
/* Where no machine is given. */
#define MACHINE_DEFAULT "x86_64"

struct program_info {
	struct config config;
	VEC(struct map_symbol *) maps; /* by index */
	VEC(struct named_param) named_params;
	VEC(struct subprogram *) subprograms; /* that are called, callees first */
	unsigned n_positional; /* the largest N of $N */
	bool uses_unsafe;
	const char *machine; /* that the tool is for: "x86_64" */
	bool allows_unsafe; /* --unsafe */
	VEC(const char *) user_symbols; /* that uaddr() names, each once */
};

/* A name that the script's C defines as a macro, or as an enumerator of no named enum. */
struct script_constant {
	const char *name; /* interned */
	bool is_number;
	bool is_negative;
	uint64_t value;
	/* Else: the macro's text as an expression of the script, NULL if it is none. */
	const struct node *expression;
	const char *text;
};

struct sema_options {
	bool allow_unsafe;         /* --unsafe */
	const char *machine;       /* that the tool is for; NULL: x86_64 */
	const char *const *config; /* "key=value" of --config */
	size_t n_config;
	struct script_types *types; /* of the script's C; NULL if it has none */
	const struct script_constant *constants;
	size_t n_constants;
	const struct c_function *c_functions; /* of imported .bpf.c files; no name twice */
	size_t n_c_functions;
	const char *const *missing_headers; /* of the kernel, named in the script but not here */
	size_t n_missing_headers;
};

struct program_info *sema_run(struct arena *arena, struct interner *interner, struct diag *diag,
			      const struct source_set *sources, struct kernel *kernel,
			      struct script *script, const struct sema_options *options);

#endif
