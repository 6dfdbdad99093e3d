#include "symbol_file.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files held open before their names are read; others are opened by their paths then. */
#define MAX_OPEN 1024

/* Names beyond this are forgotten, those that were not asked for longest first. */
#define MAX_NAME_BYTES (128u << 20)

#define DELETED " (deleted)"
#define VDSO    "[vdso]"

static size_t bucket_of(dev_t device, ino_t inode)
{
	uint64_t hash = ((uint64_t)inode + (uint64_t)device * 31) * 0x9e3779b97f4a7c15ULL;
	return (size_t)(hash >> 32) % RT_FILE_BUCKETS;
}

bool rt_file_id_is_same(const struct rt_file_id *a, const struct rt_file_id *b)
{
	return a->device == b->device && a->inode == b->inode && a->changed == b->changed &&
	       a->size == b->size;
}

static bool is_known(const struct rt_file_id *id)
{
	return id->changed || id->size;
}

/* Whether it may be the file; what is in it. Devices are not compared: overlay and btrfs show others in mappings. */
static bool identify(const struct stat *status, const struct rt_file_id *file,
		     struct rt_file_id *id)
{
	*id = *file;
	id->changed = (int64_t)status->st_ctim.tv_sec * 1000000000 + status->st_ctim.tv_nsec;
	id->size = status->st_size;
	return S_ISREG(status->st_mode) && status->st_ino == file->inode;
}

/* The path may have become a pipe meanwhile, and opening one would wait. */
static int open_file(const char *path, struct rt_symbol_file *file)
{
	struct stat status;
	struct rt_file_id id;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return -1;
	if (fstat(fd, &status) || !identify(&status, &file->id, &id) ||
	    (is_known(&file->id) && !rt_file_id_is_same(&file->id, &id))) {
		close(fd);
		return -1;
	}
	file->id = id;
	return fd;
}

static int open_in_proc(struct rt_symbol_file *file, const char *format, uint32_t pid,
			const char *rest)
{
	char *path;
	if (asprintf(&path, format, pid, rest) < 0)
		return -1;
	int fd = open_file(path, file);
	free(path);
	return fd;
}

/* As its process sees it, which may be in another mount namespace, else as we do. */
static int open_by_path(struct rt_symbol_file *file, uint32_t pid)
{
	int fd = pid ? open_in_proc(file, "/proc/%u/root%s", pid, file->path) : -1;
	return fd >= 0 ? fd : open_file(file->path, file);
}

/* The mapped file itself, even if it was deleted. */
static int open_mapped(struct rt_symbol_file *file, const struct rt_mapped *mapped)
{
	char range[48];
	int fd = open_by_path(file, mapped->pid);
	if (fd >= 0)
		return fd;
	snprintf(range, sizeof(range), "%llx-%llx", (unsigned long long)mapped->start,
		 (unsigned long long)mapped->end);
	return open_in_proc(file, "/proc/%u/map_files/%s", mapped->pid, range);
}

static bool is_vdso(const char *path)
{
	return !strcmp(path, VDSO);
}

/* Whether there is another file at the path now, or something else in it, than what was read. */
static bool is_replaced(const struct rt_symbol_file *file, const struct rt_mapped *mapped)
{
	struct stat status;
	struct rt_file_id id;
	char *path;
	if (!file->was_used || !is_known(&file->id) ||
	    asprintf(&path, "/proc/%u/root%s", mapped->pid, mapped->path) < 0)
		return false;
	bool is_there = !stat(path, &status) || !stat(mapped->path, &status);
	free(path);
	return is_there && identify(&status, &file->id, &id) && !rt_file_id_is_same(&file->id, &id);
}

/* The newest come first. */
static struct rt_symbol_file *find(struct rt_symbol_files *files, const struct rt_mapped *mapped)
{
	struct rt_symbol_file *file = files->buckets[bucket_of(mapped->device, mapped->inode)];
	while (file && (file->id.device != mapped->device || file->id.inode != mapped->inode ||
			(!file->id.inode && strcmp(file->path, mapped->path) != 0)))
		file = file->next;
	return file && !is_replaced(file, mapped) ? file : NULL;
}

static struct rt_symbol_file *make(struct rt_symbol_files *files, const struct rt_mapped *mapped)
{
	struct rt_symbol_file *file = calloc(1, sizeof(*file));
	if (!file)
		return NULL;
	file->id.device = mapped->device;
	file->id.inode = mapped->inode;
	file->fd = -1;
	file->path = strdup(mapped->path);
	if (!file->path) {
		free(file);
		return NULL;
	}
	size_t length = strlen(file->path);
	if (length > strlen(DELETED) && !strcmp(file->path + length - strlen(DELETED), DELETED))
		file->path[length - strlen(DELETED)] = '\0';
	if (files->n_open < MAX_OPEN && !is_vdso(file->path))
		file->fd = open_mapped(file, mapped);
	files->n_open += file->fd >= 0;
	struct rt_symbol_file **bucket = &files->buckets[bucket_of(file->id.device, file->id.inode)];
	file->next = *bucket;
	*bucket = file;
	return file;
}

void rt_symbol_file_keep(struct rt_symbol_file *file)
{
	if (file)
		file->refs++;
}

static void close_file(struct rt_symbol_files *files, struct rt_symbol_file *file)
{
	if (file->fd < 0)
		return;
	close(file->fd);
	file->fd = -1;
	files->n_open--;
}

static void forget_names(struct rt_symbol_files *files, struct rt_symbol_file *file)
{
	files->bytes -= rt_elf_names_size(&file->names);
	rt_elf_names_release(&file->names);
	file->is_read = false;
}

void rt_symbol_file_drop(struct rt_symbol_files *files, struct rt_symbol_file *file)
{
	if (!file || --file->refs)
		return;
	struct rt_symbol_file **link = &files->buckets[bucket_of(file->id.device, file->id.inode)];
	while (*link != file)
		link = &(*link)->next;
	*link = file->next;
	close_file(files, file);
	forget_names(files, file);
	free(file->path);
	free(file);
}

/* All processes of our own word size share the one that this process has, too. NULL: it has none. */
static const void *vdso(size_t *size)
{
	const void *bytes = (const void *)(uintptr_t)getauxval(AT_SYSINFO_EHDR);
	ElfW(Ehdr) header;
	if (!bytes)
		return NULL;
	memcpy(&header, bytes, sizeof(header));
	// The section headers are the last of it.
	*size = header.e_shoff + header.e_shnum * header.e_shentsize;
	return bytes;
}

static void read_vdso(struct rt_symbol_file *file)
{
	size_t size;
	const void *bytes = vdso(&size);
	if (bytes)
		rt_elf_names_read_memory(bytes, size, &file->names);
}

static void reopen(struct rt_symbol_files *files, struct rt_symbol_file *file, uint32_t pid)
{
	if (file->fd >= 0)
		return;
	file->fd = open_by_path(file, pid);
	files->n_open += file->fd >= 0;
}

int rt_symbol_file_image(struct rt_symbol_files *files, struct rt_symbol_file *file, uint32_t pid,
			 struct rt_elf_image *image)
{
	size_t size;
	*image = (struct rt_elf_image){ .fd = -1 };
	if (is_vdso(file->path)) {
		const void *bytes = vdso(&size);
		return bytes ? rt_elf_image_of_memory(bytes, size, image) : -ENOENT;
	}
	file->was_used = true;
	reopen(files, file, pid);
	return file->fd >= 0 ? rt_elf_image_open(file->fd, image) : -ENOENT;
}

static struct rt_symbol_file *oldest(const struct rt_symbol_files *files)
{
	struct rt_symbol_file *found = NULL;
	for (size_t i = 0; i < RT_FILE_BUCKETS; i++) {
		for (struct rt_symbol_file *file = files->buckets[i]; file; file = file->next)
			if (file->is_read && file->names.n && (!found || file->used < found->used))
				found = file;
	}
	return found;
}

/* A file that cannot be understood is kept as well, without names. */
static void read_names(struct rt_symbol_files *files, struct rt_symbol_file *file, uint32_t pid)
{
	file->is_read = file->was_used = true;
	if (is_vdso(file->path)) {
		read_vdso(file);
	} else {
		reopen(files, file, pid);
		if (file->fd >= 0)
			rt_elf_names_read(file->fd, true, &file->names);
		close_file(files, file);
	}
	files->bytes += rt_elf_names_size(&file->names);
	file->used = ++files->clock;
	while (files->bytes > MAX_NAME_BYTES) {
		struct rt_symbol_file *old = oldest(files);
		if (!old || old == file)
			break;
		forget_names(files, old);
	}
}

struct rt_symbol_file *rt_symbol_file_of(struct rt_symbol_files *files,
					 const struct rt_mapped *mapped)
{
	bool is_own_vdso =
		is_vdso(mapped->path) && (sizeof(void *) == 4 || mapped->end > UINT32_MAX);
	if (mapped->path[0] != '/' && !is_own_vdso)
		return NULL;
	// perf's name for memory without a file
	if (!strncmp(mapped->path, "//anon", strlen("//anon")))
		return NULL;
	struct rt_symbol_file *file = find(files, mapped);
	bool is_new = !file;
	if (!file)
		file = make(files, mapped);
	if (!file)
		return NULL;
	file->refs++;
	if (is_new && files->is_eager)
		read_names(files, file, mapped->pid);
	return file;
}

const char *rt_symbol_file_find(struct rt_symbol_files *files, struct rt_symbol_file *file,
				uint32_t pid, uint64_t file_offset, uint64_t *offset)
{
	if (!file->is_read)
		read_names(files, file, pid);
	file->used = ++files->clock;
	return rt_elf_names_find(&file->names, file_offset, offset);
}
