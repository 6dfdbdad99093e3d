/*
 * Imported .bpf.c files: compiled once, so that sema knows their functions.
 */
#ifndef COMMANDS_C_PART_H
#define COMMANDS_C_PART_H

#include "base/source.h"
#include "base/vec.h"
#include "kernel/ctype_set.h"
#include "sema/symbol.h"

struct compilation;
struct toolchain;

struct c_part {
	const char *path; /* full */
	const char *name; /* as in messages */
	struct span import;
	const char *text; /* as it was read, for the cache of `run` */
	size_t size;
	struct ctype_set *types;
};

struct c_parts {
	VEC(struct c_part) parts;
	VEC(struct c_function) functions; /* of all of them */
};

/*
 * Compiles the parts and fills functions; mistakes in them go to the sink. EXIT_TOOLING after a
 * message if something but the file fails.
 */
int c_parts_compile(struct compilation *c);

/* Puts vmlinux.h, the target's types, into the directory if one of them wants it. */
void c_parts_prepare(struct compilation *c, const struct toolchain *chain, const char *directory);

/* -I and -D for them, compiled in the directory; NULL-terminated. */
const char *const *c_parts_words(struct compilation *c, const char *directory);

void c_parts_release(struct compilation *c);

#endif
