/*
 * Places in the source, and functions that were inlined, for the frames of user stacks, out of the
 * debug information of the files that processes have mapped. Reached through abi_tool: only tools whose
 * script asks for it have it.
 */
#ifndef RUNTIME_STUB_DEBUG_INFO_H
#define RUNTIME_STUB_DEBUG_INFO_H

#include <stddef.h>
#include <stdint.h>

struct rt;
struct rt_process;

/* A function at an address. */
struct rt_place {
	char *name; /* of an inlined one, as people write it; NULL: the one that the code belongs to */
	char *source; /* "file:line"; NULL: not known */
};

/* The inlined ones, the innermost first, then the other. */
struct rt_places {
	struct rt_place *items;
	size_t n;
};

struct rt_debug_ops {
	/* Lives until the next call. NULL: nothing is known. */
	const struct rt_places *(*find)(struct rt *rt, struct rt_process *process,
					uint64_t address);
};

#endif
