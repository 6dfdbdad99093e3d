#include "kernel/ctype.h"

#include <string.h>

#include "kernel/ctype_make.h"

/* Structs nest as deep as a header writes them; more is a broken file. */
#define MAX_NESTING 64

static const struct ctype_member *find_member(const struct ctype *type, const char *name,
					      uint64_t *bit_offset, int depth)
{
	uint64_t outer = *bit_offset;

	if ((type->kind != CTYPE_STRUCT && type->kind != CTYPE_UNION) || depth > MAX_NESTING)
		return NULL;
	for (size_t i = 0; i < type->n_members; i++) {
		const struct ctype_member *member = &type->members[i];
		const struct ctype_member *inner;

		*bit_offset = outer + member->bit_offset;
		if (member->name != NULL) {
			if (member->name == name || strcmp(member->name, name) == 0)
				return member;
			continue;
		}
		inner = find_member(member->type, name, bit_offset, depth + 1);
		if (inner != NULL)
			return inner;
	}
	return NULL;
}

static struct ctype_presumed *find_presumed(const struct ctype *type, const char *name)
{
	struct ctype_presumed *presumed = type->presumed;

	while (presumed != NULL && strcmp(presumed->member.name, name) != 0)
		presumed = presumed->next;
	return presumed;
}

const struct ctype_member *ctype_find_member(const struct ctype *type, const char *name,
					     uint64_t *bit_offset)
{
	uint64_t offset = 0;
	const struct ctype_member *member = find_member(type, name, &offset, 0);

	if (member != NULL && bit_offset != NULL)
		*bit_offset = offset;
	if (member == NULL && find_presumed(type, name) != NULL)
		member = &find_presumed(type, name)->member;
	return member;
}

const struct ctype *ctype_presume(struct arena *arena, enum ctype_kind kind, const char *name)
{
	struct ctype_node *node = arena_new_of(arena, struct ctype_node);

	node->type.kind = kind;
	node->type.origin = CTYPE_KERNEL;
	node->type.name = name;
	node->type.is_presumed = true;
	if (kind == CTYPE_ENUM)
		node->type.size = 4;
	return &node->type;
}

static const struct ctype *presumed_integer(struct arena *arena)
{
	struct ctype_node *node = arena_new_of(arena, struct ctype_node);

	node->type.kind = CTYPE_INT;
	node->type.origin = CTYPE_KERNEL;
	node->type.name = "long long";
	node->type.size = 8;
	node->type.is_signed = true;
	return &node->type;
}

const struct ctype_member *ctype_presume_member(struct arena *arena, const struct ctype *type,
						const char *name, bool is_struct)
{
	struct ctype *owner = &ctype_node_of(type)->type;
	struct ctype_presumed *presumed = find_presumed(type, name);

	if (presumed == NULL) {
		presumed = arena_new_of(arena, struct ctype_presumed);
		presumed->member.name = name;
		presumed->member.is_presumed = true;
		presumed->member.type = presumed_integer(arena);
		presumed->next = owner->presumed;
		owner->presumed = presumed;
	}
	if (is_struct && presumed->member.type->kind == CTYPE_INT)
		presumed->member.type = ctype_presume(arena, CTYPE_STRUCT, NULL);
	return &presumed->member;
}

/* The member stands first in it. */
static struct ctype_presumed *presumed_of(const struct ctype_member *member)
{
	return (struct ctype_presumed *)(uintptr_t)member;
}

void ctype_read_presumed(const struct ctype_member *member)
{
	presumed_of(member)->is_read = true;
}

bool ctype_presumed_is_read(const struct ctype_member *member)
{
	return presumed_of(member)->is_read;
}
