#include "zip.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

/* Little-endian, and not aligned. */
static uint32_t number(const uint8_t *bytes, size_t size)
{
	uint32_t n = 0;
	for (size_t i = size; i-- > 0;)
		n = n << 8 | bytes[i];
	return n;
}

#define END_SIZE     22 /* of the record at the end, whose comment may be 65535 bytes */
#define CENTRAL_SIZE 46
#define LOCAL_SIZE   30

static bool has_signature(const uint8_t *bytes, const char *signature)
{
	return !memcmp(bytes, signature, 4);
}

/* The record at the end. NULL: there is none. */
static const uint8_t *find_end(const uint8_t *bytes, size_t size)
{
	size_t most = END_SIZE + 65535;
	for (size_t n = END_SIZE; n <= size && n <= most; n++)
		if (has_signature(bytes + size - n, "PK\5\6"))
			return bytes + size - n;
	return NULL;
}

/* Where the entry's bytes begin is told by its own header. */
static int take(const uint8_t *bytes, size_t size, const uint8_t *central,
		struct rt_zip_entry *entry)
{
	uint64_t local = number(central + 42, 4);
	if (number(central + 10, 2))
		return -ENOTSUP;
	if (local + LOCAL_SIZE > size || !has_signature(bytes + local, "PK\3\4"))
		return -EINVAL;
	entry->size = number(central + 20, 4);
	entry->offset = local + LOCAL_SIZE + number(bytes + local + 26, 2) +
			number(bytes + local + 28, 2);
	return entry->offset + entry->size > size ? -EINVAL : 0;
}

static int find(const uint8_t *bytes, size_t size, const char *name, struct rt_zip_entry *entry)
{
	const uint8_t *end = find_end(bytes, size);
	uint64_t at = end ? number(end + 16, 4) : 0;
	uint32_t n = end ? number(end + 10, 2) : 0;
	if (!end)
		return -EINVAL;
	for (uint32_t i = 0; i < n; i++) {
		if (at + CENTRAL_SIZE > size || !has_signature(bytes + at, "PK\1\2"))
			return -EINVAL;
		const uint8_t *central = bytes + at;
		size_t length = number(central + 28, 2);
		at += CENTRAL_SIZE + length;
		if (at > size)
			return -EINVAL;
		if (length == strlen(name) && !memcmp(central + CENTRAL_SIZE, name, length))
			return take(bytes, size, central, entry);
		at += number(central + 30, 2) + number(central + 32, 2);
	}
	return -ENOENT;
}

int rt_zip_find(int fd, const char *name, struct rt_zip_entry *entry)
{
	struct stat status;
	if (fstat(fd, &status))
		return -errno;
	if (status.st_size < END_SIZE || status.st_size > UINT32_MAX)
		return -EINVAL;
	size_t size = (size_t)status.st_size;
	void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return -errno;
	int err = find(bytes, size, name, entry);
	munmap(bytes, size);
	return err;
}

int rt_zip_copy(int fd, const struct rt_zip_entry *entry)
{
	off_t from = (off_t)entry->offset;
	uint64_t left = entry->size;
	int copy = memfd_create("zip", MFD_CLOEXEC);
	while (copy >= 0 && left) {
		ssize_t n = sendfile(copy, fd, &from, left);
		if (n <= 0) {
			int err = n ? -errno : -EINVAL;
			close(copy);
			return err;
		}
		left -= (uint64_t)n;
	}
	return copy < 0 ? -errno : copy;
}
