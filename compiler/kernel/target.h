/*
 * What struct kernel is inside this folder.
 */
#ifndef KERNEL_TARGET_H
#define KERNEL_TARGET_H

#include "base/vec.h"
#include "kernel/ctype_set.h"
#include "kernel/facts.h"
#include "kernel/kernel.h"

#define N_KERNEL_NAMES (KERNEL_ITERATORS + 1)

struct kernel_module {
	const char *name;
	struct ctype_set *types; /* NULL until asked for, and if it can't be read */
	bool is_read;
};

/* The structs trace_event_raw_* of one BTF. */
struct kernel_records {
	const struct ctype_set *types;
	const uint32_t *ids;
	size_t count;
};

struct kernel_name_list {
	const char *const *names;
	size_t count;
	bool is_known;
};

struct kernel {
	struct arena *arena;
	struct interner *interner;
	struct facts *facts;
	struct facts *spare; /* the lower one of layers, or NULL */

	bool is_read;            /* vmlinux was asked for */
	struct ctype_set *types; /* of vmlinux; NULL if the target has no BTF */
	struct ctype_maker *maker;

	bool modules_known;
	VEC(struct kernel_module) modules;

	VEC(struct kernel_records) records;         /* of the BTFs that were searched for one */
	VEC(const struct tracepoint *) tracepoints; /* those found so far */
	VEC(const struct ctype *)
	raw_tracepoints; /* likewise; the name of such a type is the event's */
	struct kernel_name_list names[N_KERNEL_NAMES];
};

/* Types of vmlinux, or NULL. Reads the BTF when first called. */
struct ctype_set *kernel_types(struct kernel *kernel);

/*
 * All BTFs of the target: vmlinux first (place 0), then the modules', each read when reached.
 * False behind the last one; *types may be NULL for one that can't be read.
 */
bool kernel_types_at(struct kernel *kernel, size_t place, struct ctype_set **types);

/* Name of the module at a place that was reached; "vmlinux" at the first. */
const char *kernel_name_at(const struct kernel *kernel, size_t place);

/* Makes types of this target; works without BTF too. */
struct ctype_maker *kernel_maker(struct kernel *kernel);

#endif
