/* Allocation that ends the program when it fails. The runner is short-lived: nothing is freed. */
#ifndef RUNTEST_MEMORY_H
#define RUNTEST_MEMORY_H

#include <stddef.h>

void memory_fail(void) __attribute__((noreturn));
void *memory_new(size_t size); /* zeroed */
void *memory_grow(void *old, size_t size);
char *memory_string(const char *text);
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
