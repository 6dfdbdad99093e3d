/*
 * The probe kinds as the compiler sees them: one row for each row of skeleton/probe.def, with what a
 * block on such a probe may use, how its attach point is checked, and the BPF section it becomes.
 */
#ifndef SEMA_PROBE_KIND_H
#define SEMA_PROBE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "abi.h"
#include "sema/type.h"

enum probe_flag {
	PROBE_HAS_ARGS = 1, /* typed args */
	PROBE_HAS_ARGN = 2, /* arg0, arg1, ... */
	PROBE_HAS_RETVAL = 4,
	PROBE_HAS_FUNC = 8,
	PROBE_HAS_CONTEXT = 16,  /* ctx */
	PROBE_HAS_REGS = 32,     /* reg(), usermode */
	PROBE_IS_USER = 64,      /* pointers are of the user address space */
	PROBE_FILTERS_PID = 128, /* -p is a test at the program's start (language.md 2) */
	PROBE_NEEDS_BTF_TARGET =
		256, /* the program names its target when loaded: one program an attach point */
	PROBE_IS_PLANNED = 512, /* not available in this version */
	PROBE_CAN_SIGNAL = 1024, /* its event is the current process's own */
	PROBE_CAN_OVERRIDE = 2048,
	PROBE_HAS_SOCKETS = 4096, /* helpers that take a socket or packet which the verifier trusts */
	PROBE_HAS_PATHS = 8192,   /* bpf_d_path() */
};

struct probe_kind {
	enum abi_probe_kind kind;
	const char *name, *alias, *alias2;
	unsigned flags;
	const char *section; /* "tracepoint", "raw_tp", "perf_event", "fentry" */
	const char *syntax;  /* for help: "tracepoint:category:event" */
	const char *help;
};

const struct probe_kind *
probe_kind_find(const char *provider); /* any spelling, any case; NULL if none */
const struct probe_kind *probe_kind_rows(size_t *count);

struct tracepoint; /* kernel/kernel.h */
struct call_place; /* sema/call_abi.h */

/* node->attach_point.target: what sema found out about one attach point. */
struct probe_target {
	const struct tracepoint *tracepoint; /* TRACEPOINT, if the target's kernel tells */
	bool is_pattern; /* wildcards: it stands for any number of events */
	/*
	 * Of a pattern: the name of the match that tracepoint or prototype and the types are of, and of one
	 * that lacks some of its args, which are not among args therefore. NULL: none is known.
	 */
	const char *match, *other;
	const struct ctype *
		prototype; /* FENTRY FEXIT RAWTRACEPOINT UPROBE (and KPROBE): parameters, result; or NULL */
	const struct type *args;   /* RECORD: type of `args`, NULL if unknown */
	const char *args_error;    /* UPROBE: why it is unknown, to go behind a colon */
	const char *build_id;   /* UPROBE: of the file that args are of, in hex digits; or NULL */
	const struct call_place *places; /* UPROBE: of each member of the prototype */
	const struct type *retval; /* FEXIT: typed; others uint64 */
	const char *
		name; /* canonical name if it does not depend on the target machine (language.md 2.1), else NULL */
};

#endif
