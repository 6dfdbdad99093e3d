#include "build/arch.h"

#include <string.h>
#include <sys/utsname.h>

#include "base/strbuf.h"

static const struct arch rows[] = {
#define ARCH(name, alias, debian, triplet, clang_target, target_macro, lack) \
	{ name, alias, debian, triplet, clang_target, target_macro, lack },
#include "build/arch.def"
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const struct arch *arch_find(const char *name)
{
	struct utsname host;
	if (!name && !uname(&host))
		name = host.machine;
	for (size_t i = 0; name && i < N_ROWS; i++) {
		if (strcmp(rows[i].name, name) == 0 || strcmp(rows[i].alias, name) == 0)
			return &rows[i];
	}
	return NULL;
}

const char *arch_names(struct arena *arena)
{
	struct strbuf names;
	strbuf_init(&names, arena);
	for (size_t i = 0; i < N_ROWS; i++)
		strbuf_printf(&names, "%s%s", i ? ", " : "", rows[i].name);
	return strbuf_text(&names);
}
