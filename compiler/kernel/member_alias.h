/*
 * Members that only the kernel's headers know, as macros (member_alias.def).
 */
#ifndef KERNEL_MEMBER_ALIAS_H
#define KERNEL_MEMBER_ALIAS_H

#include <stddef.h>

struct member_alias {
	const char *structure; /* without "struct" */
	const char *name;
	const char *path; /* members with dots between them */
	const char *source;
};

/* NULL if the table does not have it. */
const struct member_alias *member_alias_find(const char *structure, const char *name);

/* All of them, for tests. */
const struct member_alias *member_aliases(size_t *count);

#endif
