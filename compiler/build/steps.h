/*
 * The steps from generated C to an executable, each one program run in the
 * work directory, so that no path of the builder gets into its output.
 * Each returns false with *error set to what the program said.
 */
#ifndef BUILD_STEPS_H
#define BUILD_STEPS_H

#include <stdbool.h>

#include "base/arena.h"
#include "build/toolchain.h"

struct build_files {
	const char *directory; /* the work directory */
	const char *script; /* names in it: "opens.bt", a copy that clang quotes for the verifier */
	const char *bpf_c;  /* "opens.bpf.c" */
	const char *raw_object;    /* "opens.raw.o": as clang makes it, with DWARF */
	const char *object;        /* "opens.bpf.o": BTF only */
	const char *skeleton;      /* "opens.skel.h" */
	const char *host_c;        /* "opens.c" */
	const char *executable;    /* "opens.tool" */
	const char *skeleton_name; /* prefix of its functions: a C identifier */
};

/* The names for a tool; directory is borrowed. */
struct build_files build_files_named(struct arena *arena, const char *directory, const char *tool,
				     const char *script_base);

/* bpf_c -> raw_object -> object */
bool step_object(struct arena *arena, const struct toolchain *chain,
		 const struct build_files *files, const char **error);

/* object -> skeleton */
bool step_skeleton(struct arena *arena, const struct toolchain *chain,
		   const struct build_files *files, const char **error);

/* host_c, stub, libraries -> executable */
bool step_link(struct arena *arena, const struct toolchain *chain, const struct build_files *files,
	       const char **error);

#endif
