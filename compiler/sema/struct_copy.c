#include "sema/struct_copy.h"

#include <string.h>

#include "base/vec.h"

/* Larger than any value that a program can have. */
#define MAX_SIZE (UINT32_C(1) << 30)

static bool is_record(const struct ctype *ctype)
{
	return ctype->kind == CTYPE_STRUCT || ctype->kind == CTYPE_UNION;
}

static const struct ctype *element_of(const struct ctype *ctype)
{
	while (ctype->kind == CTYPE_ARRAY)
		ctype = ctype->target;
	return ctype;
}

bool struct_is_copied(const struct ctype *ctype)
{
	if (!is_record(ctype))
		return false;
	if (ctype->origin == CTYPE_KERNEL)
		return true;
	for (size_t i = 0; i < ctype->n_members; i++) {
		if (struct_is_copied(element_of(ctype->members[i].type)))
			return true;
	}
	return false;
}

bool type_holds_copy(const struct type *type)
{
	if (type->kind == TYPE_STRUCT)
		return struct_is_copied(type->ctype);
	if (type->kind == TYPE_ARRAY)
		return type_holds_copy(type->to);
	for (size_t i = 0; i < type->n_fields; i++) {
		if (type_holds_copy(type->fields[i].type))
			return true;
	}
	return false;
}

static uint32_t round_up(uint32_t offset, uint32_t align)
{
	return (offset + align - 1) / align * align;
}

static uint32_t bounded(uint64_t size)
{
	return size > MAX_SIZE ? MAX_SIZE : (uint32_t)size;
}

static struct struct_size fixed_size(const struct ctype *ctype)
{
	struct struct_size whole = { bounded(ctype->size), 1 };

	for (size_t i = 0; i < ctype->n_members; i++) {
		uint32_t align = struct_value_size(ctype->members[i].type).align;

		whole.align = align > whole.align ? align : whole.align;
	}
	return whole;
}

/* -- the places of members, one behind the other -- */

struct walk {
	struct struct_size so_far;
	/* Given each member with a name; false ends the walk. */
	bool (*visit)(void *data, const struct ctype_member *member, uint32_t offset);
	void *data;
};

static bool place_members(struct walk *walk, const struct ctype *ctype);

static bool place_member(struct walk *walk, const struct ctype_member *member)
{
	struct struct_size part;
	uint64_t end;

	if (member->name == NULL)
		return !is_record(member->type) || place_members(walk, member->type);
	part = struct_value_size(member->type);
	walk->so_far.size = round_up(walk->so_far.size, part.align);
	if (part.align > walk->so_far.align)
		walk->so_far.align = part.align;
	if (walk->visit != NULL && !walk->visit(walk->data, member, walk->so_far.size))
		return false;
	end = (uint64_t)walk->so_far.size + part.size;
	walk->so_far.size = bounded(end);
	return true;
}

static bool place_members(struct walk *walk, const struct ctype *ctype)
{
	for (size_t i = 0; i < ctype->n_members; i++) {
		if (!place_member(walk, &ctype->members[i]))
			return false;
	}
	return true;
}

static struct struct_size record_size(const struct ctype *ctype)
{
	struct walk walk = { .so_far = { 0, 1 } };

	if (!struct_is_copied(ctype))
		return fixed_size(ctype);
	place_members(&walk, ctype);
	walk.so_far.size = round_up(walk.so_far.size, walk.so_far.align);
	return walk.so_far;
}

struct struct_size struct_value_size(const struct ctype *ctype)
{
	struct struct_size size = { 0, 1 };

	switch (ctype->kind) {
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		return record_size(ctype);
	case CTYPE_ARRAY:
		size = struct_value_size(ctype->target);
		size.size = bounded(ctype->count * size.size);
		return size;
	case CTYPE_INT:
	case CTYPE_BOOL:
	case CTYPE_ENUM:
	case CTYPE_POINTER:
		if (ctype->size == 1 || ctype->size == 2 || ctype->size == 4 || ctype->size == 8)
			size = (struct struct_size){ (uint32_t)ctype->size, (uint32_t)ctype->size };
		return size;
	case CTYPE_FLOAT:
		size.align = ctype->size == 4 || ctype->size == 8 ? (uint32_t)ctype->size : 1;
		return size;
	case CTYPE_VOID:
	case CTYPE_FORWARD:
	case CTYPE_FUNCTION:
		return size;
	}
	return size;
}

/* -- asking for them -- */

struct field_list {
	struct arena *arena;
	const struct ctype *owner;
	enum address_space space;
	VEC(struct type_field) fields;
};

static bool add_field(void *data, const struct ctype_member *member, uint32_t offset)
{
	struct field_list *list = data;
	struct type_field field = { .name = member->name, .offset = offset };

	field.type = type_of_member(list->arena, list->owner, member, list->space);
	vec_push(&list->fields, field);
	return true;
}

const struct type_field *struct_copy_fields(struct arena *arena, const struct type *type, size_t *n)
{
	struct field_list list = { .arena = arena, .owner = type->ctype, .space = type->space };
	struct walk walk = { .so_far = { 0, 1 }, .visit = add_field, .data = &list };

	if (list.space == SPACE_NONE)
		list.space = SPACE_KERNEL;
	vec_init(&list.fields, arena);
	place_members(&walk, type->ctype);
	*n = list.fields.count;
	return list.fields.items;
}

struct search {
	const char *name;
	uint32_t offset;
};

static bool is_elsewhere(void *data, const struct ctype_member *member, uint32_t offset)
{
	struct search *search = data;

	search->offset = offset;
	return strcmp(member->name, search->name) != 0;
}

bool struct_copy_find(const struct ctype *ctype, const char *name, uint32_t *offset)
{
	struct search search = { .name = name };
	struct walk walk = { .so_far = { 0, 1 }, .visit = is_elsewhere, .data = &search };
	bool is_missing = place_members(&walk, ctype);

	*offset = search.offset;
	return !is_missing;
}
