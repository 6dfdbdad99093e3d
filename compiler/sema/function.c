#include "sema/function.h"

#include <string.h>

#include "sema/probe_kind.h"

static const struct function_row rows[] = {
#define FUNCTION(name, min, max, flags, needs, signature, help, kernel, example)                 \
	[FUNCTION_##name] = { FUNCTION_##name, #name, min,    max,    flags, needs, signature, \
			      help,	       kernel, example },
#include "sema/function.def"
};

const struct function_row *function_find(const char *name)
{
	for (size_t i = 0; i < N_FUNCTIONS; i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

const struct function_row *function_rows(size_t *count)
{
	*count = N_FUNCTIONS;
	return rows;
}
