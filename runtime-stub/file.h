/*
 * Small files of /proc and /sys.
 */
#ifndef RUNTIME_STUB_FILE_H
#define RUNTIME_STUB_FILE_H

#include <stddef.h>
#include <stdint.h>

/* The whole file as a string of *size bytes, which the caller frees (size may be NULL). */
int rt_file_read(const char *path, char **text, size_t *size);

/* The number that a file begins with. */
int rt_file_read_number(const char *path, uint64_t *value);

#endif
