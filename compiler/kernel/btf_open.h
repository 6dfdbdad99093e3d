/*
 * BTF from files, by libbpf and in silence. Errors are one line in the arena.
 */
#ifndef KERNEL_BTF_OPEN_H
#define KERNEL_BTF_OPEN_H

#include <bpf/btf.h>

#include "base/arena.h"

/*
 * Raw BTF, or an ELF file with a .BTF section. With a base, the file holds a module's types on
 * top of it. NULL with *error set (error may be NULL) if it can't be used. The caller frees it.
 */
struct btf *btf_open_file(struct arena *arena, const char *path, struct btf *base,
			  const char **error);

/* The same for BTF in memory, which is copied; NULL if it is none. */
struct btf *btf_open_data(struct arena *arena, const void *data, size_t size, struct btf *base);

#endif
