/*
 * The steps from generated C to an executable, each one program run in the
 * work directory, so that no path of the builder gets into its output.
 * Each returns false with *error set to what the program said.
 */
#ifndef BUILD_STEPS_H
#define BUILD_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "build/toolchain.h"

/* An imported .bpf.c file that is linked to the program. */
struct build_part {
	const char *source; /* names in the work directory: "opens.part_0.c", */
	const char *object; /* "opens.part_0.o" */
	const char *home;   /* the directory of the file itself */
};

struct build_files {
	const char *directory; /* the work directory */
	const char *script; /* names in it: "opens.bt", a copy that clang quotes for the verifier */
	const char *bpf_c;  /* "opens.bpf.c" */
	const char *raw_object;    /* "opens.raw.o": as clang makes it, with DWARF */
	const char *object;        /* "opens.bpf.o": BTF only */
	const char *skeleton;      /* "opens.skel.h" */
	const char *host_c;        /* "opens.host.c" */
	const char *host_object;   /* "opens.host.o", of a tool in a bundle */
	const char *executable;    /* "opens.tool" */
	const struct build_part *parts;
	size_t n_parts;
	const char *const *c_words; /* -I and -D for them; NULL-terminated */
	const char *types; /* "opens.types.h": embedded kernel types, for host_c */
	const char *skeleton_name; /* prefix of its functions: a C identifier */
};

/* The names for a tool; directory is borrowed. */
struct build_files build_files_named(struct arena *arena, const char *directory, const char *tool,
				     const char *script_base);

/*
 * Compiles an imported .bpf.c file, or what includes it; words are -I and -D. Its functions are
 * hidden: the verifier looks at them from where they are called. *error is what clang said.
 */
bool step_part(struct arena *arena, const struct toolchain *chain, const char *directory,
	       const struct build_part *part, const char *const *words, const char **error);

/* bpf_c, parts -> raw_object -> object */
bool step_object(struct arena *arena, const struct toolchain *chain,
		 const struct build_files *files, const char **error);

/* object -> skeleton */
bool step_skeleton(struct arena *arena, const struct toolchain *chain,
		   const struct build_files *files, const char **error);

/* Leaves of the BTF file `full` what the object's relocations need, in `trimmed`; names in the directory. */
bool step_trim(struct arena *arena, const struct toolchain *chain, const struct build_files *files,
	       const char *full, const char *trimmed, const char **error);

/* host_c -> host_object, for a bundle */
bool step_host_object(struct arena *arena, const struct toolchain *chain,
		      const struct build_files *files, const char **error);

/* host_c with the entry, stub, libraries -> executable; objects: further ones (NULL-terminated), or NULL */
bool step_link(struct arena *arena, const struct toolchain *chain, const struct build_files *files,
	       const char *const *objects, const char **error);

#endif
