/*
 * The programs and files that a build needs: clang, bpftool, a C compiler with
 * a linker, and tracec's own parts (stub library, BPF headers) beside its executable.
 */
#ifndef BUILD_TOOLCHAIN_H
#define BUILD_TOOLCHAIN_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "build/arch.h"

struct toolchain {
	const struct arch *arch; /* that tools are built for */
	const char *clang;       /* TRACEC_CLANG, else the newest clang of PATH */
	const char *bpftool;     /* TRACEC_BPFTOOL, else bpftool */
	const char *cc;          /* TRACEC_CC, else cc */
	const char
		*lld_dir; /* directory with an ld.lld that goes with clang; NULL: cc's own linker */
	const char *parts; /* <prefix>/lib/tracec */
	const char *
		stub_dir; /* the same; for another machine the directory in it with that machine's name */
	FILE *trace; /* of -v: commands are printed there; NULL: not */
};

/* Finds tracec's own parts from /proc/self/exe. False with *error set to one line. */
bool toolchain_find_parts(struct arena *arena, struct toolchain *chain, const char **error);

/* Finds clang alone, to compile for a machine (NULL: this one). False with *error set to one line. */
bool toolchain_find_clang(struct arena *arena, struct toolchain *chain, const char *arch,
			  const char **error);

/*
 * Finds the programs too, for tools of a machine (NULL: this one). False with *error naming what is
 * missing and the package that has it.
 */
bool toolchain_find(struct arena *arena, struct toolchain *chain, const char *arch,
		    const char **error);

#endif
