/*
 * The named things of a binary's debug information: types and functions that it defines, at the top of
 * its units and in namespaces.
 */
#ifndef DWARF_DIE_INDEX_H
#define DWARF_DIE_INDEX_H

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/intern.h"

struct die_entry {
	struct die_entry *next; /* of the same bucket, in the file's order */
	const char *name;       /* interned */
	const char *scope;      /* namespaces around it: "a::b"; "" if none */
	const char *linkage;    /* of a function of C++: the name of its symbol; else NULL */
	int tag;                /* DW_TAG_class_type is DW_TAG_structure_type here */
	Dwarf_Die die;
};

struct die_index;

/* Reads all units. */
struct die_index *die_index_new(struct arena *arena, struct interner *interner, Dwarf *dwarf);

/* The first entry of a name; more of them behind next, among others. NULL: none. */
const struct die_entry *die_index_find(const struct die_index *index, const char *name);

/* Functions that have code, in the file's order. */
const struct die_entry *const *die_index_functions(const struct die_index *index, size_t *count);

bool die_index_has_namespaces(const struct die_index *index);

/* The tag, with one for what is the same to a script. */
int die_tag(Dwarf_Die *die);

#endif
