/*
 * Growing arrays of any element type, in an arena. A vector is a plain struct;
 * declare it with VEC(type), zero it, name its arena once, then push.
 *
 *	VEC(struct node *) args;
 *	vec_init(&args, arena);
 *	vec_push(&args, node);
 *	for (size_t i = 0; i < args.count; i++) use(args.items[i]);
 *
 * The storage is the arena's: a vector may be copied by value once complete.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>

#include "base/arena.h"

#define VEC(type)                    \
	struct {                     \
		type *items;         \
		size_t count;        \
		size_t capacity;     \
		struct arena *arena; \
	}

#define vec_init(vec, in_arena) \
	((vec)->items = NULL, (vec)->count = 0, (vec)->capacity = 0, (vec)->arena = (in_arena))

/* Makes room for one more element of element_size bytes; returns the items' new place. */
void *vec_reserve_one(struct arena *arena, void *items, size_t count, size_t *capacity,
		      size_t element_size);

#define vec_push(vec, value)                                                      \
	((vec)->items = vec_reserve_one((vec)->arena, (vec)->items, (vec)->count, \
					&(vec)->capacity, sizeof(*(vec)->items)), \
	 (vec)->items[(vec)->count++] = (value))

/* The last element; the vector must not be empty. */
#define vec_last(vec) ((vec)->items[(vec)->count - 1])

#define vec_foreach(type, var, vec) \
	for (type *var = (vec)->items; var < (vec)->items + (vec)->count; var++)

#endif
