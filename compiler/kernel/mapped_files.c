#include "kernel/mapped_files.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_deleted(const char *path)
{
	static const char mark[] = " (deleted)";
	size_t size = strlen(path), tail = strlen(mark);

	return size > tail && strcmp(path + size - tail, mark) == 0;
}

/* "start-end perms offset device inode   path": the path of code; NULL: it is none. */
static const char *path_of(char *line)
{
	const char *mode = strchr(line, ' ');
	const char *path = strchr(line, '/');

	line[strcspn(line, "\n")] = '\0';
	if (mode == NULL || strlen(mode) < 4 || mode[3] != 'x' || path == NULL || is_deleted(path))
		return NULL;
	return path;
}

/* False: it cannot be read, with errno set. */
static bool add_process(binary_path_vec *files, const char *pid)
{
	FILE *maps = fopen(arena_printf(files->arena, "/proc/%s/maps", pid), "re");
	char *line = NULL;
	size_t room = 0;

	if (maps == NULL)
		return false;
	while (getline(&line, &room, maps) > 0) {
		const char *path = path_of(line);

		if (path != NULL &&
		    (files->count == 0 || strcmp(vec_last(files), path) != 0))
			vec_push(files, arena_strdup(files->arena, path));
	}
	free(line);
	fclose(maps);
	return true;
}

static void add_all(binary_path_vec *files)
{
	DIR *processes = opendir("/proc");

	if (processes == NULL)
		return;
	for (struct dirent *entry = readdir(processes); entry != NULL; entry = readdir(processes)) {
		if (isdigit((unsigned char)entry->d_name[0]))
			add_process(files, entry->d_name);
	}
	closedir(processes);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void unite(binary_path_vec *files)
{
	size_t n = 0;

	if (files->count > 0)
		qsort(files->items, files->count, sizeof(*files->items), compare);
	for (size_t i = 0; i < files->count; i++) {
		if (n == 0 || strcmp(files->items[n - 1], files->items[i]) != 0)
			files->items[n++] = files->items[i];
	}
	files->count = n;
}

const binary_path_vec *mapped_files(struct arena *arena, const char *pid, const char **error)
{
	binary_path_vec *files = arena_new_of(arena, binary_path_vec);

	vec_init(files, arena);
	if (pid == NULL)
		add_all(files);
	else if (!add_process(files, pid)) {
		*error = errno == ENOENT
				 ? arena_printf(arena, "there is no process %s", pid)
				 : arena_printf(arena, "cannot look at the process %s: %s", pid,
						strerror(errno));
		return NULL;
	}
	unite(files);
	return files;
}

const char *mapped_root(struct arena *arena, const char *pid)
{
	struct stat own, other;

	if (pid == NULL || stat("/proc/self/ns/mnt", &own) != 0 ||
	    stat(arena_printf(arena, "/proc/%s/ns/mnt", pid), &other) != 0 ||
	    own.st_ino == other.st_ino)
		return "";
	return arena_printf(arena, "/proc/%s/root", pid);
}
