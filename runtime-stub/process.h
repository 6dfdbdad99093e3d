/*
 * Processes and the code that they have mapped. What is noted stays after a process
 * has ended, so its addresses keep their names; beyond a bound (process.c) what is known
 * of those that ended first is forgotten.
 *
 * Nothing is taken away from a living process: of several mappings at an address the
 * newest counts. So an address that was seen before an exec finds its mapping behind it, too.
 */
#ifndef RUNTIME_STUB_PROCESS_H
#define RUNTIME_STUB_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "symbol_file.h"

#define RT_PROCESS_BUCKETS 65536
#define RT_PROGRAMS	   256

struct rt_mapping {
	uint64_t start, end;
	uint64_t offset; /* in the file */
	uint64_t time;
	struct rt_symbol_file *file; /* NULL: memory of its own, such as that of a JIT compiler */
};

struct rt_mappings;  /* of a process, shared with those that it forked */
struct rt_jit_names; /* jit_names.h */

/* What tells a process from another one of the same number, and before exec from behind it. */
struct rt_identity {
	uint64_t start_time;
	dev_t device; /* of the program */
	ino_t inode;
};

struct rt_process {
	struct rt_process *next;  /* of its bucket */
	struct rt_process *later; /* that ended after it */
	uint32_t pid;
	bool is_watched; /* what it maps is told when it happens */
	bool has_ended;
	bool was_reread;             /* since it was found last */
	struct rt_identity identity; /* when it was read */
	struct rt_mappings *mappings;
	struct rt_jit_names *jit; /* NULL: not looked for yet */
};

struct rt_processes {
	struct rt_process *buckets[RT_PROCESS_BUCKETS];
	struct rt_process *first_ended, *last_ended;
	/* Processes that ended with the same at the same addresses are known by one list: those of a program, unless their addresses
	 * are random. A list of each program, or the like. */
	bool shares_programs;
	struct rt_mappings *programs[RT_PROGRAMS];
	size_t bytes; /* of all processes and their mappings */
	bool notes_changes;
	uint32_t *changed; /* processes, of which some may be there twice */
	size_t n_changed, changed_room;
	struct rt_symbol_files files;
};

/* A new mapping, as /proc or the kernel tells it. */
struct rt_mapping_note {
	struct rt_mapped mapped;
	uint64_t offset, time;
};

/* NULL: not known. */
struct rt_process *rt_process_get(struct rt_processes *all, uint32_t pid);
/* Made if it is not known. NULL: no memory. */
struct rt_process *rt_process_make(struct rt_processes *all, uint32_t pid);

/* What happens to processes, in this order of time or nearly so. */
void rt_process_forked(struct rt_processes *all, uint32_t pid, uint32_t parent, uint64_t time);
void rt_process_mapped(struct rt_processes *all, const struct rt_mapping_note *note);
void rt_process_ended(struct rt_processes *all, uint32_t pid);

/* Notes what /proc/PID/maps shows. false: nothing, the process has ended. */
bool rt_process_read(struct rt_processes *all, struct rt_process *process);
/* The same if it is not the process that was read, but another one of this number, or behind an exec. */
bool rt_process_refresh(struct rt_processes *all, struct rt_process *process);

/* NULL: nothing is known to be mapped there. */
const struct rt_mapping *rt_process_mapping(const struct rt_process *process, uint64_t address);

/* Calls visit for each, the newest first, until it returns something else than 0. */
void rt_process_each_mapping(const struct rt_process *process,
			     int (*visit)(void *context, const struct rt_mapping *mapping),
			     void *context);

/*
 * With notes_changes: a process that has ended, or has other mappings than when it was taken last. false: there
 * is none any more.
 */
bool rt_process_take_change(struct rt_processes *all, uint32_t *pid);

void rt_processes_release(struct rt_processes *all);

#endif
