#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int check_executable(const char *path)
{
	struct stat status;
	if (stat(path, &status))
		return -errno;
	if (!S_ISREG(status.st_mode))
		return -EACCES;
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) ? -errno : 0;
}

static int keep(const char *path, char **kept)
{
	*kept = strdup(path);
	return *kept ? 0 : -ENOMEM;
}

/* "./x" and "dir/x" become absolute, so that a message or `probe` says which file it is. */
static int keep_absolute(const char *path, char **kept)
{
	if (*path == '/')
		return keep(path, kept);
	*kept = realpath(path, NULL);
	return *kept ? 0 : -errno;
}

int rt_path_executable(const char *name, char **path)
{
	if (strchr(name, '/')) {
		int err = check_executable(name);
		return err ? err : keep_absolute(name, path);
	}
	const char *list = getenv("PATH");
	if (!list)
		list = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	int first = -ENOENT;
	while (*name) {
		size_t size = strcspn(list, ":");
		char *found = NULL;
		if (asprintf(&found, "%.*s%s%s", (int)size, list, size ? "/" : "./", name) < 0)
			return -ENOMEM;
		int err = check_executable(found);
		if (!err)
			err = keep_absolute(found, path);
		free(found);
		if (!err)
			return 0;
		first = first == -ENOENT ? err : first;
		if (!list[size])
			break;
		list += size + 1;
	}
	return first;
}
