#include "kernel/member_alias.h"

#include <string.h>

static const struct member_alias rows[] = {
#define MEMBER_ALIAS(structure, name, path, source) { #structure, #name, path, source },
#include "kernel/member_alias.def"
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const struct member_alias *member_alias_find(const char *structure, const char *name)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		if (strcmp(rows[i].name, name) == 0 && strcmp(rows[i].structure, structure) == 0)
			return &rows[i];
	}
	return NULL;
}

const struct member_alias *member_aliases(size_t *count)
{
	*count = N_ROWS;
	return rows;
}
