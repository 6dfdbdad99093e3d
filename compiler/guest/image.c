#include "guest/image.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The header of an x86 image (Documentation/arch/x86/boot.rst). */
#define MAGIC_PLACE   0x202 /* "HdrS" */
#define VERSION_PLACE 0x20e /* u16: where the text of the version is, less 0x200 */
#define HEAD_SIZE     0x8000

/* An image of arm64 or riscv that is not compressed (Documentation/arch/arm64/booting.rst): no place is told. */
#define OTHER_MAGIC_PLACE 0x38 /* "ARM\x64", "RSC\x05" */

static const char *release_in_text(struct arena *arena, int fd)
{
	static const char before[] = "Linux version ";
	struct stat status;
	const char *release = NULL;
	if (fstat(fd, &status) < 0 || status.st_size <= 0)
		return NULL;
	size_t size = (size_t)status.st_size;
	const char *text = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (text == MAP_FAILED)
		return NULL;
	const char *end = text + size;
	for (const char *at = text; !release && at;) {
		at = memmem(at, (size_t)(end - at), before, strlen(before));
		at = at ? at + strlen(before) : NULL;
		const char *blank = at ? memchr(at, ' ', (size_t)(end - at)) : NULL;
		/* The format of the text may stand before the text itself. */
		if (blank && *at >= '0' && *at <= '9' && blank - at < 128)
			release = arena_strndup(arena, at, (size_t)(blank - at));
	}
	munmap((void *)text, size);
	return release;
}

static const char *release_of_x86(struct arena *arena, char *head, ssize_t n)
{
	uint16_t place = 0;
	head[n] = '\0';
	memcpy(&place, head + VERSION_PLACE, sizeof(place));
	const char *version = head + 0x200 + place;
	if (!place || 0x200 + place >= n)
		return NULL;
	return arena_strndup(arena, version, strcspn(version, " \n"));
}

const char *image_release(struct arena *arena, const char *path)
{
	char head[HEAD_SIZE];
	const char *release = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof(head) - 1);
	if (n >= VERSION_PLACE + 2 && memcmp(head + MAGIC_PLACE, "HdrS", 4) == 0)
		release = release_of_x86(arena, head, n);
	else if (n > OTHER_MAGIC_PLACE + 4 &&
		 (memcmp(head + OTHER_MAGIC_PLACE, "ARM\x64", 4) == 0 ||
		  memcmp(head + OTHER_MAGIC_PLACE, "RSC\x05", 4) == 0))
		release = release_in_text(arena, fd);
	if (fd >= 0)
		close(fd);
	return release;
}
