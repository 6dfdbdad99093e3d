#include "usyms.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cache.h"
#include "elf_names.h"
#include "rt.h"

/* What is kept: beyond either everything is forgotten and read anew when needed. */
#define MAX_PROCESSES    1024
#define MAX_SYMBOL_BYTES (128u << 20)

struct symbol_file {
	struct symbol_file *next;
	dev_t device;
	ino_t inode;
	struct timespec changed;
	struct rt_elf_names names;
};

struct mapping {
	uint64_t start, end, offset;
	char *path;
	bool is_read;                   /* file was looked for */
	const struct symbol_file *file; /* NULL: it cannot be read */
};

/* What tells a process from another one of the same number, and before exec from behind it. */
struct identity {
	char start_time[24];
	dev_t device;
	ino_t inode;
};

struct rt_process {
	struct rt_process *next;
	uint32_t pid;
	struct identity identity;
	bool was_reread; /* since it was found last */
	struct mapping *mappings;
	size_t n_mappings;
};

struct usyms {
	struct rt_cache head;
	struct rt_process *processes;
	size_t n_processes;
	struct symbol_file *files;
	size_t symbol_bytes;
};

static void clear_mappings(struct rt_process *process)
{
	for (size_t i = 0; i < process->n_mappings; i++)
		free(process->mappings[i].path);
	free(process->mappings);
	process->mappings = NULL;
	process->n_mappings = 0;
}

static void release_usyms(struct rt_cache *cache)
{
	struct usyms *usyms = (struct usyms *)cache;
	while (usyms->processes) {
		struct rt_process *process = usyms->processes;
		usyms->processes = process->next;
		clear_mappings(process);
		free(process);
	}
	while (usyms->files) {
		struct symbol_file *file = usyms->files;
		usyms->files = file->next;
		rt_elf_names_release(&file->names);
		free(file);
	}
	usyms->n_processes = 0;
	usyms->symbol_bytes = 0;
}

static const struct rt_cache_kind usyms_kind = { sizeof(struct usyms), release_usyms };

/* false: the process is gone, or ended and not yet waited for. */
static bool identify(uint32_t pid, struct identity *identity)
{
	char path[64];
	char line[1024];
	struct stat status;
	memset(identity, 0, sizeof(*identity));
	snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, line, sizeof(line) - 1);
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return false;
	line[n] = '\0';
	// The name may hold blanks and parentheses: 20 fields behind its end is the start time.
	const char *field = strrchr(line, ')');
	for (int i = 0; field && i < 20; i++)
		field = strchr(field + 1, ' ');
	if (!field)
		return false;
	snprintf(identity->start_time, sizeof(identity->start_time), "%.*s",
		 (int)strcspn(field + 1, " "), field + 1);
	snprintf(path, sizeof(path), "/proc/%u/exe", pid);
	if (stat(path, &status))
		return false;
	identity->device = status.st_dev;
	identity->inode = status.st_ino;
	return true;
}

/* Adds the mapping of a line "start-end perms offset device inode path", if it can be executed. */
static void add_mapping(struct rt_process *process, char *line)
{
	unsigned long long start;
	unsigned long long end;
	unsigned long long offset;
	char permissions[5];
	int path = 0;
	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "%llx-%llx %4s %llx %*s %*s %n", &start, &end, permissions, &offset,
		   &path) < 4 ||
	    permissions[2] != 'x' || !path || !line[path])
		return;
	struct mapping *grown =
		realloc(process->mappings, (process->n_mappings + 1) * sizeof(*grown));
	if (!grown)
		return;
	process->mappings = grown;
	struct mapping mapping = { start, end, offset, strdup(line + path), false, NULL };
	if (mapping.path)
		grown[process->n_mappings++] = mapping;
}

/* What was known stays if there is nothing to read: the process ended just now. */
static void read_mappings(struct rt_process *process)
{
	struct rt_process current = { 0 };
	char path[64];
	char *line = NULL;
	size_t room = 0;
	snprintf(path, sizeof(path), "/proc/%u/maps", process->pid);
	FILE *maps = fopen(path, "re");
	while (maps && getline(&line, &room, maps) > 0)
		add_mapping(&current, line);
	free(line);
	if (maps)
		fclose(maps);
	if (!current.n_mappings)
		return;
	clear_mappings(process);
	process->mappings = current.mappings;
	process->n_mappings = current.n_mappings;
}

struct rt_process *rt_process_find(struct rt *rt, uint32_t pid)
{
	struct usyms *usyms = (struct usyms *)rt_cache_get(rt, &usyms_kind);
	struct identity identity;
	if (!usyms)
		return NULL;
	if (usyms->n_processes >= MAX_PROCESSES || usyms->symbol_bytes > MAX_SYMBOL_BYTES)
		release_usyms(&usyms->head);
	struct rt_process *process = usyms->processes;
	while (process && process->pid != pid)
		process = process->next;
	if (!identify(pid, &identity))
		return process;
	if (process && !memcmp(&process->identity, &identity, sizeof(identity))) {
		process->was_reread = false;
		return process;
	}
	if (!process) {
		process = calloc(1, sizeof(*process));
		if (!process)
			return NULL;
		process->pid = pid;
		process->next = usyms->processes;
		usyms->processes = process;
		usyms->n_processes++;
	}
	process->identity = identity;
	process->was_reread = true;
	read_mappings(process);
	return process;
}

/* The mapped file itself, even if it was deleted or is in another mount namespace, where possible. */
static int open_mapped(const struct rt_process *process, const struct mapping *mapping)
{
	// The path may have become a pipe meanwhile, and opening one would wait.
	int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
	char *path = NULL;
	int fd = -1;
	if (mapping->path[0] != '/')
		return -1;
	if (asprintf(&path, "/proc/%u/map_files/%llx-%llx", process->pid,
		     (unsigned long long)mapping->start, (unsigned long long)mapping->end) > 0) {
		fd = open(path, flags);
		free(path);
	}
	if (fd < 0 && asprintf(&path, "/proc/%u/root%s", process->pid, mapping->path) > 0) {
		fd = open(path, flags);
		free(path);
	}
	return fd >= 0 ? fd : open(mapping->path, flags);
}

static bool is_same_file(const struct symbol_file *file, const struct stat *status)
{
	return file->device == status->st_dev && file->inode == status->st_ino &&
	       file->changed.tv_sec == status->st_mtim.tv_sec &&
	       file->changed.tv_nsec == status->st_mtim.tv_nsec;
}

static const struct symbol_file *read_file(struct usyms *usyms, int fd)
{
	struct stat status;
	if (fstat(fd, &status) || !S_ISREG(status.st_mode))
		return NULL;
	for (struct symbol_file *file = usyms->files; file; file = file->next) {
		if (is_same_file(file, &status))
			return file;
	}
	struct symbol_file *file = calloc(1, sizeof(*file));
	if (!file)
		return NULL;
	file->device = status.st_dev;
	file->inode = status.st_ino;
	file->changed = status.st_mtim;
	// A file that cannot be understood is kept as well, without names.
	rt_elf_names_read(fd, &file->names);
	usyms->symbol_bytes +=
		file->names.n * sizeof(struct rt_elf_function) + file->names.names.capacity;
	file->next = usyms->files;
	usyms->files = file;
	return file;
}

static struct mapping *find_mapping(const struct rt_process *process, uint64_t address)
{
	for (size_t i = 0; i < process->n_mappings; i++) {
		struct mapping *mapping = &process->mappings[i];
		if (address >= mapping->start && address < mapping->end)
			return mapping;
	}
	return NULL;
}

struct rt_usym rt_usym_find(struct rt *rt, struct rt_process *process, uint64_t address)
{
	struct usyms *usyms = (struct usyms *)rt_cache_get(rt, &usyms_kind);
	struct rt_usym symbol = { 0 };
	struct mapping *mapping = find_mapping(process, address);
	if (!mapping && !process->was_reread) {
		// A library that was loaded since.
		process->was_reread = true;
		read_mappings(process);
		mapping = find_mapping(process, address);
	}
	if (!mapping || !usyms)
		return symbol;
	if (!mapping->is_read) {
		int fd = open_mapped(process, mapping);
		mapping->is_read = true;
		if (fd >= 0) {
			mapping->file = read_file(usyms, fd);
			close(fd);
		}
	}
	symbol.file = mapping->path;
	if (mapping->file)
		symbol.name = rt_elf_names_find(&mapping->file->names,
						address - mapping->start + mapping->offset,
						&symbol.offset);
	return symbol;
}
