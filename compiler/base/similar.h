/*
 * Finds the name that the user probably meant. Depends on libc only.
 */
#ifndef BASE_SIMILAR_H
#define BASE_SIMILAR_H

#include <stddef.h>

/*
 * The candidate nearest to wanted, the first of equals; NULL if none is near:
 * more edits (insert, delete, replace, swap; case is free) than a third of the
 * length of wanted, where one is always allowed but never the whole name.
 */
const char *similar_find(const char *wanted, const char *const *candidates, size_t n);

#endif
