/*
 * Names of C++ out of the symbols that stand for them.
 */
#ifndef DWARF_CPP_NAME_H
#define DWARF_CPP_NAME_H

#include <stddef.h>

#include "base/arena.h"

/* "shop::price(int, char*)"; NULL if the symbol is none of C++. */
const char *cpp_name(struct arena *arena, const char *symbol);

/* How much of such a name stands before its parameters. */
size_t cpp_name_size(const char *name);

#endif
