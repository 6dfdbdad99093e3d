/*
 * The kinds of declared maps as a table: map_kind.def's rows.
 */
#ifndef SEMA_MAP_KIND_H
#define SEMA_MAP_KIND_H

#include <stdbool.h>
#include <stddef.h>

struct map_kind {
	const char *name;
	const char *bpf_type; /* "BPF_MAP_TYPE_HASH" */
	bool is_percpu;
	const char *help;
};

/* NULL if there is no such kind. */
const struct map_kind *map_kind_find(const char *name);
const struct map_kind *map_kind_rows(size_t *count);

#endif
