/*
 * Types of a binary's debug information as C types (kernel/ctype.h), with origin CTYPE_BINARY.
 */
#ifndef DWARF_DIE_TYPE_H
#define DWARF_DIE_TYPE_H

#include "dwarf/die_index.h"
#include "kernel/ctype_make.h"

struct die_types;

struct die_types *die_types_new(struct ctype_maker *maker, const struct die_index *index);

/* Of a DIE of a type. */
const struct ctype *die_type(struct die_types *types, Dwarf_Die *die);

/* The prototype (CTYPE_FUNCTION) of a DIE of a function. */
const struct ctype *die_prototype(struct die_types *types, Dwarf_Die *function);

#endif
