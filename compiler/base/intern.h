/*
 * Interned strings: equal texts have equal pointers, so names are compared
 * with ==. The strings live in the arena given at creation.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include <stddef.h>

#include "base/arena.h"

struct interner;

struct interner *interner_new(struct arena *arena);
const char *intern(struct interner *interner, const char *text);
const char *intern_n(struct interner *interner, const char *text, size_t size);

#endif
