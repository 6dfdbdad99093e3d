#include "mapped.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

static const char deleted[] = " (deleted)";

static int ends_with(const char *text, const char *end)
{
	size_t length = strlen(text);
	size_t tail = strlen(end);
	return length >= tail && !strcmp(text + length - tail, end);
}

/* "address perms offset device inode   path" */
static char *executable_path(char *line)
{
	char *mode = strchr(line, ' ');
	if (!mode || mode[3] != 'x')
		return NULL;
	line[strcspn(line, "\n")] = 0;
	char *path = strchr(mode, '/');
	return path && !ends_with(path, deleted) ? path : NULL;
}

static int read_process(pid_t pid, int (*visit)(void *context, pid_t pid, const char *path),
			void *context)
{
	char name[32];
	char *line = NULL;
	size_t room = 0;
	int err = 0;
	snprintf(name, sizeof(name), "/proc/%d/maps", (int)pid);
	FILE *maps = fopen(name, "re");
	if (!maps)
		return -errno;
	while (!err && getline(&line, &room, maps) > 0) {
		const char *path = executable_path(line);
		if (path)
			err = visit(context, pid, path);
	}
	free(line);
	fclose(maps);
	return err;
}

int rt_mapped_each(pid_t pid, int (*visit)(void *context, pid_t pid, const char *path),
		   void *context)
{
	if (pid)
		return read_process(pid, visit, context);
	DIR *processes = opendir("/proc");
	if (!processes)
		return -errno;
	int err = 0;
	for (struct dirent *entry = readdir(processes); entry && !err; entry = readdir(processes)) {
		uint64_t number;
		if (rt_number_parse(entry->d_name, &number))
			continue;
		err = read_process((pid_t)number, visit, context);
		// Processes end, and some may not be looked at.
		if (err == -ENOENT || err == -ESRCH || err == -EACCES)
			err = 0;
	}
	closedir(processes);
	return err;
}
