/*
 * Where knowledge about a target comes from: the running system, a file, nothing.
 * kernel.c asks a source once for each thing and keeps the answer.
 */
#ifndef KERNEL_FACTS_H
#define KERNEL_FACTS_H

#include <bpf/btf.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/intern.h"
#include "kernel/kernel.h"

struct facts;

enum facts_text {
	FACTS_RELEASE, /* as of uname -r, -v, -m */
	FACTS_VERSION,
	FACTS_MACHINE,
	FACTS_CONFIG,              /* what the kernel was configured with, a line CONFIG_X=y each */
	FACTS_SOURCE_OF_FUNCTIONS, /* which file named them */
};
#define N_FACTS_TEXTS (FACTS_SOURCE_OF_FUNCTIONS + 1)

/* Every operation may be NULL: such a source does not know. Results live in the source's arena. */
struct facts_operations {
	bool (*has_btf)(const struct facts *facts);

	/* The kernel's BTF, or NULL. Asked for once; the caller owns it. */
	struct btf *(*vmlinux)(struct facts *facts);

	/* Names of the modules that have BTF of their own, and the BTF of one; the caller owns it. */
	const char *const *(*modules)(const struct facts *facts, size_t *count);
	struct btf *(*module)(const struct facts *facts, const char *name, struct btf *base);

	/* Whether formats are known at all: then an event without one does not exist. */
	bool (*has_formats)(const struct facts *facts);

	/* Text of a tracepoint's format, or NULL. */
	const char *(*format)(const struct facts *facts, const char *category, const char *name);

	/* All tracepoints as "category:name", in any order. */
	const char *const *(*tracepoints)(const struct facts *facts, size_t *count);

	/* Functions that can be traced, as in kernel/functions.h. */
	const char *const *(*functions)(const struct facts *facts, size_t *count);

	/* NULL if unknown. */
	const char *(*text)(const struct facts *facts, enum facts_text which);
};

struct facts {
	const struct facts_operations *operations;
	struct arena *arena;
	const char *description;
};

/* A directory with vmlinux and the modules' BTF files, and one as tracefs. Neither needs to exist. */
struct facts *facts_live(struct arena *arena, const char *btf_directory, const char *tracefs,
			 const char *description);

/*
 * Lets such facts know the rest of the running system too: its functions, its version and its
 * config, below proc, debugfs and boot ("/proc", ...).
 */
void facts_live_add_system(struct facts *facts, const char *proc, const char *debugfs,
			   const char *boot);

/* Where tracefs is, or would be, mounted. */
const char *facts_find_tracefs(void);

/* A BTF file, open until vmlinux is asked for. NULL with *error set if it can't be used. */
struct facts *facts_file(struct arena *arena, const char *path, const char **error);

/* A file that tracec snapshot wrote. NULL with *error NULL if it is another file. */
struct facts *facts_snapshot(struct arena *arena, const char *path, const char **error);

/* Whether they say both which types and which tracepoints there are. */
bool facts_are_enough(const struct facts *facts);

/* What upper does not know, lower is asked for. Both are borrowed. */
struct facts *facts_layers(struct arena *arena, struct facts *upper, struct facts *lower);

struct facts *facts_none(struct arena *arena);

/* A kernel that knows what the facts say. */
struct kernel *kernel_open_facts(struct arena *arena, struct interner *interner,
				 struct facts *facts);

#endif
