/*
 * The file is that of glibc's ldconfig: a header, entries, and the strings that they point to by
 * offsets from the header.
 */
#include "path.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

#define CACHE_MAGIC     "glibc-ld.so.cache1.1"
#define OLD_CACHE_MAGIC "ld.so-1.7.0"

/* What the flags of an entry must be for this machine's ordinary libraries (ELF of libc6). */
#if defined(__x86_64__)
#	define CACHE_FLAGS 0x0303
#elif defined(__aarch64__)
#	define CACHE_FLAGS 0x0a03
#elif defined(__s390x__)
#	define CACHE_FLAGS 0x0403
#elif defined(__powerpc64__)
#	define CACHE_FLAGS 0x0503
#elif defined(__riscv)
#	define CACHE_FLAGS 0x1003
#elif defined(__arm__)
#	define CACHE_FLAGS 0x0903
#else
#	define CACHE_FLAGS 0x0003
#endif

struct cache_header {
	char magic[20];
	uint32_t n_entries;
	uint32_t strings_size;
	uint32_t unused[5];
};

struct cache_entry {
	int32_t flags;
	uint32_t name, path; /* offsets */
	uint32_t os_version;
	uint64_t hardware;
};

struct old_header {
	char magic[12];
	uint32_t n_entries;
};

#define OLD_ENTRY_SIZE 12

/* Old caches have the new one behind their entries. */
static size_t find_header(const uint8_t *cache, size_t size)
{
	struct old_header old;
	if (size < sizeof(old))
		return 0;
	memcpy(&old, cache, sizeof(old));
	if (memcmp(old.magic, OLD_CACHE_MAGIC, strlen(OLD_CACHE_MAGIC)) != 0)
		return 0;
	size_t end = sizeof(old) + (size_t)old.n_entries * OLD_ENTRY_SIZE;
	return (end + 7) & ~(size_t)7;
}

static const char *text_at(const uint8_t *cache, size_t size, uint32_t offset)
{
	if (offset >= size || !memchr(cache + offset, 0, size - offset))
		return NULL;
	return (const char *)cache + offset;
}

/* "libfoo.so.1" itself; "libfoo" and "libfoo.so" any version. */
static bool is_match(const char *entry, const char *name)
{
	size_t size = strlen(name);
	if (strncmp(entry, name, size) != 0)
		return false;
	return !entry[size] || !strncmp(entry + size, ".so", 3) ||
	       (size > 3 && !strcmp(name + size - 3, ".so") && entry[size] == '.');
}

int rt_path_parse_cache(const uint8_t *cache, size_t size, const char *name, char **path)
{
	struct cache_header header;
	struct cache_entry entry;
	size_t start = find_header(cache, size);
	if (start > size || size - start < sizeof(header))
		return -EINVAL;
	cache += start;
	size -= start;
	memcpy(&header, cache, sizeof(header));
	if (memcmp(header.magic, CACHE_MAGIC, sizeof(header.magic)) != 0)
		return -EINVAL;
	if (header.n_entries > (size - sizeof(header)) / sizeof(entry))
		return -EINVAL;
	for (uint32_t i = 0; i < header.n_entries; i++) {
		memcpy(&entry, cache + sizeof(header) + i * sizeof(entry), sizeof(entry));
		const char *entry_name = text_at(cache, size, entry.name);
		const char *entry_path = text_at(cache, size, entry.path);
		if (entry.flags != CACHE_FLAGS || !entry_name || !entry_path ||
		    !is_match(entry_name, name))
			continue;
		*path = strdup(entry_path);
		return *path ? 0 : -ENOMEM;
	}
	return -ENOENT;
}

int rt_path_library(const char *name, char **path)
{
	char *cache;
	size_t size;
	int err = rt_file_read("/etc/ld.so.cache", &cache, &size);
	if (err)
		return err;
	err = rt_path_parse_cache((const uint8_t *)cache, size, name, path);
	free(cache);
	return err;
}
