/*
 * The files that processes have mapped, each known by struct rt_file_id, and the names in them, read once when first asked for. A file is held open from when it was
 * first seen until its names are read, so that it can be deleted, or its process and
 * the mount namespace end. Beyond bounds (symbol_file.c) the oldest is let go.
 */
#ifndef RUNTIME_STUB_SYMBOL_FILE_H
#define RUNTIME_STUB_SYMBOL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "elf_names.h"

#define RT_FILE_BUCKETS 1024

/*
 * A file with what is in it: the number of one that was deleted is given to another one, and a file can be
 * written anew while its name and number stay.
 */
struct rt_file_id {
	dev_t device; /* as mappings show it, which is not what stat() gives on all file systems */
	ino_t inode;
	int64_t changed; /* ctime, ns */
	int64_t size;    /* bytes; it and `changed` are 0 where that is not known */
};

bool rt_file_id_is_same(const struct rt_file_id *a, const struct rt_file_id *b);

struct rt_symbol_file {
	struct rt_symbol_file *next; /* of its bucket, older */
	struct rt_file_id id;
	char *path; /* as the process sees it */
	unsigned refs;
	int fd; /* -1: not open */
	bool is_read;
	bool was_used; /* something of it was read */
	uint64_t used; /* when its names were asked for last, by a clock of questions */
	struct rt_elf_names names;
};

struct rt_symbol_files {
	struct rt_symbol_file *buckets[RT_FILE_BUCKETS];
	size_t n_open;
	bool is_eager; /* names are read when a file is first seen */
	size_t bytes; /* of names */
	uint64_t clock;
};

/* A part of a file, as a process has it mapped. */
struct rt_mapped {
	uint32_t pid;
	uint64_t start, end;
	dev_t device;
	ino_t inode;
	const char *path;
};

/* The file, with one more reference, opened if it is new. NULL: no file is mapped there, or no memory. */
struct rt_symbol_file *rt_symbol_file_of(struct rt_symbol_files *files,
					 const struct rt_mapped *mapped);
void rt_symbol_file_keep(struct rt_symbol_file *file);
void rt_symbol_file_drop(struct rt_symbol_files *files, struct rt_symbol_file *file);

/* Its tables. 0 or a negative errno; release the image whatever is returned. The file stays open until its names are read. */
int rt_symbol_file_image(struct rt_symbol_files *files, struct rt_symbol_file *file, uint32_t pid,
			 struct rt_elf_image *image);

/* The function at an offset of the file, and the distance from its start. NULL: unknown. */
const char *rt_symbol_file_find(struct rt_symbol_files *files, struct rt_symbol_file *file,
				uint32_t pid, uint64_t file_offset, uint64_t *offset);

#endif
