#include "sema/probe_kind.h"

#include <string.h>
#include <strings.h>

/* What the kinds of kernel functions, user functions and perf events have in common. */
#define OF_FUNCTION (PROBE_HAS_FUNC | PROBE_HAS_CONTEXT | PROBE_HAS_REGS)
#define OF_KERNEL   (OF_FUNCTION | PROBE_FILTERS_PID | PROBE_CAN_SIGNAL)
#define OF_USER     (OF_FUNCTION | PROBE_IS_USER | PROBE_CAN_SIGNAL)
#define OF_TRACING                                                                              \
	(PROBE_HAS_ARGS | PROBE_FILTERS_PID | PROBE_NEEDS_BTF_TARGET | PROBE_CAN_SIGNAL |       \
	 PROBE_HAS_SOCKETS)
#define OF_EVENT    (PROBE_HAS_CONTEXT | PROBE_HAS_REGS)

/* Spellings stand in skeleton/probe.def, the rest in probe_kind.def. ORDER PROBE */
static const struct probe_kind rows[N_ABI_PROBES] = {
#define PROBE(KIND, short_name, name_alias, name_alias2)                                   \
	[ABI_PROBE_##KIND].kind = ABI_PROBE_##KIND, [ABI_PROBE_##KIND].name = #short_name, \
	[ABI_PROBE_##KIND].alias = name_alias, [ABI_PROBE_##KIND].alias2 = name_alias2,
#include "probe.def"
#define PROBE_KIND(KIND, row_flags, row_section, row_syntax, row_help)                      \
	[ABI_PROBE_##KIND].flags = (row_flags), [ABI_PROBE_##KIND].section = (row_section), \
	[ABI_PROBE_##KIND].syntax = (row_syntax), [ABI_PROBE_##KIND].help = (row_help),
#include "sema/probe_kind.def"
};

static bool is_spelling(const struct probe_kind *row, const char *text,
			int (*compare)(const char *, const char *))
{
	return compare(row->name, text) == 0 ||
	       (row->alias != NULL && compare(row->alias, text) == 0) ||
	       (row->alias2 != NULL && compare(row->alias2, text) == 0);
}

const struct probe_kind *probe_kind_find(const char *provider)
{
	/* As written first: U is a usdt, u a uprobe. */
	for (size_t i = 0; i < N_ABI_PROBES; i++) {
		if (is_spelling(&rows[i], provider, strcmp))
			return &rows[i];
	}
	for (size_t i = 0; i < N_ABI_PROBES; i++) {
		if (is_spelling(&rows[i], provider, strcasecmp))
			return &rows[i];
	}
	return NULL;
}

const struct probe_kind *probe_kind_rows(size_t *count)
{
	*count = N_ABI_PROBES;
	return rows;
}
