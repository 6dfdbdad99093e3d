#include "guest/cpio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/vec.h"

	struct cpio {
	struct arena *arena;
	FILE *file;
	const char *path;
	const char *error; /* the first one */
	unsigned inode;
	VEC(const char *) directories; /* that are in it */
};

static void fail(struct cpio *cpio, const char *path)
{
	if (!cpio->error)
		cpio->error = arena_printf(cpio->arena, "%s: %s", path, strerror(errno));
}

/* What is written is compressed, the fast way: half of a guest's memory would be its archive else. */
static ssize_t write_packed(void *cookie, const char *bytes, size_t size)
{
	int n = size ? gzwrite(cookie, bytes, (unsigned)size) : 0;
	return n > 0 ? n : 0;
}

static int close_packed(void *cookie)
{
	return gzclose(cookie) == Z_OK ? 0 : -1;
}

static FILE *open_packed(const char *path)
{
	static const cookie_io_functions_t functions = { .write = write_packed,
							 .close = close_packed };
	gzFile packed = gzopen(path, "wbe1");
	FILE *file = packed ? fopencookie(packed, "w", functions) : NULL;
	if (packed && !file)
		gzclose(packed);
	return file;
}

struct cpio *cpio_create(struct arena *arena, const char *path, const char **error)
{
	struct cpio *cpio = arena_new_of(arena, struct cpio);
	cpio->arena = arena;
	cpio->path = path;
	vec_init(&cpio->directories, arena);
	cpio->file = open_packed(path);
	if (cpio->file)
		return cpio;
	*error = arena_printf(arena, "%s: %s", path, strerror(errno));
	return NULL;
}

static void pad(struct cpio *cpio, size_t written)
{
	static const char zeros[4];
	fwrite(zeros, 1, (4 - written % 4) % 4, cpio->file);
}

/* Head of a member: 110 characters, its name with the NUL, padding. */
static void put_head(struct cpio *cpio, const char *name, unsigned mode, size_t size,
		     const unsigned device[2])
{
	size_t name_size = strlen(name) + 1;
	unsigned n_links = S_ISDIR(mode) ? 2 : 1;
	if (size > 0xffffffff) {
		errno = EFBIG;
		fail(cpio, name);
	}
	fprintf(cpio->file, "070701%08X%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X",
		++cpio->inode, mode, 0, 0, n_links, 0, size, 0, 0, device[0], device[1], name_size,
		0);
	fwrite(name, 1, name_size, cpio->file);
	pad(cpio, 110 + name_size);
}

static const unsigned no_device[2];

static bool has_directory(const struct cpio *cpio, const char *name)
{
	vec_foreach(const char *, known, &cpio->directories)
		if (strcmp(*known, name) == 0)
			return true;
	return false;
}

void cpio_directory(struct cpio *cpio, const char *name)
{
	for (const char *slash = name; slash; slash = strchr(slash + 1, '/')) {
		size_t end = strcspn(slash + 1, "/");
		const char *part =
			arena_strndup(cpio->arena, name, (size_t)(slash - name) + end + 1);
		if (!*name || has_directory(cpio, part))
			continue;
		vec_push(&cpio->directories, part);
		put_head(cpio, part, S_IFDIR | 0755, 0, no_device);
	}
}

static void make_parent(struct cpio *cpio, const char *name)
{
	const char *slash = strrchr(name, '/');
	if (slash)
		cpio_directory(cpio, arena_strndup(cpio->arena, name, (size_t)(slash - name)));
}

void cpio_text(struct cpio *cpio, const char *name, const void *data, size_t size, unsigned mode)
{
	make_parent(cpio, name);
	put_head(cpio, name, S_IFREG | mode, size, no_device);
	fwrite(data, 1, size, cpio->file);
	pad(cpio, size);
}

void cpio_device(struct cpio *cpio, const char *name, unsigned major, unsigned minor)
{
	make_parent(cpio, name);
	put_head(cpio, name, S_IFCHR | 0600, 0, (const unsigned[]){ major, minor });
}

static void copy_content(struct cpio *cpio, int fd, const char *path, size_t size)
{
	char bytes[65536];
	size_t left = size;
	while (left > 0) {
		ssize_t n = read(fd, bytes, left < sizeof(bytes) ? left : sizeof(bytes));
		if (n <= 0) {
			errno = n < 0 ? errno : EIO; // it became shorter
			fail(cpio, path);
			return;
		}
		fwrite(bytes, 1, (size_t)n, cpio->file);
		left -= (size_t)n;
	}
	pad(cpio, size);
}

void cpio_file(struct cpio *cpio, const char *name, const char *path, unsigned mode)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) != 0) {
		fail(cpio, path);
	} else if (!S_ISREG(status.st_mode)) {
		errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
		fail(cpio, path);
	} else {
		make_parent(cpio, name);
		put_head(cpio, name, S_IFREG | mode, (size_t)status.st_size, no_device);
		copy_content(cpio, fd, path, (size_t)status.st_size);
	}
	if (fd >= 0)
		close(fd);
}

static int is_visible(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

void cpio_tree(struct cpio *cpio, const char *name, const char *path)
{
	struct dirent **entries;
	struct stat status;
	int n = scandir(path, &entries, is_visible, alphasort);
	if (n < 0) {
		fail(cpio, path);
		return;
	}
	if (*name)
		cpio_directory(cpio, name);
	for (int i = 0; i < n; i++) {
		const char *from = arena_printf(cpio->arena, "%s/%s", path, entries[i]->d_name);
		const char *to = arena_printf(cpio->arena, "%s%s%s", name, *name ? "/" : "",
					      entries[i]->d_name);
		free(entries[i]);
		if (stat(from, &status) != 0)
			fail(cpio, from);
		else if (S_ISDIR(status.st_mode))
			cpio_tree(cpio, to, from);
		else
			cpio_file(cpio, to, from, status.st_mode & 0777);
	}
	free(entries);
}

bool cpio_finish(struct cpio *cpio, const char **error)
{
	put_head(cpio, "TRAILER!!!", 0, 0, no_device);
	bool is_written = !ferror(cpio->file);
	if (fclose(cpio->file) != 0 || !is_written)
		fail(cpio, cpio->path);
	if (cpio->error)
		unlink(cpio->path);
	*error = cpio->error;
	return !cpio->error;
}
