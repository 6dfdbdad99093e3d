/*
 * The types of a kernel and of its modules as one BTF: where libbpf is given a file in place of the
 * kernel's own BTF it looks in no other.
 */
#ifndef KERNEL_MERGE_H
#define KERNEL_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct kernel;

/* As of `uname -r` and `uname -m`; NULL if the target does not say. */
const char *kernel_release(const struct kernel *kernel);
const char *kernel_machine(const struct kernel *kernel);

enum kernel_option { KERNEL_OPTION_OFF, KERNEL_OPTION_ON, KERNEL_OPTION_UNKNOWN };

/* Whether it was built with an option, "CONFIG_KPROBES", or has a module for it. */
enum kernel_option kernel_find_option(const struct kernel *kernel, const char *option);

/*
 * Writes raw BTF to path: the kernel's types, and those of each module that has one of a name that the
 * BPF object at object_path uses and the kernel has not. False with *error set to one line.
 */
bool kernel_write_types(struct kernel *kernel, const char *object_path, const char *path,
			const char **error);

/*
 * Adds to the raw BTF at path those of these enums that it lacks and the kernel or one of its modules has. False with
 * *error set to one line.
 */
bool kernel_add_enums(struct kernel *kernel, const char *path, const char *const *names, size_t n,
		      const char **error);

#endif
