/*
 * C types as BTF describes them: of the target's kernel, of the script's own C
 * (compiled to BTF by clang), or of a traced binary (DWARF). const, volatile and
 * typedef are stripped on the way, a typedef's name stays findable. Types are
 * made on demand and live in the arena. A struct, union or enum is always the same pointer
 * within one origin. All names are interned.
 */
#ifndef KERNEL_CTYPE_H
#define KERNEL_CTYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum ctype_kind {
	CTYPE_VOID,
	CTYPE_INT, /* char too: see is_char */
	CTYPE_BOOL,
	CTYPE_FLOAT,
	CTYPE_ENUM,
	CTYPE_POINTER,
	CTYPE_ARRAY,
	CTYPE_STRUCT,
	CTYPE_UNION,
	CTYPE_FORWARD,  /* struct or union without members */
	CTYPE_FUNCTION, /* prototype */
};

enum ctype_origin {
	CTYPE_KERNEL, /* relocated on the target */
	CTYPE_SCRIPT, /* fixed layout, from the script's own C */
	CTYPE_BINARY, /* fixed layout, from DWARF */
};

struct ctype_member {
	const char *name; /* NULL for an anonymous struct or union */
	const struct ctype *type;
	uint32_t bit_offset; /* from the start of the struct */
	uint32_t bit_size;   /* of a bit field; 0 otherwise */
	bool is_presumed;    /* not here, but perhaps on the target: see ctype_presume_member */
};

struct ctype_presumed {
	struct ctype_member member;
	bool is_read; /* by the script, not only asked for */
	struct ctype_presumed *next;
};

struct ctype_enumerator {
	const char *name;
	uint64_t value;
};

struct ctype {
	enum ctype_kind kind;
	enum ctype_origin origin;
	const char *name; /* tag of a struct, union, enum; name of an int; NULL if anonymous */
	const char
		*typedef_name; /* of an anonymous struct, union or enum: a typedef of it, or NULL */
	uint64_t size;         /* bytes; 0 for void, functions, flexible arrays, forwards */
	bool is_signed, is_char, is_union; /* is_union: of FORWARD */
	bool is_user;                      /* POINTER with the user type tag of BTF (__user) */
	const struct ctype *target;        /* pointee, element, result of a function */
	uint64_t count;                    /* elements of an array */
	/* Of a struct or union; parameters of a function, a last one of void without a name for "..." */
	const struct ctype_member *members;
	size_t n_members;
	const struct ctype_enumerator *enumerators;
	size_t n_enumerators;
	uint32_t id;                     /* BTF id, for typeinfo */
	struct ctype_presumed *presumed; /* found by name, not listed among the members */
	bool is_presumed;                /* made by ctype_presume */
	bool is_by_reference; /* STRUCT or UNION of C++ whose address is passed where a value is meant */
};

/*
 * Member `name` of a struct or union, looking into anonymous members. The
 * offset from the outer struct in bits goes to *bit_offset (may be NULL).
 */
const struct ctype_member *ctype_find_member(const struct ctype *type, const char *name,
					     uint64_t *bit_offset);

/* A struct, union or enum that is not known here but that a target may have: no members, no size. */
const struct ctype *ctype_presume(struct arena *arena, enum ctype_kind kind, const char *name);

/*
 * A member that the type does not have here but that a target may have: from now on ctype_find_member
 * finds it. It is a signed 64-bit integer, or a struct of presumed members.
 */
const struct ctype_member *ctype_presume_member(struct arena *arena, const struct ctype *type,
						const char *name, bool is_struct);

/* The script reads the presumed member: it is of use to it only with the type that it is presumed to have. */
void ctype_read_presumed(const struct ctype_member *member);
bool ctype_presumed_is_read(const struct ctype_member *member);

#endif
