#include "guest/image.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* The header of an x86 image (Documentation/arch/x86/boot.rst). */
#define MAGIC_PLACE   0x202 /* "HdrS" */
#define VERSION_PLACE 0x20e /* u16: where the text of the version is, less 0x200 */
#define HEAD_SIZE     0x8000

const char *image_release(struct arena *arena, const char *path)
{
	char head[HEAD_SIZE];
	uint16_t place = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof(head) - 1);
	if (fd >= 0)
		close(fd);
	if (n < VERSION_PLACE + 2 || memcmp(head + MAGIC_PLACE, "HdrS", 4) != 0)
		return NULL;
	head[n] = '\0';
	memcpy(&place, head + VERSION_PLACE, sizeof(place));
	const char *version = head + 0x200 + place;
	if (!place || 0x200 + place >= n)
		return NULL;
	return arena_strndup(arena, version, strcspn(version, " \n"));
}
