#include "kernel/btf_index.h"

#include <stdbool.h>
#include <string.h>

/* id 0 is a free slot. */
struct slot {
	uint32_t hash;
	uint32_t id;
	uint32_t place; /* of an enumerator in its enum */
};

/* Open addressing with linear probing; the capacity is a power of two. */
struct table {
	struct slot *slots;
	size_t capacity;
};

struct btf_index {
	struct arena *arena;
	const struct btf *btf;
	uint32_t first_id, end_id;
	/* slots NULL until asked for: half of a kernel's names are functions */
	struct table types, functions, enumerators;
};

const char *btf_type_name(const struct btf *btf, uint32_t name_offset)
{
	const char *name = name_offset != 0 ? btf__name_by_offset(btf, name_offset) : NULL;

	return name != NULL ? name : "";
}

/* FNV-1a. */
static uint32_t hash_name(const char *name)
{
	uint32_t hash = 0x811c9dc5;

	while (*name != '\0')
		hash = (hash ^ (unsigned char)*name++) * 0x01000193;
	return hash;
}

static struct table table_new(struct arena *arena, size_t n_entries)
{
	struct table table = { .capacity = 16 };

	while (table.capacity < 2 * n_entries)
		table.capacity *= 2;
	table.slots = arena_alloc(arena, table.capacity * sizeof(struct slot));
	return table;
}

/* The kind under which a type is found, 0 if it is not found by name. */
static uint32_t indexed_kind(const struct btf_type *type)
{
	switch (btf_kind(type)) {
	case BTF_KIND_INT:
	case BTF_KIND_FLOAT:
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_ENUM:
	case BTF_KIND_FWD:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_FUNC:
		return btf_kind(type);
	case BTF_KIND_ENUM64:
		return BTF_KIND_ENUM;
	}
	return 0;
}

/* Whether a type belongs into the table of functions, or into that of all others. */
static bool is_indexed(const struct btf_type *type, bool functions)
{
	return type->name_off != 0 && indexed_kind(type) != 0 && btf_is_func(type) == functions;
}

static void add_type(const struct btf *btf, struct table *table, const struct btf_type *type,
		     uint32_t id)
{
	uint32_t kind = indexed_kind(type);
	uint32_t hash = hash_name(btf_type_name(btf, type->name_off));
	size_t mask = table->capacity - 1;
	size_t i = hash & mask;

	while (table->slots[i].id != 0) {
		const struct btf_type *other = btf__type_by_id(btf, table->slots[i].id);

		/* Within one BTF equal names are one string. */
		if (other->name_off == type->name_off && indexed_kind(other) == kind) {
			if (kind == BTF_KIND_ENUM && btf_vlen(other) == 0)
				table->slots[i].id = id;
			return;
		}
		i = (i + 1) & mask;
	}
	table->slots[i] = (struct slot){ .hash = hash, .id = id };
}

static struct table build_types(const struct btf_index *index, bool functions)
{
	struct table table;
	size_t n = 0;

	for (uint32_t id = index->first_id; id < index->end_id; id++)
		n += is_indexed(btf__type_by_id(index->btf, id), functions);
	table = table_new(index->arena, n);
	for (uint32_t id = index->first_id; id < index->end_id; id++) {
		const struct btf_type *type = btf__type_by_id(index->btf, id);

		if (is_indexed(type, functions))
			add_type(index->btf, &table, type, id);
	}
	return table;
}

struct btf_index *btf_index_new(struct arena *arena, const struct btf *btf, uint32_t first_id)
{
	struct btf_index *index = arena_new_of(arena, struct btf_index);

	index->arena = arena;
	index->btf = btf;
	index->first_id = first_id;
	index->end_id = btf__type_cnt(btf);
	return index;
}

uint32_t btf_index_find(struct btf_index *index, uint32_t kind, const char *name)
{
	bool functions = kind == BTF_KIND_FUNC;
	struct table *table = functions ? &index->functions : &index->types;
	uint32_t hash = hash_name(name);
	size_t mask;

	if (table->slots == NULL)
		*table = build_types(index, functions);
	mask = table->capacity - 1;
	for (size_t i = hash & mask; table->slots[i].id != 0; i = (i + 1) & mask) {
		const struct slot *slot = &table->slots[i];
		const struct btf_type *type;

		if (slot->hash != hash)
			continue;
		type = btf__type_by_id(index->btf, slot->id);
		if (indexed_kind(type) == kind &&
		    strcmp(btf_type_name(index->btf, type->name_off), name) == 0)
			return slot->id;
	}
	return 0;
}

static uint32_t enumerator_name(const struct btf_type *type, uint32_t place)
{
	return btf_is_enum64(type) ? btf_enum64(type)[place].name_off
				   : btf_enum(type)[place].name_off;
}

static void add_enumerator(struct table *table, const char *name, uint32_t id, uint32_t place)
{
	uint32_t hash = hash_name(name);
	size_t mask = table->capacity - 1;
	size_t i = hash & mask;

	while (table->slots[i].id != 0)
		i = (i + 1) & mask;
	table->slots[i] = (struct slot){ .hash = hash, .id = id, .place = place };
}

static void build_enumerators(struct btf_index *index)
{
	size_t n = 0;

	for (uint32_t id = index->first_id; id < index->end_id; id++) {
		const struct btf_type *type = btf__type_by_id(index->btf, id);

		if (btf_is_any_enum(type))
			n += btf_vlen(type);
	}
	index->enumerators = table_new(index->arena, n);
	for (uint32_t id = index->first_id; id < index->end_id; id++) {
		const struct btf_type *type = btf__type_by_id(index->btf, id);

		for (uint32_t i = 0; btf_is_any_enum(type) && i < btf_vlen(type); i++)
			add_enumerator(&index->enumerators,
				       btf_type_name(index->btf, enumerator_name(type, i)), id, i);
	}
}

uint32_t btf_index_find_enumerator(struct btf_index *index, const char *name, uint32_t *place)
{
	uint32_t hash = hash_name(name);
	size_t mask;

	if (index->enumerators.slots == NULL)
		build_enumerators(index);
	mask = index->enumerators.capacity - 1;
	for (size_t i = hash & mask; index->enumerators.slots[i].id != 0; i = (i + 1) & mask) {
		const struct slot *slot = &index->enumerators.slots[i];
		const struct btf_type *type = btf__type_by_id(index->btf, slot->id);

		if (slot->hash == hash &&
		    strcmp(btf_type_name(index->btf, enumerator_name(type, slot->place)), name) ==
			    0) {
			*place = slot->place;
			return slot->id;
		}
	}
	return 0;
}
