#include "elf_debug_file.h"

#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf_image.h"

#define DIRECTORY "/usr/lib/debug/.build-id/"

#define MIN_ID 2
#define MAX_ID 64

/* The note's description, which is the build id; NULL: that is no such note. */
static const unsigned char *build_id(const char *note, size_t size, size_t *id_size)
{
	Elf64_Nhdr header; // the same in both word sizes
	if (size < sizeof(header))
		return NULL;
	memcpy(&header, note, sizeof(header));
	size_t at = sizeof(header) + sizeof(ELF_NOTE_GNU);
	if (header.n_type != NT_GNU_BUILD_ID || header.n_namesz != sizeof(ELF_NOTE_GNU) ||
	    header.n_descsz < MIN_ID || header.n_descsz > MAX_ID || at + header.n_descsz > size)
		return NULL;
	*id_size = header.n_descsz;
	return (const unsigned char *)note + at;
}

static int open_of_id(const unsigned char *id, size_t size)
{
	char digits[2 * MAX_ID + 1];
	char path[sizeof(DIRECTORY) + sizeof(digits) + sizeof("/.debug")];
	struct stat status;
	for (size_t i = 0; i < size; i++)
		snprintf(digits + 2 * i, 3, "%02x", id[i]);
	snprintf(path, sizeof(path), DIRECTORY "%.2s/%s.debug", digits, digits + 2);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || (!fstat(fd, &status) && S_ISREG(status.st_mode)))
		return fd;
	close(fd);
	return -1;
}

int rt_debug_file_open(const struct rt_elf_image *image)
{
	const struct rt_elf_section *section = rt_elf_image_section(image, ".note.gnu.build-id");
	char *note = section ? rt_elf_image_part(image, section->offset, section->size) : NULL;
	size_t size;
	const unsigned char *id = note ? build_id(note, section->size, &size) : NULL;
	int fd = id ? open_of_id(id, size) : -1;
	free(note);
	return fd;
}

/* A path that begins in the directory of the image's own file. */
static int open_beside(const struct rt_elf_image *image, const char *name)
{
	char link[40];
	char path[PATH_MAX];
	char *slash;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", image->fd);
	ssize_t length = readlink(link, path, sizeof(path) - 1);
	if (length <= 0)
		return -1;
	path[length] = '\0';
	slash = strrchr(path, '/');
	if (!slash || (size_t)(slash + 1 - path) + strlen(name) >= sizeof(path))
		return -1;
	memcpy(slash + 1, name, strlen(name) + 1);
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

int rt_package_open(const struct rt_elf_image *image)
{
	char link[40];
	char path[PATH_MAX];
	struct stat status;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", image->fd);
	ssize_t length = readlink(link, path, sizeof(path) - sizeof(".dwp"));
	if (length <= 0 || (size_t)length == sizeof(path) - sizeof(".dwp"))
		return -1;
	memcpy(path + length, ".dwp", sizeof(".dwp"));
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || (!fstat(fd, &status) && S_ISREG(status.st_mode)))
		return fd;
	close(fd);
	return -1;
}

int rt_supplement_open(const struct rt_elf_image *image)
{
	const struct rt_elf_section *section = rt_elf_image_section(image, ".gnu_debugaltlink");
	char *link = section ? rt_elf_image_part(image, section->offset, section->size) : NULL;
	size_t length = link ? strnlen(link, section->size) : 0;
	int fd = -1;
	if (link && length && length < section->size) {
		size_t id_size = section->size - length - 1;
		if (id_size >= MIN_ID && id_size <= MAX_ID)
			fd = open_of_id((const unsigned char *)link + length + 1, id_size);
		if (fd < 0 && link[0] == '/')
			fd = open(link, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		else if (fd < 0)
			fd = open_beside(image, link);
	}
	free(link);
	return fd;
}

/* "PREFIX/DIRECTORY/SUB/NAME" */
static int open_in(const char *prefix, const char *directory, const char *sub, const char *name)
{
	char *path;
	if (asprintf(&path, "%s%s%s%s", prefix, directory, sub, name) < 0)
		return -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	free(path);
	return fd;
}

int rt_debug_link_open(const struct rt_elf_image *image, const char *path)
{
	const struct rt_elf_section *section = rt_elf_image_section(image, ".gnu_debuglink");
	char *link = section ? rt_elf_image_part(image, section->offset, section->size) : NULL;
	char *resolved = link ? realpath(path, NULL) : NULL;
	char *slash = resolved ? strrchr(resolved, '/') : NULL;
	int fd = -1;
	if (slash && *link && !strchr(link, '/')) {
		bool is_itself = !strcmp(slash + 1, link);
		*slash = 0;
		fd = is_itself ? -1 : open_in("", resolved, "/", link);
		if (fd < 0)
			fd = open_in("", resolved, "/.debug/", link);
		if (fd < 0)
			fd = open_in("/usr/lib/debug", resolved, "/", link);
	}
	free(resolved);
	free(link);
	return fd;
}
