#include "dwarf/cpp_name.h"

#include <stdlib.h>
#include <string.h>

#include <libiberty/demangle.h>

const char *cpp_name(struct arena *arena, const char *symbol)
{
	char *plain = cplus_demangle_v3(symbol, DMGL_PARAMS | DMGL_ANSI);
	const char *name = plain != NULL ? arena_strdup(arena, plain) : NULL;

	free(plain);
	return name;
}

/* The '(' that the last ')' closes. */
size_t cpp_name_size(const char *name)
{
	const char *end = strrchr(name, ')');
	int depth = 0;

	for (const char *at = end; at != NULL && at > name; at--) {
		depth += *at == ')';
		depth -= *at == '(';
		if (depth == 0)
			return (size_t)(at - name);
	}
	return strlen(name);
}
