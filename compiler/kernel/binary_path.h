/*
 * The files of this machine that the first part of a user-space probe means while a tool is built.
 * A tool looks for itself, on its own machine.
 */
#ifndef KERNEL_BINARY_PATH_H
#define KERNEL_BINARY_PATH_H

#include "base/arena.h"
#include "base/vec.h"

typedef VEC(const char *) binary_path_vec;

/*
 * By a path, a command in PATH, or the name of a library ("libc", "libc.so.6"). More than one for a
 * pattern of paths, none if nothing is found.
 */
binary_path_vec binary_paths(struct arena *arena, const char *name);

#endif
