/*
 * Where executables and libraries are, by the names that people use.
 */
#ifndef RUNTIME_STUB_PATH_H
#define RUNTIME_STUB_PATH_H

#include <stddef.h>
#include <stdint.h>

/*
 * The path of an executable: a name with a slash is one, others are looked up in $PATH.
 * The caller frees *path. -ENOENT, or why the one that exists cannot be executed.
 */
int rt_path_executable(const char *name, char **path);

/* The path of "libfoo" or "libfoo.so.1", as the dynamic loader's cache has it. */
int rt_path_library(const char *name, char **path);

/* The same in a cache file's bytes. */
int rt_path_parse_cache(const uint8_t *cache, size_t size, const char *name, char **path);

#endif
