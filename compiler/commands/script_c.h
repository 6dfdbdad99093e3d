/*
 * The script's own C: handed to clang between parsing and sema, and read back as types and constants.
 * A script without C costs nothing.
 */
#ifndef COMMANDS_SCRIPT_C_H
#define COMMANDS_SCRIPT_C_H

#include "kernel/script_types.h"
#include "sema/sema.h"

struct compilation;

struct script_c {
	struct ctype_set *own; /* NULL: there is no C */
	struct script_types *types;
	VEC(struct script_constant) constants;
	VEC(const char *) missing_headers;
};

/*
 * Compiles what there is and fills c->script_c. Errors in the C are reported. Returns EXIT_DONE then
 * too; EXIT_TOOLING after a message if clang itself is the trouble.
 */
int script_c_compile(struct compilation *c);

/* Under -v, after sema: which definition of a struct was taken, and why. */
void script_c_explain(const struct compilation *c);

void script_c_release(struct compilation *c);

#endif
