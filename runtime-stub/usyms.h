/*
 * Names of functions of processes: their mappings out of /proc, the names out of
 * the mapped files, each file read once. What was read stays, so names are right
 * after the process has ended; beyond the bounds in usyms.c it is forgotten.
 */
#ifndef RUNTIME_STUB_USYMS_H
#define RUNTIME_STUB_USYMS_H

#include <stdint.h>

struct rt;
struct rt_process;

/* The process as it is now (another program after an exec). NULL: not known, and gone. */
struct rt_process *rt_process_find(struct rt *rt, uint32_t pid);

struct rt_usym {
	const char *name; /* of the function; NULL: unknown */
	uint64_t offset;  /* from its start */
	const char *file; /* mapped there; NULL: none */
};

/* What is at an address. The texts live until the next call of rt_process_find. */
struct rt_usym rt_usym_find(struct rt *rt, struct rt_process *process, uint64_t address);

#endif
