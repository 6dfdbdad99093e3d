#include "binary.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "elf_symbol.h"
#include "path.h"
#include "probe.h"

/* A library need not be executable, so a path is taken as it is. */
static int find(const char *name, char **path)
{
	if (strchr(name, '/')) {
		if (access(name, F_OK))
			return -errno;
		*path = *name == '/' ? strdup(name) : realpath(name, NULL);
		return *path ? 0 : -errno;
	}
	int err = rt_path_executable(name, path);
	return err ? rt_path_library(name, path) : 0;
}

int rt_binary_open(struct rt_probe *probe, struct rt_target *target, const char *name,
		   struct rt_elf **elf)
{
	int err = find(name, &target->path);
	if (err)
		return rt_probe_fail(probe, -ENOENT,
				     strchr(name, '/') ? "there is no file %s"
						       : "there is no command or library '%s'",
				     name);
	err = rt_elf_open(target->path, elf);
	if (err == -ENOEXEC)
		return rt_probe_fail(probe, err, "%s is no ELF file", target->path);
	if (err)
		return rt_probe_fail(probe, err, "cannot read %s: %s", target->path,
				     strerror(-err));
	return 0;
}
