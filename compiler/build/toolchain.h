/*
 * The programs and files that a build needs: clang, bpftool, a C compiler with
 * a linker, and tracec's own parts (stub library, BPF headers) beside its executable.
 */
#ifndef BUILD_TOOLCHAIN_H
#define BUILD_TOOLCHAIN_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"

struct toolchain {
	const char *clang;   /* TRACEC_CLANG, else the newest clang of PATH */
	const char *bpftool; /* TRACEC_BPFTOOL, else bpftool */
	const char *cc;      /* TRACEC_CC, else cc */
	const char
		*lld_dir; /* directory with an ld.lld that goes with clang; NULL: cc's own linker */
	const char *parts; /* <prefix>/lib/tracec */
	FILE *trace;       /* of -v: commands are printed there; NULL: not */
};

/* Finds tracec's own parts from /proc/self/exe. False with *error set to one line. */
bool toolchain_find_parts(struct arena *arena, struct toolchain *chain, const char **error);

/* Finds clang alone. False with *error set to one line. */
bool toolchain_find_clang(struct arena *arena, struct toolchain *chain, const char **error);

/* Finds the programs too. False with *error naming what is missing and the package that has it. */
bool toolchain_find(struct arena *arena, struct toolchain *chain, const char **error);

#endif
