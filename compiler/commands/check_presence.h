/*
 * Whether a target has what the probes of a plan attach to, and which of several would be taken.
 */
#ifndef COMMANDS_CHECK_PRESENCE_H
#define COMMANDS_CHECK_PRESENCE_H

#include "commands/check_needs.h"
#include "commands/compilation.h"

enum presence {
	PRESENCE_HERE,
	PRESENCE_MISSING,
	PRESENCE_UNKNOWN, /* the target does not say */
	PRESENCE_HOST,    /* that is decided by the host: binaries, processes, timers */
	PRESENCE_UNUSED,  /* one that stands before it in `a || b` is there */
	PRESENCE_REFUSED, /* it is there, but its program needs something that is not */
};

struct probe_verdict {
	enum presence presence;
	const struct need *obstacle; /* REFUSED: what is not there */
	const char *
		lack; /* REFUSED: what no mechanism that might serve can do without; NULL: obstacle says it */
	const char *
		mechanism; /* by which the probe would attach, as -v of a tool names it; NULL: not decided here */
};

const char *presence_name(enum presence presence);

/*
 * A verdict for each probe of the plan, in the arena; needs: of the plan's object on that kernel.
 */
struct probe_verdict *check_presence(struct arena *arena, struct kernel *kernel,
				     const struct plan *plan, const struct check_needs *needs);

/* How many probes, or chains `a || b`, the target has nothing of, though the script does not allow that. */
size_t check_count_missing(const struct plan *plan, const struct probe_verdict *verdicts);

#endif
