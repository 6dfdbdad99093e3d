#include "jit_names.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

/* More of a file is not read. */
#define MAX_BYTES (64u << 20)

#define CHUNK (64u << 10)

/* How far a lookup goes back for code that contains the address. */
#define MAX_BACK 64

struct code {
	uint64_t start, size;
	uint32_t name;   /* where it begins in names, NUL-terminated */
	uint32_t number; /* of the line: newer code takes the place of older */
};

struct rt_jit_names {
	uint32_t pid;
	uint32_t
		own_pid; /* in the PID namespace of the process, which the file's name has; 0: not known */
	int directory; /* /tmp of the process, while its mount namespace may be gone; -1: not known */
	int fd;
	uint64_t n_read; /* bytes of the file */
	struct code *items;
	size_t n, room;
	bool is_sorted;
	struct rt_text names;
	struct rt_text rest; /* of the last line */
};

struct rt_jit_names *rt_jit_names_new(uint32_t pid)
{
	struct rt_jit_names *names = calloc(1, sizeof(*names));
	if (!names)
		return NULL;
	names->pid = pid;
	names->fd = names->directory = -1;
	return names;
}

void rt_jit_names_free(struct rt_jit_names *names)
{
	if (!names)
		return;
	if (names->fd >= 0)
		close(names->fd);
	if (names->directory >= 0)
		close(names->directory);
	free(names->items);
	rt_text_release(&names->names);
	rt_text_release(&names->rest);
	free(names);
}

/* The number that the process has in its own PID namespace; 0: it has ended. */
static uint32_t own_pid(uint32_t pid)
{
	char path[40];
	char *line = NULL;
	size_t room = 0;
	snprintf(path, sizeof(path), "/proc/%u/status", pid);
	FILE *file = fopen(path, "re");
	uint32_t own = file ? pid : 0;
	while (file && getline(&line, &room, file) > 0) {
		const char *last = strrchr(line, '\t');
		if (!strncmp(line, "NSpid:", strlen("NSpid:")) && last)
			own = (uint32_t)strtoul(last, NULL, 10);
	}
	if (file)
		fclose(file);
	free(line);
	return own;
}

static int open_map(int directory, uint32_t pid)
{
	char name[32];
	struct stat status;
	snprintf(name, sizeof(name), "perf-%u.map", pid);
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0 || (!fstat(fd, &status) && S_ISREG(status.st_mode)))
		return fd;
	close(fd);
	return -1;
}

static int open_directory(const char *path)
{
	return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

void rt_jit_names_note(struct rt_jit_names *names)
{
	char path[40];
	if (names->fd >= 0)
		return;
	snprintf(path, sizeof(path), "/proc/%u/root/tmp", names->pid);
	// Behind an exec or a mount it may be another one.
	int directory = open_directory(path);
	uint32_t own = own_pid(names->pid);
	if (directory >= 0) {
		if (names->directory >= 0)
			close(names->directory);
		names->directory = directory;
	}
	names->own_pid = own ? own : names->own_pid;
	if (names->directory >= 0)
		names->fd =
			open_map(names->directory, names->own_pid ? names->own_pid : names->pid);
	if (names->fd >= 0 || names->directory >= 0)
		return;
	// It ended before anything was known of it.
	directory = open_directory("/tmp");
	if (directory < 0)
		return;
	names->fd = open_map(directory, names->pid);
	close(directory);
}

/* "3ef414c0 398 RegExp:[{(]" */
static int add_line(struct rt_jit_names *names, const char *line)
{
	char *end;
	uint64_t start = strtoull(line, &end, 16);
	if (end == line || *end != ' ')
		return 0;
	const char *second = end + 1;
	uint64_t size = strtoull(second, &end, 16);
	if (end == second || *end != ' ')
		return 0;
	if (names->n == names->room) {
		size_t room = names->room ? names->room * 2 : 256;
		struct code *grown = realloc(names->items, room * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		names->items = grown;
		names->room = room;
	}
	names->items[names->n] =
		(struct code){ start, size, (uint32_t)names->names.length, (uint32_t)names->n };
	names->n++;
	names->is_sorted = false;
	rt_text_add(&names->names, end + 1, strlen(end + 1) + 1);
	return names->names.failed ? -ENOMEM : 0;
}

int rt_jit_names_add(struct rt_jit_names *names, const char *text, size_t size)
{
	int err = 0;
	rt_text_add(&names->rest, text, size);
	if (names->rest.failed)
		return -ENOMEM;
	char *line = names->rest.data;
	char *end = names->rest.data + names->rest.length;
	for (char *newline = memchr(line, '\n', (size_t)(end - line)); newline && !err;
	     newline = memchr(line, '\n', (size_t)(end - line))) {
		*newline = '\0';
		err = add_line(names, line);
		line = newline + 1;
	}
	memmove(names->rest.data, line, (size_t)(end - line));
	rt_text_cut(&names->rest, (size_t)(end - line));
	return err;
}

/* What was written to the file since it was read last. */
static void read_more(struct rt_jit_names *names)
{
	rt_jit_names_note(names);
	char *chunk = names->fd >= 0 ? malloc(CHUNK) : NULL;
	ssize_t n = chunk ? 1 : 0;
	while (n > 0 && names->n_read < MAX_BYTES) {
		n = pread(names->fd, chunk, CHUNK, (off_t)names->n_read);
		if (n > 0 && rt_jit_names_add(names, chunk, (size_t)n))
			break;
		names->n_read += n > 0 ? (uint64_t)n : 0;
	}
	free(chunk);
}

static int by_start(const void *a, const void *b)
{
	const struct code *left = a;
	const struct code *right = b;
	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return left->number < right->number ? -1 : 1;
}

/* Of the code that contains the address the newest. */
static const struct code *find(struct rt_jit_names *names, uint64_t address)
{
	const struct code *found = NULL;
	size_t low = 0;
	size_t high = names->n;
	if (!names->is_sorted && names->n)
		qsort(names->items, names->n, sizeof(*names->items), by_start);
	names->is_sorted = true;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (names->items[middle].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i > 0 && low - i < MAX_BACK; i--) {
		const struct code *code = &names->items[i - 1];
		if (address - code->start < code->size && (!found || code->number > found->number))
			found = code;
	}
	return found;
}

const char *rt_jit_names_find(struct rt_jit_names *names, uint64_t address, uint64_t *offset)
{
	read_more(names);
	const struct code *code = find(names, address);
	if (!code)
		return NULL;
	*offset = address - code->start;
	return names->names.data + code->name;
}
