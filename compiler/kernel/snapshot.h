/*
 * Snapshots: all that a kernel says of itself, in one ELF file. Section .BTF holds the kernel's
 * types as they are, so that everything that reads BTF reads a snapshot too. The others are
 * compressed as ELF knows it (SHF_COMPRESSED, zlib):
 *
 *	.tracec.info        lines "KEY: VALUE": snapshot (of the format), release, version, machine, functions
 *	.tracec.formats     for each tracepoint "category:name", NUL, the text of its format, NUL
 *	.tracec.functions   lines "function" or "module:function": what can be traced
 *	.tracec.config      lines CONFIG_X=y
 *	.tracec.btf.MODULE  types of a module, on top of .BTF
 *
 * What the kernel did not say has no section.
 */
#ifndef KERNEL_SNAPSHOT_H
#define KERNEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct kernel;

#define SNAPSHOT_VERSION   "1"
#define SNAPSHOT_BTF       ".BTF"
#define SNAPSHOT_INFO      ".tracec.info"
#define SNAPSHOT_FORMATS   ".tracec.formats"
#define SNAPSHOT_FUNCTIONS ".tracec.functions"
#define SNAPSHOT_CONFIG    ".tracec.config"
#define SNAPSHOT_MODULE    ".tracec.btf."

struct snapshot {
	const void *data; /* the file */
	size_t size;
	bool has_types, has_config;
	size_t n_modules, n_tracepoints, n_functions; /* that are in it */
};

/*
 * Records what the kernel knows; the same knowledge gives the same bytes. False with *error set to
 * one line. The data lives in the arena.
 */
bool snapshot_record(struct arena *arena, struct kernel *kernel, struct snapshot *snapshot,
		     const char **error);

#endif
