#include "sema/map_kind.h"

#include <string.h>

static const struct map_kind rows[] = {
#define MAP_KIND(name, bpf_type, is_percpu, help) { #name, bpf_type, is_percpu, help },
#include "sema/map_kind.def"
};

const struct map_kind *map_kind_rows(size_t *count)
{
	*count = sizeof(rows) / sizeof(rows[0]);
	return rows;
}

const struct map_kind *map_kind_find(const char *name)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}
