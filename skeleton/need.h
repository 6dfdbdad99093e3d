/*
 * What a BPF object asks of a kernel, judged against the kernel's types without loading anything: the
 * relocations (CO-RE) of fields, types and enumerators, helpers, kernel functions, types of maps and of
 * programs. The compiler asks for a target that it has a snapshot of, a tool for the host that it runs on; both get
 * the same answers from here. What stands in a branch that is not taken there (has_field(), a feature of
 * feature.def) is not asked for.
 *
 * Depends on libbpf's BTF API alone. Everything in struct needs belongs to it until needs_release.
 */
#ifndef SKELETON_NEED_H
#define SKELETON_NEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi.h"

struct btf;

enum need_kind {
#define NEED(id, word) NEED_##id,
#include "need.def"
	N_NEED_KINDS
};

enum need_verdict {
	NEED_OK,
	NEED_MISSING, /* it is not there, and a program gets to where it is needed: the kernel refuses that program */
	NEED_ABSENT,  /* it is not there, and no program needs it then */
	NEED_UNKNOWN, /* the target does not say */
	NEED_DIFFERS, /* it is there, and not what programs have of the builder's: detail says how */
};

enum need_answer { NEED_NO, NEED_YES, NEED_PERHAPS };

struct need {
	uint8_t kind;     /* enum need_kind */
	uint8_t verdict;  /* enum need_verdict */
	const char *name; /* "struct task_struct.pid", "bpf_loop", "ringbuf" */
	const char *detail; /* of one that differs; else NULL */
	const char *file; /* base name of the script, or of what it imports */
	uint32_t line;    /* in it; 0: not of a place */
};

/* One function with a section of its own: a program, by the name that abi_program has. */
struct need_program {
	const char *name;
	bool is_refused;   /* something that it needs is missing */
	uint32_t obstacle; /* then: index of the first such need */
};

struct needs {
	struct need *items; /* by kind, then in the order of the object; each thing once */
	size_t n;
	struct need_program *programs;
	size_t n_programs;
	struct need_state *state; /* what the strings live in */
};

struct need_target {
	/*
	 * The kernel's types (0), then those of each module, split from them (1, ...); NULL behind the last one.
	 * NULL for 0: the target does not say. They have to live until needs_release.
	 */
	const struct btf *(*types)(void *context, size_t i);
	/* Whether it has what a tool can do without. */
	enum need_answer (*has)(void *context, enum abi_feature feature);
	void *context;
	unsigned
		release; /* of Linux, major << 8 | minor, for what its types do not tell; 0: not known */
};

/* 0 or a negative errno: -ENOMEM, -EOPNOTSUPP for an object of the other byte order, -EINVAL for what is no BPF object of ours. */
int needs_find(struct needs *needs, const void *object, size_t size,
	       const struct need_target *target);
void needs_release(struct needs *needs);

const char *need_verdict_name(uint8_t verdict); /* "ok", "missing", "absent", "unknown" */
const char *need_kind_name(uint8_t kind);       /* "field", "helper", ... */

/* "helper bpf_loop (opens.bt:3)": what both programs print behind the verdict. Returns what snprintf does. */
int need_text(const struct need *need, char *out, size_t size);

/* The program of that name; NULL: there is none. */
const struct need_program *needs_program(const struct needs *needs, const char *name);

/* Whether a kernel of that release has a feature, by its row alone; release as in need_target. */
enum need_answer need_feature_since(enum abi_feature feature, unsigned release);

/* The same by the kernel's types, if they tell, else by its release: what may be asked without running there. */
enum need_answer need_feature_of(const struct btf *types, enum abi_feature feature,
				 unsigned release);

/* The Linux that a kernel's types are of at least, by the helpers that they name; 0: they do not tell. */
unsigned need_release_of(const struct btf *types);

#endif
