#include "base/intern.h"

#include <stdint.h>
#include <string.h>

#define FIRST_CAPACITY 256

struct entry {
	const char *text; /* NULL: free */
	size_t size;
	uint64_t hash;
};

/* Open addressing with linear probing; the capacity is a power of two. */
struct interner {
	struct arena *arena;
	struct entry *entries;
	size_t capacity;
	size_t count;
};

struct interner *interner_new(struct arena *arena)
{
	struct interner *interner = arena_new_of(arena, struct interner);

	interner->arena = arena;
	interner->capacity = FIRST_CAPACITY;
	interner->entries = arena_alloc(arena, FIRST_CAPACITY * sizeof(struct entry));
	return interner;
}

/* FNV-1a. */
static uint64_t hash_bytes(const char *text, size_t size)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3;
	return hash;
}

/* The text's entry, or the free one where it belongs. */
static struct entry *find_entry(struct entry *entries, size_t capacity, const char *text,
				size_t size, uint64_t hash)
{
	size_t i = hash & (capacity - 1);

	while (entries[i].text != NULL) {
		if (entries[i].hash == hash && entries[i].size == size &&
		    memcmp(entries[i].text, text, size) == 0)
			break;
		i = (i + 1) & (capacity - 1);
	}
	return &entries[i];
}

static void grow(struct interner *interner)
{
	size_t capacity = interner->capacity * 2;
	struct entry *entries = arena_alloc(interner->arena, capacity * sizeof(*entries));

	for (size_t i = 0; i < interner->capacity; i++) {
		const struct entry *old = &interner->entries[i];

		if (old->text != NULL)
			*find_entry(entries, capacity, old->text, old->size, old->hash) = *old;
	}
	interner->entries = entries;
	interner->capacity = capacity;
}

const char *intern(struct interner *interner, const char *text)
{
	return intern_n(interner, text, strlen(text));
}

const char *intern_n(struct interner *interner, const char *text, size_t size)
{
	uint64_t hash = hash_bytes(text, size);
	struct entry *entry;

	if (interner->count >= interner->capacity / 2)
		grow(interner);
	entry = find_entry(interner->entries, interner->capacity, text, size, hash);
	if (entry->text == NULL) {
		entry->text = arena_strndup(interner->arena, text, size);
		entry->size = size;
		entry->hash = hash;
		interner->count++;
	}
	return entry->text;
}
