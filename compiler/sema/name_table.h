/*
 * Finds what an interned name stands for. Names are compared by pointer; a name maps to one thing,
 * which may be replaced, also by NULL.
 */
#ifndef SEMA_NAME_TABLE_H
#define SEMA_NAME_TABLE_H

#include <stddef.h>

#include "base/arena.h"

struct name_table {
	struct arena *arena;
	struct name_entry *entries;
	size_t capacity, used;
};

void name_table_init(struct name_table *table, struct arena *arena);
void *name_table_find(const struct name_table *table, const char *name);
void name_table_set(struct name_table *table, const char *name, void *value);

#endif
