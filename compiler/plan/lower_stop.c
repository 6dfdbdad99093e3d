/*
 * Whether programs can be stopped before they are detached. It costs each of their runs a load, so that only scripts
 * have it that may attach to many places: the kernel takes some 40 ms to detach one tracepoint.
 */
#include <string.h>

#include "plan/lowering.h"

#define MANY_PROBES 16

/* Of $1 the tool knows whether it is a pattern. */
static bool may_be_many(const struct abi_probe *probe)
{
	for (uint32_t i = 0; i < probe->n_parts; i++) {
		if (strpbrk(probe->parts[i], "*$"))
			return true;
	}
	return false;
}

/* Kinds whose programs the tool runs itself, before, in the end, or when it is asked. */
static bool is_run_by_tool(enum abi_probe_kind kind)
{
	return kind == ABI_PROBE_BEGIN || kind == ABI_PROBE_END || kind == ABI_PROBE_SELF ||
	       kind == ABI_PROBE_TEST || kind == ABI_PROBE_BENCH || kind == ABI_PROBE_ITER;
}

void lower_stop(struct lower *l)
{
	size_t n = 0;
	bool is_wanted = false;
	vec_foreach(struct abi_probe, probe, &l->plan->probes) {
		n += !is_run_by_tool(probe->kind);
		is_wanted |= may_be_many(probe) && !is_run_by_tool(probe->kind);
	}
	vec_foreach(struct plan_program *, program, &l->plan->programs) {
		(*program)->has_stop = (is_wanted || n >= MANY_PROBES) &&
				       !(*program)->is_subprogram &&
				       !is_run_by_tool((*program)->kind);
	}
}
