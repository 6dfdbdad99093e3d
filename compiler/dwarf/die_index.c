#include "dwarf/die_index.h"

#include <dwarf.h>
#include <stdbool.h>
#include <string.h>

#include "base/vec.h"

#define N_BUCKETS 8192

/* Namespaces in namespaces; more is a broken file. */
#define MAX_DEPTH 32

struct die_index {
	struct arena *arena;
	struct interner *interner;
	struct bucket {
		struct die_entry *first, *last;
	} buckets[N_BUCKETS];
	VEC(const struct die_entry *) functions;
	bool has_namespaces;
};

int die_tag(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return tag == DW_TAG_class_type ? DW_TAG_structure_type : tag;
}

static struct bucket *bucket_of(const struct die_index *index, const char *interned)
{
	uintptr_t hash = (uintptr_t)interned;

	return (struct bucket *)&index->buckets[(hash >> 4 ^ hash >> 17) % N_BUCKETS];
}

static const char *text_of(struct die_index *index, Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attribute;
	const char *text = dwarf_formstring(dwarf_attr_integrate(die, name, &attribute));

	return text != NULL ? intern(index->interner, text) : NULL;
}

static bool has_code(Dwarf_Die *die)
{
	return dwarf_hasattr(die, DW_AT_low_pc) || dwarf_hasattr(die, DW_AT_ranges) ||
	       dwarf_hasattr(die, DW_AT_entry_pc);
}

static bool is_definition(Dwarf_Die *die, int tag)
{
	switch (tag) {
	case DW_TAG_structure_type:
	case DW_TAG_union_type:
	case DW_TAG_enumeration_type:
		return !dwarf_hasattr(die, DW_AT_declaration);
	case DW_TAG_typedef:
	case DW_TAG_base_type:
		return true;
	case DW_TAG_subprogram:
		return has_code(die);
	default:
		return false;
	}
}

static void add(struct die_index *index, Dwarf_Die *die, int tag, const char *scope)
{
	const char *name = text_of(index, die, DW_AT_name);
	struct die_entry *entry;
	struct bucket *bucket;

	if (name == NULL)
		return;
	entry = arena_new_of(index->arena, struct die_entry);
	entry->name = name;
	entry->scope = scope;
	entry->tag = tag;
	entry->die = *die;
	if (tag == DW_TAG_subprogram) {
		entry->linkage = text_of(index, die, DW_AT_linkage_name);
		if (entry->linkage == NULL)
			entry->linkage = text_of(index, die, DW_AT_MIPS_linkage_name);
		vec_push(&index->functions, entry);
	}
	bucket = bucket_of(index, name);
	if (bucket->last != NULL)
		bucket->last->next = entry;
	else
		bucket->first = entry;
	bucket->last = entry;
}

static const char *inner_scope(struct die_index *index, Dwarf_Die *namespace, const char *outer)
{
	const char *name = dwarf_diename(namespace);

	if (name == NULL)
		return outer;
	return *outer == '\0'
		       ? intern(index->interner, name)
		       : intern(index->interner, arena_printf(index->arena, "%s::%s", outer, name));
}

static void read_children(struct die_index *index, Dwarf_Die *parent, const char *scope, int depth)
{
	Dwarf_Die die;

	if (depth > MAX_DEPTH || dwarf_child(parent, &die) != 0)
		return;
	do {
		int tag = die_tag(&die);

		if (tag == DW_TAG_namespace) {
			index->has_namespaces = true;
			read_children(index, &die, inner_scope(index, &die, scope), depth + 1);
		} else if (is_definition(&die, tag)) {
			add(index, &die, tag, scope);
		}
	} while (dwarf_siblingof(&die, &die) == 0);
}

struct die_index *die_index_new(struct arena *arena, struct interner *interner, Dwarf *dwarf)
{
	struct die_index *index = arena_new_of(arena, struct die_index);
	Dwarf_CU *unit = NULL;
	Dwarf_Die die, sub;
	uint8_t type;

	index->arena = arena;
	index->interner = interner;
	vec_init(&index->functions, arena);
	while (dwarf_get_units(dwarf, unit, &unit, NULL, &type, &die, &sub) == 0) {
		/* The unit of a split file has a skeleton here, and its own children there. */
		if (type == DW_UT_skeleton && sub.addr != NULL)
			die = sub;
		read_children(index, &die, "", 0);
	}
	return index;
}

const struct die_entry *die_index_find(const struct die_index *index, const char *name)
{
	const char *interned = intern(index->interner, name);
	const struct die_entry *entry = bucket_of(index, interned)->first;

	while (entry != NULL && entry->name != interned)
		entry = entry->next;
	return entry;
}

bool die_index_has_namespaces(const struct die_index *index)
{
	return index->has_namespaces;
}

const struct die_entry *const *die_index_functions(const struct die_index *index, size_t *count)
{
	*count = index->functions.count;
	return index->functions.items;
}
