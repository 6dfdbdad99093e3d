#include "build/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *failure(struct arena *arena, const char *path, int err)
{
	return arena_printf(arena, "%s: %s", path, strerror(err));
}

/* Reads up to max + 1 bytes, so that the caller sees whether there is more than max. */
static char *read_stream(struct arena *arena, int fd, size_t max, size_t *size)
{
	size_t capacity = 1 << 16, n = 0;
	char *text = arena_alloc(arena, capacity);
	for (;;) {
		if (n + 1 == capacity) {
			text = arena_grow(arena, text, capacity, capacity * 2);
			capacity *= 2;
		}
		size_t want = capacity - n - 1;
		if (want > max + 1 - n)
			want = max + 1 - n;
		ssize_t got = want ? read(fd, text + n, want) : 0;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return NULL;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	text[n] = '\0';
	*size = n;
	return text;
}

char *file_read(struct arena *arena, const char *path, size_t max, size_t *size, const char **error)
{
	bool is_stdin = strcmp(path, "-") == 0;
	const char *name = is_stdin ? "stdin" : path;
	int fd = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		*error = failure(arena, name, errno);
		return NULL;
	}
	char *text = read_stream(arena, fd, max, size);
	if (!text)
		*error = failure(arena, name, errno);
	close(fd);
	if (text && *size > max) {
		*error = arena_printf(arena, "%s: larger than %zu MiB", name, max >> 20);
		return NULL;
	}
	return text;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t n = write(fd, data, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		size -= (size_t)n;
	}
	return 0;
}

/* Closes fd and reports the first failure, so that a full disk is noticed at close too. */
static int finish_file(int fd, int err)
{
	if (close(fd) < 0 && !err)
		err = -errno;
	return err;
}

bool file_write(struct arena *arena, const char *path, const void *data, size_t size,
		const char **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		*error = failure(arena, path, errno);
		return false;
	}
	struct stat st;
	bool is_regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	int err = finish_file(fd, write_all(fd, data, size));
	if (err && is_regular) /* a device or a pipe stays */
		unlink(path);
	if (err)
		*error = failure(arena, path, -err);
	return !err;
}

bool file_install_text(struct arena *arena, const char *to, const void *data, size_t size,
		       unsigned mode, const char **error)
{
	struct stat st;
	if (stat(to, &st) == 0 && S_ISDIR(st.st_mode)) {
		*error = failure(arena, to, EISDIR);
		return false;
	}
	if (stat(to, &st) == 0 && !S_ISREG(st.st_mode)) /* /dev/stdout, a pipe */
		return file_write(arena, to, data, size, error);
	char *temporary = arena_printf(arena, "%s.XXXXXX", to);
	int fd = mkstemp(temporary);
	if (fd < 0) {
		*error = failure(arena, to, errno);
		return false;
	}
	mode_t mask = umask(0);
	umask(mask);
	int err = write_all(fd, data, size);
	if (!err && fchmod(fd, mode & ~mask) < 0)
		err = -errno;
	err = finish_file(fd, err);
	if (!err && rename(temporary, to) < 0)
		err = -errno;
	if (err) {
		unlink(temporary);
		*error = failure(arena, to, -err);
	}
	return !err;
}

bool file_install(struct arena *arena, const char *from, const char *to, unsigned mode,
		  const char **error)
{
	size_t size;
	char *data = file_read(arena, from, (size_t)1 << 30, &size, error);
	return data && file_install_text(arena, to, data, size, mode, error);
}

const char *workdir_make(struct arena *arena, const char **error)
{
	const char *base = getenv("TMPDIR");
	char *path = arena_printf(arena, "%s/tracec-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(path)) {
		*error = failure(arena, path, errno);
		return NULL;
	}
	return path;
}

void workdir_remove(const char *path)
{
	DIR *dir = opendir(path);
	if (!dir)
		return;
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(dir), entry->d_name, 0);
	}
	closedir(dir);
	rmdir(path);
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

const char *path_full(struct arena *arena, const char *path)
{
	char here[4096];
	if (*path == '/' || !getcwd(here, sizeof(here)))
		return path;
	return *path ? arena_printf(arena, "%s/%s", here, path) : arena_strdup(arena, here);
}

const char *path_directory(struct arena *arena, const char *path)
{
	size_t size = (size_t)(path_base(path) - path);
	if (size > 1)
		size--; /* the last slash, but that of the root */
	return path_full(arena, arena_strndup(arena, path, size));
}

const char *path_stem(struct arena *arena, const char *path)
{
	const char *base = path_base(path);
	const char *dot = strrchr(base, '.');
	return dot && dot != base ? arena_strndup(arena, base, (size_t)(dot - base)) : base;
}

bool make_directories(const char *path)
{
	char copy[4096];
	size_t size = strlen(path);
	if (size >= sizeof(copy))
		return false;
	for (size_t i = 1; i <= size; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		for (size_t k = 0; k < i; k++)
			copy[k] = path[k];
		copy[i] = '\0';
		if (mkdir(copy, 0755) < 0 && errno != EEXIST)
			return false;
	}
	return true;
}
