/*
 * Names of functions of processes, out of the files that they have mapped. Names are
 * right after a process has ended, if the tool was prepared for it: then what processes
 * map is noted while they live. Else it is looked for when the first name is asked for.
 */
#ifndef RUNTIME_STUB_USYMS_H
#define RUNTIME_STUB_USYMS_H

#include <stdbool.h>
#include <stdint.h>

struct rt;
struct rt_process;
struct rt_processes;
struct rt_symbol_file;
struct rt_symbol_files;

/* For rt_value_ops.prepare. */
int rt_usyms_prepare(struct rt *rt);

/*
 * Has all changes noted of what processes map, and calls settled when there are some. NULL: no memory.
 * Before rt_usyms_prepare; the processes live as long as the tool.
 */
struct rt_processes *rt_usyms_follow(struct rt *rt, void (*settled)(void *context), void *context);

/* What is known of a process. NULL: no memory. */
struct rt_process *rt_process_find(struct rt *rt, uint32_t pid);

struct rt_usym {
	const char *name; /* of the function; NULL: unknown */
	uint64_t offset;  /* from its start */
	const char *file; /* mapped there; NULL: none */
};

/* What is at an address. The texts live until the next call of this or of rt_process_find. */
struct rt_usym rt_usym_find(struct rt *rt, struct rt_process *process, uint64_t address);

/* A byte of a file that is mapped at an address. */
struct rt_user_place {
	struct rt_symbol_files *files;
	struct rt_symbol_file *file;
	uint64_t offset;
	uint32_t pid;
};

/* false: no file is mapped there. Lives as rt_usym_find's result. */
bool rt_usym_place(struct rt *rt, struct rt_process *process, uint64_t address,
		   struct rt_user_place *place);

#endif
