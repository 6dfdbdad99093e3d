/*
 * Constructors of C types, shared by everything that reads types of one target.
 * Pointers, arrays and plain integers are shared: equal arguments give the same type.
 */
#ifndef KERNEL_CTYPE_MAKE_H
#define KERNEL_CTYPE_MAKE_H

#include "base/arena.h"
#include "base/intern.h"
#include "kernel/ctype.h"

/* A type and the types derived from it. Every ctype of this folder is the head of one. */
struct ctype_node {
	struct ctype type;
	struct ctype_node *pointers[2]; /* to it: plain, __user */
	struct ctype_node *arrays;      /* of it, linked by next_array */
	struct ctype_node *next_array;
};

struct ctype_maker {
	struct arena *arena;
	struct interner *interner;
	enum ctype_origin origin;
	unsigned pointer_size;
	struct ctype_node *void_type, *bool_type, *char_type;
	struct ctype_node *ints[4][2]; /* by log2 of the size, and signedness */
};

struct ctype_maker *ctype_maker_new(struct arena *arena, struct interner *interner,
				    enum ctype_origin origin, unsigned pointer_size);

/* A new type of a kind, everything else zero. */
struct ctype_node *ctype_make(struct ctype_maker *maker, enum ctype_kind kind);

struct ctype_node *ctype_make_void(struct ctype_maker *maker);
struct ctype_node *ctype_make_bool(struct ctype_maker *maker);
struct ctype_node *ctype_make_char(struct ctype_maker *maker);

/* size is 1, 2, 4 or 8. */
struct ctype_node *ctype_make_int(struct ctype_maker *maker, unsigned size, bool is_signed);

struct ctype_node *ctype_make_pointer(struct ctype_maker *maker, struct ctype_node *target,
				      bool is_user);

/* An array of count elements; its size is 0 if it cannot be expressed. */
struct ctype_node *ctype_make_array(struct ctype_maker *maker, struct ctype_node *element,
				    uint64_t count);

/* The node of a type that was made here; types are const for everyone else. */
struct ctype_node *ctype_node_of(const struct ctype *type);

#endif
