#include "kernel/ctype.h"

#include <string.h>

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

const struct ctype_member *ctype_find_member(const struct ctype *type, const char *name,
					     uint64_t *bit_offset)
{
	uint64_t offset = 0;
	const struct ctype_member *member = find_member(type, name, &offset, 0);

	if (member != NULL && bit_offset != NULL)
		*bit_offset = offset;
	return member;
}
