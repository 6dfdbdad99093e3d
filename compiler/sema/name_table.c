#include "sema/name_table.h"

#include <stdint.h>

struct name_entry {
	const char *name; /* NULL: free */
	void *value;
};

void name_table_init(struct name_table *table, struct arena *arena)
{
	*table = (struct name_table){ .arena = arena };
}

/* The name's place, or the free one where it belongs. The table always has a free one. */
static struct name_entry *place_of(const struct name_table *table, const char *name)
{
	size_t i = (size_t)(((uintptr_t)name >> 3) * 0x9e3779b97f4a7c15u);

	for (;; i++) {
		struct name_entry *entry = &table->entries[i & (table->capacity - 1)];

		if (entry->name == NULL || entry->name == name)
			return entry;
	}
}

static void grow(struct name_table *table)
{
	struct name_table old = *table;

	table->capacity = old.capacity > 0 ? 2 * old.capacity : 16;
	table->entries = arena_alloc(table->arena, table->capacity * sizeof(*table->entries));
	for (size_t i = 0; i < old.capacity; i++) {
		if (old.entries[i].name != NULL)
			*place_of(table, old.entries[i].name) = old.entries[i];
	}
}

void *name_table_find(const struct name_table *table, const char *name)
{
	return table->capacity > 0 ? place_of(table, name)->value : NULL;
}

void name_table_set(struct name_table *table, const char *name, void *value)
{
	struct name_entry *entry;

	if (2 * (table->used + 1) > table->capacity)
		grow(table);
	entry = place_of(table, name);
	if (entry->name == NULL)
		table->used++;
	entry->name = name;
	entry->value = value;
}
