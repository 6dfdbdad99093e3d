#include "mapped.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

static const char deleted[] = " (deleted)";

/* "start-end perms offset device inode   path"; false: no code of a file. */
static bool parse_line(char *line, struct rt_mapped_code *code)
{
	char *mode = strchr(line, ' ');
	if (!mode || mode[1] == 0 || mode[2] == 0 || mode[3] != 'x')
		return false;
	line[strcspn(line, "\n")] = 0;
	char *path = strchr(mode, '/');
	char *rest = NULL;
	code->start = strtoull(line, &rest, 16);
	if (!path || *rest != '-')
		return false;
	code->end = strtoull(rest + 1, NULL, 16);
	size_t length = strlen(path), tail = strlen(deleted);
	code->is_deleted = length > tail && !strcmp(path + length - tail, deleted);
	if (code->is_deleted)
		path[length - tail] = 0;
	code->path = path;
	return true;
}

static int read_process(pid_t pid, int (*visit)(void *context, const struct rt_mapped_code *code),
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
		struct rt_mapped_code code = { .pid = pid };
		if (parse_line(line, &code))
			err = visit(context, &code);
	}
	free(line);
	fclose(maps);
	return err;
}

int rt_mapped_each(pid_t pid, int (*visit)(void *context, const struct rt_mapped_code *code),
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
