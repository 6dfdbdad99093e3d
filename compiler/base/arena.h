/*
 * Memory of one compilation. Everything that a stage makes lives in an arena
 * and dies with it; nothing is freed one by one. Running out of memory ends
 * the process with a message (exit status 3), so no caller tests for NULL.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);

/* Frees the arena and everything in it; NULL is allowed. */
void arena_free(struct arena *arena);

/* Zeroed memory, aligned for any type. A size of 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);

/* Grows the block old (of old_size bytes, may be NULL) to new_size; new bytes are zero. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* Copies of text, always NUL-terminated. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t size);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args);

/* Zeroed object of a type. */
#define arena_new_of(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

#endif
