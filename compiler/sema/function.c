#include "sema/function.h"

#include <string.h>

static const struct function_row rows[] = {
#define FUNCTION(name, min, max, flags, signature, help) \
	[FUNCTION_##name] = { FUNCTION_##name, #name, min, max, flags, signature, help },
#include "sema/function.def"
};

/* Functions of the language without a row yet. */
static const char *const planned[] = {
	"path",
	"skboutput",
	"socket_cookie",
	"uaddr",
	"unwatch",
	"dw_ustack",
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

bool function_is_planned(const char *name)
{
	for (size_t i = 0; i < sizeof(planned) / sizeof(planned[0]); i++) {
		if (strcmp(planned[i], name) == 0)
			return true;
	}
	return false;
}
