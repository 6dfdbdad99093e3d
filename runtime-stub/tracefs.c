#include "tracefs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "feature.h"
#include "file.h"
#include "number.h"
#include "rt.h"

static const char *const roots[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };

#define N_ROOTS (sizeof(roots) / sizeof(roots[0]))

static int access_events(const char *root)
{
	char path[64];
	snprintf(path, sizeof(path), "%s/events", root);
	return faccessat(AT_FDCWD, path, R_OK | X_OK, AT_EACCESS) ? -errno : 0;
}

/* A mount without a place, by which its files are reached as /proc/self/fd/N/... */
static int mount_detached(void)
{
	int fs = fsopen("tracefs", FSOPEN_CLOEXEC);
	int fd = fs < 0 || fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)
			 ? -1
			 : fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY);
	if (fs >= 0)
		close(fs);
	return fd;
}

static const char *find_root(struct rt *rt)
{
	struct rt_tracefs *tracefs = &rt->tracefs;
	if (!rt_has(rt, FEATURE_TRACEFS))
		return NULL;
	for (size_t i = 0; i < N_ROOTS; i++)
		if (!access_events(roots[i]))
			return roots[i];
	if (!tracefs->is_tried) {
		tracefs->is_tried = true;
		tracefs->mount = mount_detached();
		if (tracefs->mount >= 0)
			rt_explain(rt, "tracefs is not mounted here: mounted for this tool alone");
	}
	if (tracefs->mount < 0)
		return NULL;
	snprintf(tracefs->path, sizeof(tracefs->path), "/proc/self/fd/%d", tracefs->mount);
	return access_events(tracefs->path) ? NULL : tracefs->path;
}

void rt_tracefs_release(struct rt *rt)
{
	if (rt->tracefs.is_tried && rt->tracefs.mount >= 0)
		close(rt->tracefs.mount);
	rt->tracefs.is_tried = false;
}

const char *rt_tracefs_problem(struct rt *rt)
{
	if (find_root(rt))
		return NULL;
	if (!rt_has(rt, FEATURE_TRACEFS))
		return "TRACEC_NO takes tracefs away";
	for (size_t i = 0; i < N_ROOTS; i++)
		if (access_events(roots[i]) == -EACCES)
			return "/sys/kernel/tracing may not be read; run as root or with "
			       "CAP_DAC_READ_SEARCH";
	if (faccessat(AT_FDCWD, roots[0], F_OK, AT_EACCESS))
		return "this kernel has no tracefs (CONFIG_TRACING is off) or /sys is not mounted";
	return "tracefs is not mounted; run: mount -t tracefs nodev /sys/kernel/tracing";
}

FILE *rt_tracefs_open(struct rt *rt, const char *name)
{
	char path[128];
	const char *root = find_root(rt);
	if (!root) {
		errno = ENODEV;
		return NULL;
	}
	snprintf(path, sizeof(path), "%s/%s", root, name);
	return fopen(path, "re");
}

static int event_path(struct rt *rt, char *path, size_t size, const char *event, const char *file)
{
	const char *root = find_root(rt);
	if (!root)
		return -ENODEV;
	// A category and an event are single path components.
	const char *slash = strchr(event, '/');
	if (!slash || strchr(slash + 1, '/') || strstr(event, ".."))
		return -ENOENT;
	int needed = snprintf(path, size, "%s/events/%s/%s", root, event, file);
	return needed < 0 || (size_t)needed >= size ? -ENOENT : 0;
}

int rt_tracefs_id(struct rt *rt, const char *category, const char *event, uint64_t *id)
{
	char name[256], path[512];
	int needed = snprintf(name, sizeof(name), "%s/%s", category, event);
	if (needed < 0 || (size_t)needed >= sizeof(name))
		return -ENOENT;
	int err = event_path(rt, path, sizeof(path), name, "id");
	return err ? err : rt_file_read_number(path, id);
}

/* Whether a declaration like "__u8 address[16]" declares this name. */
static bool declares(const char *declaration, size_t size, const char *field)
{
	const char *bracket = memchr(declaration, '[', size);
	size_t length = strlen(field);
	if (bracket)
		size = (size_t)(bracket - declaration);
	while (size && declaration[size - 1] == ' ')
		size--;
	if (size <= length || memcmp(declaration + size - length, field, length) != 0)
		return false;
	char before = declaration[size - length - 1];
	return before == ' ' || before == '*';
}

/* "offset:8;" behind `at`. */
static bool read_property(const char *at, const char *name, uint32_t *value)
{
	uint64_t number;
	const char *found = strstr(at, name);
	const char *end = strchr(at, '\n');
	if (!found || (end && found > end) ||
	    rt_number_prefix(found + strlen(name), &number, &found) || number > UINT16_MAX)
		return false;
	*value = (uint32_t)number;
	return true;
}

int rt_tracefs_parse_field(const char *format, const char *name, struct rt_tracefs_field *field)
{
	for (const char *line = strstr(format, "field:"); line; line = strstr(line, "field:")) {
		line += strlen("field:");
		size_t size = strcspn(line, ";\n");
		if (line[size] == ';' && declares(line, size, name) &&
		    read_property(line + size, "offset:", &field->offset) &&
		    read_property(line + size, "size:", &field->size))
			return 0;
	}
	return -ENOENT;
}

int rt_tracefs_find_field(struct rt *rt, const char *category, const char *event, const char *name,
			  struct rt_tracefs_field *field)
{
	char both[256], path[512];
	char *format;
	int needed = snprintf(both, sizeof(both), "%s/%s", category, event);
	if (needed < 0 || (size_t)needed >= sizeof(both))
		return -ENOENT;
	int err = event_path(rt, path, sizeof(path), both, "format");
	if (!err)
		err = rt_file_read(path, &format, NULL);
	if (err)
		return err;
	err = rt_tracefs_parse_field(format, name, field);
	free(format);
	return err;
}
