#include "binary.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf_symbol.h"
#include "mapped.h"
#include "path.h"
#include "probe.h"
#include "rt.h"
#include "wildcard.h"

static int compare(const void *a, const void *b)
{
	const struct rt_binary *left = a;
	const struct rt_binary *right = b;
	return strcmp(left->path, right->path);
}

/* Whether the process sees other files than we do under the same names. */
static bool is_elsewhere(pid_t pid)
{
	char path[40];
	struct stat own, other;
	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", (int)pid);
	return pid > 0 && !stat("/proc/self/ns/mnt", &own) && !stat(path, &other) &&
	       own.st_ino != other.st_ino;
}

static int add(struct rt_binaries *binaries, pid_t pid, const char *name)
{
	struct rt_binary binary = { 0 };
	struct rt_binary *grown =
		realloc(binaries->items, (binaries->n + 1) * sizeof(*binaries->items));
	if (!grown)
		return -ENOMEM;
	binaries->items = grown;
	int err = rt_target_set(&binary.name, "%s", name);
	if (!err && is_elsewhere(pid))
		err = rt_target_set(&binary.path, "/proc/%d/root%s", (int)pid, name);
	else if (!err)
		err = rt_target_set(&binary.path, "%s", name);
	grown[binaries->n++] = binary;
	return err;
}

static void unite(struct rt_binaries *binaries)
{
	size_t n = 0;
	if (binaries->n)
		qsort(binaries->items, binaries->n, sizeof(*binaries->items), compare);
	for (size_t i = 0; i < binaries->n; i++) {
		struct rt_binary *binary = &binaries->items[i];
		if (n && !compare(&binaries->items[n - 1], binary)) {
			free(binary->name);
			free(binary->path);
		} else {
			binaries->items[n++] = *binary;
		}
	}
	binaries->n = n;
}

static bool is_file(const char *path)
{
	struct stat status;
	return !stat(path, &status) && S_ISREG(status.st_mode);
}

/* In the process's own file system, if that is another. */
static int add_matches(struct rt_binaries *binaries, pid_t pid, const char *pattern)
{
	glob_t matches;
	char *inside = NULL;
	size_t root = 0;
	if (is_elsewhere(pid)) {
		int length = asprintf(&inside, "/proc/%d/root%s", (int)pid, pattern);
		if (length < 0)
			return -ENOMEM;
		root = (size_t)length - strlen(pattern);
	}
	int err = glob(inside ? inside : pattern, GLOB_NOSORT, NULL, &matches);
	free(inside);
	if (err)
		return err == GLOB_NOSPACE ? -ENOMEM : 0;
	for (size_t i = 0; i < matches.gl_pathc && !err; i++) {
		const char *path = matches.gl_pathv[i];
		char *absolute = is_file(path) && !root ? realpath(path, NULL) : NULL;
		if (absolute || (root && is_file(path)))
			err = add(binaries, pid, absolute ? absolute : path + root);
		free(absolute);
	}
	globfree(&matches);
	return err;
}

static int find_pattern(struct rt_binaries *binaries, pid_t pid, const char *pattern)
{
	const char *list = getenv("PATH");
	if (strchr(pattern, '/'))
		return add_matches(binaries, pid, pattern);
	int err = 0;
	for (const char *end = list; list && !err; list = end + 1) {
		char *inside = NULL;
		end = strchrnul(list, ':');
		err = rt_target_set(&inside, "%.*s/%s", (int)(end - list), list, pattern);
		if (!err)
			err = add_matches(binaries, pid, inside);
		free(inside);
		if (!*end)
			break;
	}
	return err;
}

/* Under a name of the process's, for nobody finds the file at its path (CAP_SYS_ADMIN, CAP_CHECKPOINT_RESTORE). */
static int add_deleted(struct rt_binaries *binaries, const struct rt_mapped_code *code)
{
	int err = add(binaries, code->pid, code->path);
	if (err)
		return err;
	return rt_target_set(&binaries->items[binaries->n - 1].path,
			     "/proc/%d/map_files/%llx-%llx", (int)code->pid,
			     (unsigned long long)code->start, (unsigned long long)code->end);
}

/* A name without a path: of a program, or of any version of a library. */
static bool is_called(const char *path, const char *name)
{
	const char *base = strrchr(path, '/') + 1;
	size_t size = strlen(name);
	if (strncmp(base, name, size) != 0)
		return false;
	return !base[size] || !strncmp(base + size, ".so", 3) ||
	       (size > 3 && !strcmp(name + size - 3, ".so") && base[size] == '.');
}

struct search {
	struct rt_binaries *binaries;
	const char *name;
};

static int take_wanted(void *context, const struct rt_mapped_code *code)
{
	const struct search *search = context;
	bool is_path = strchr(search->name, '/');
	if (is_path ? !code->is_deleted || strcmp(code->path, search->name) != 0
		    : !is_called(code->path, search->name))
		return 0;
	int err = code->is_deleted ? add_deleted(search->binaries, code)
				   : add(search->binaries, code->pid, code->path);
	return err ? err : 1;
}

/* With the links in its directory resolved; the file itself need not be there. */
static char *absolute_path(pid_t pid, const char *name)
{
	const char *slash = strrchr(name, '/');
	char *path = NULL;
	if (!slash || slash == name || (*name == '/' && is_elsewhere(pid)))
		return strdup(name);
	char *directory = strndup(name, (size_t)(slash - name));
	char *resolved = directory ? realpath(directory, NULL) : NULL;
	if (!resolved)
		path = strdup(name);
	else if (asprintf(&path, "%s%s", resolved, slash) < 0)
		path = NULL;
	free(directory);
	free(resolved);
	return path;
}

/*
 * What the process runs: a library by its name is the one that it has loaded, and a file that was deleted or
 * replaced is still what it has. 1: found; 0: it has no such, or may not be looked at.
 */
static int find_in_process(struct rt_binaries *binaries, pid_t pid, const char *name)
{
	struct search search = { binaries, NULL };
	char *path = absolute_path(pid, name);
	if (!path)
		return -ENOMEM;
	search.name = path;
	int found = rt_mapped_each(pid, take_wanted, &search);
	free(path);
	return found == 1 || found == -ENOMEM ? found : 0;
}

/* A library need not be executable, so a path is taken as it is. */
static int find_here(struct rt_binaries *binaries, pid_t pid, const char *name)
{
	char *path = NULL;
	int err = 0;
	if (strchr(name, '/') && is_elsewhere(pid)) {
		path = absolute_path(pid, name);
		err = path ? add(binaries, pid, path) : -ENOMEM;
		free(path);
		return err || !access(binaries->items[0].path, F_OK) ? err : -errno;
	}
	if (!strchr(name, '/')) {
		err = rt_path_executable(name, &path);
		if (err)
			err = rt_path_library(name, &path);
	} else if (access(name, F_OK)) {
		err = -errno;
	} else {
		path = *name == '/' ? strdup(name) : realpath(name, NULL);
		err = path ? 0 : -errno;
	}
	if (!err)
		err = add(binaries, pid, path);
	free(path);
	return err;
}

static int find_one(struct rt_binaries *binaries, pid_t pid, const char *name)
{
	int found = pid ? find_in_process(binaries, pid, name) : 0;
	if (found)
		return found < 0 ? found : 0;
	return find_here(binaries, pid, name);
}

static bool is_known(const struct rt_binaries *binaries, const char *name)
{
	for (size_t i = 0; i < binaries->n; i++)
		if (!strcmp(binaries->items[i].name, name))
			return true;
	return false;
}

/* Of deleted files those of one process: of several, one file would come under several names. */
static int add_mapped(void *context, const struct rt_mapped_code *code)
{
	struct rt_binaries *binaries = context;
	if (!code->is_deleted)
		return add(binaries, code->pid, code->path);
	if (!binaries->is_of_one_process || is_known(binaries, code->path))
		return 0;
	return add_deleted(binaries, code);
}

/* The program of -c, which has nothing mapped yet. */
static int add_command(const struct rt *rt, struct rt_binaries *binaries)
{
	const char *command = rt->options.command + strspn(rt->options.command, " ");
	char *word = strndup(command, strcspn(command, " "));
	char *path = NULL, *absolute = NULL;
	int err = word ? rt_path_executable(word, &path) : -ENOMEM;
	if (!err)
		absolute = realpath(path, NULL);
	if (absolute)
		err = add(binaries, 0, absolute);
	free(word);
	free(path);
	free(absolute);
	return err;
}

/* What processes have mapped: that of -p, or all; nothing for a name means that of -p or -c alone. */
static int find_mapped(const struct rt *rt, const char *name, struct rt_binaries *binaries)
{
	int err = rt->options.command ? add_command(rt, binaries) : 0;
	if (err || (rt->options.command && !*name))
		return err;
	return rt_mapped_each(rt->options.pid, add_mapped, binaries);
}

static int find(struct rt *rt, const char *name, struct rt_binaries *binaries)
{
	pid_t pid = rt->options.pid;
	binaries->is_pattern = !*name || rt_wildcard_is_in(name);
	binaries->is_of_one_process = pid;
	if (!*name || !strcmp(name, "*"))
		return find_mapped(rt, name, binaries);
	return binaries->is_pattern ? find_pattern(binaries, pid, name)
				    : find_one(binaries, pid, name);
}

/* What stands behind the archive's name in "ARCHIVE!/ENTRY"; NULL: the name is none of an archive. */
static const char *entry_of(const char *name)
{
	const char *mark = strstr(name, "!/");
	return mark && mark != name ? mark + 2 : NULL;
}

static int fail_entry(struct rt_probe *probe, const char *archive, const char *entry, int err)
{
	switch (-err) {
	case ENOENT:
		return rt_probe_fail(probe, err, "the archive %s has no '%s'", archive, entry);
	case ENOTSUP:
		return rt_probe_fail(probe, err,
				     "'%s' is compressed in %s: no process runs it there", entry,
				     archive);
	case EINVAL:
		return rt_probe_fail(probe, err, "%s is no ZIP archive", archive);
	default:
		return rt_probe_fail(probe, err, "cannot read %s: %s", archive, strerror(-err));
	}
}

static int find_entry(struct rt_probe *probe, struct rt_binary *binary, const char *entry)
{
	int fd = open(binary->path, O_RDONLY | O_CLOEXEC);
	int err = fd < 0 ? -errno : rt_zip_find(fd, entry, &binary->entry);
	if (fd >= 0)
		close(fd);
	if (err)
		return fail_entry(probe, binary->name, entry, err);
	char *name = NULL;
	if (asprintf(&name, "%s!/%s", binary->name, entry) < 0)
		return -ENOMEM;
	free(binary->name);
	binary->name = name;
	return 0;
}

static int find_in_archive(struct rt *rt, struct rt_probe *probe, const char *name,
			   struct rt_binaries *binaries)
{
	const char *entry = entry_of(name);
	char *archive = strndup(name, (size_t)(entry - 2 - name));
	int err = archive ? rt_binaries_find(rt, probe, archive, binaries) : -ENOMEM;
	for (size_t i = 0; i < binaries->n && !err; i++)
		err = find_entry(probe, &binaries->items[i], entry);
	free(archive);
	return err;
}

int rt_binaries_find(struct rt *rt, struct rt_probe *probe, const char *name,
		     struct rt_binaries *binaries)
{
	*binaries = (struct rt_binaries){ 0 };
	if (entry_of(name))
		return find_in_archive(rt, probe, name, binaries);
	if (!*name && !rt->options.pid && !rt->options.command)
		return rt_probe_fail(probe, -EINVAL,
				     "it names no program or library, and neither -p nor -c does");
	int err = find(rt, name, binaries);
	unite(binaries);
	if (err == -ENOMEM)
		return rt_probe_fail(probe, err, "out of memory");
	if (err && binaries->is_pattern)
		return rt_probe_fail(probe, err, "cannot look for files: %s", strerror(-err));
	if (err)
		return rt_probe_fail(probe, -ENOENT,
				     strchr(name, '/') ? "there is no file %s"
						       : "there is no command or library '%s'",
				     name);
	return 0;
}

void rt_binaries_release(struct rt_binaries *binaries)
{
	for (size_t i = 0; i < binaries->n; i++) {
		free(binaries->items[i].name);
		free(binaries->items[i].path);
	}
	free(binaries->items);
	*binaries = (struct rt_binaries){ 0 };
}

static int open_entry(const struct rt_binary *binary, struct rt_elf **elf)
{
	int fd = open(binary->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int copy = rt_zip_copy(fd, &binary->entry);
	close(fd);
	return copy < 0 ? copy : rt_elf_open_fd(copy, elf);
}

int rt_binary_open(struct rt_probe *probe, const struct rt_binary *binary, struct rt_elf **elf)
{
	int err = binary->entry.size ? open_entry(binary, elf) : rt_elf_open(binary->path, elf);
	if (err == -ENOEXEC)
		return rt_probe_fail(probe, err, "%s is no ELF file", binary->name);
	if (err)
		return rt_probe_fail(probe, err, "cannot read %s: %s", binary->name,
				     strerror(-err));
	return 0;
}
