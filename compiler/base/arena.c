#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#	if __has_feature(address_sanitizer)
#		define ARENA_ASAN 1
#	endif
#elif defined(__SANITIZE_ADDRESS__)
#	define ARENA_ASAN 1
#endif

#ifdef ARENA_ASAN
/* Of the sanitizer's runtime; declared here because its header is not with every compiler. */
void __asan_poison_memory_region(void volatile *address, size_t size);
void __asan_unpoison_memory_region(void volatile *address, size_t size);
#	define POISON(address, size)   __asan_poison_memory_region((address), (size))
#	define UNPOISON(address, size) __asan_unpoison_memory_region((address), (size))
#	define RED_ZONE                16
#else
#	define POISON(address, size)   ((void)(address), (void)(size))
#	define UNPOISON(address, size) ((void)(address), (void)(size))
#	define RED_ZONE                0
#endif

#define ALIGNMENT      16
#define FIRST_CAPACITY (64u << 10)
#define MAX_CAPACITY   (4u << 20)

/* A block of memory from malloc; objects are cut from its front. */
struct chunk {
	struct chunk *previous;
	size_t capacity;
	size_t used;
	_Alignas(ALIGNMENT) char data[];
};

struct arena {
	struct chunk *chunk; /* the one that is being cut, or NULL */
	size_t next_capacity;
};

static _Noreturn void out_of_memory(void)
{
	fputs("tracec: out of memory\n", stderr);
	exit(3);
}

struct arena *arena_new(void)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	if (arena == NULL)
		out_of_memory();
	arena->next_capacity = FIRST_CAPACITY;
	return arena;
}

void arena_free(struct arena *arena)
{
	struct chunk *chunk;

	if (arena == NULL)
		return;
	chunk = arena->chunk;
	while (chunk != NULL) {
		struct chunk *previous = chunk->previous;

		UNPOISON(chunk->data, chunk->capacity);
		free(chunk);
		chunk = previous;
	}
	free(arena);
}

/* Space that an object of size takes in a chunk. */
static size_t padded(size_t size)
{
	if (size > SIZE_MAX / 2)
		out_of_memory();
	return (size + RED_ZONE + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/*
 * Adds a chunk with room for size. One made for a large object alone goes
 * behind the current chunk, whose rest stays in use.
 */
static struct chunk *add_chunk(struct arena *arena, size_t size)
{
	bool is_large = size > arena->next_capacity / 4;
	size_t capacity = is_large ? size : arena->next_capacity;
	struct chunk *chunk = malloc(sizeof(*chunk) + capacity);

	if (chunk == NULL)
		out_of_memory();
	chunk->capacity = capacity;
	chunk->used = 0;
	POISON(chunk->data, capacity);
	if (is_large && arena->chunk != NULL) {
		chunk->previous = arena->chunk->previous;
		arena->chunk->previous = chunk;
		return chunk;
	}
	chunk->previous = arena->chunk;
	arena->chunk = chunk;
	if (arena->next_capacity < MAX_CAPACITY)
		arena->next_capacity *= 2;
	return chunk;
}

static void *allocate(struct arena *arena, size_t size)
{
	size_t space = padded(size);
	struct chunk *chunk = arena->chunk;
	char *memory;

	if (chunk == NULL || chunk->capacity - chunk->used < space)
		chunk = add_chunk(arena, space);
	memory = chunk->data + chunk->used;
	chunk->used += space;
	UNPOISON(memory, size);
	return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(allocate(arena, size), 0, size);
}

/* Whether the block is the newest of the current chunk and the chunk has room for it to grow. */
static bool can_extend(const struct arena *arena, const char *old, size_t old_size, size_t new_size)
{
	const struct chunk *chunk = arena->chunk;
	size_t old_space = padded(old_size);

	return chunk != NULL && chunk->used >= old_space &&
	       old == chunk->data + (chunk->used - old_space) &&
	       chunk->capacity - (chunk->used - old_space) >= padded(new_size);
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
	char *memory = old;

	if (old != NULL && new_size <= old_size)
		return old;
	if (old != NULL && can_extend(arena, old, old_size, new_size)) {
		arena->chunk->used += padded(new_size) - padded(old_size);
		UNPOISON(memory, new_size);
	} else {
		memory = allocate(arena, new_size);
		if (old != NULL && old_size > 0)
			memcpy(memory, old, old_size);
	}
	if (old == NULL)
		old_size = 0;
	memset(memory + old_size, 0, new_size - old_size);
	return memory;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_strndup(struct arena *arena, const char *text, size_t size)
{
	char *copy = arena_alloc(arena, size + 1);

	if (size > 0)
		memcpy(copy, text, size);
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int size;

	va_copy(again, args);
	size = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (size < 0)
		out_of_memory();
	text = arena_alloc(arena, (size_t)size + 1);
	vsnprintf(text, (size_t)size + 1, format, args);
	return text;
}
