/*
 * Paths of control groups by their ids. An id is the inode number of the group's
 * directory (since 5.5), so the mounted hierarchies are searched for it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cache.h"
#include "capability.h"
#include "cgroups.h"
#include "json.h"
#include "text.h"
#include "value.h"

/* Answers that are kept; then they are forgotten and begin anew. */
#define MAX_ANSWERS 1024

/* What the hierarchy of version 2 is called. */
#define UNIFIED "unified"

struct answer {
	uint64_t id;
	const char *filter;
	char *text;
};

struct answers {
	struct rt_cache head;
	struct answer answers[MAX_ANSWERS];
	size_t n;
};

static void release_answers(struct rt_cache *cache)
{
	struct answers *answers = (struct answers *)cache;
	for (size_t i = 0; i < answers->n; i++)
		free(answers->answers[i].text);
	answers->n = 0;
}

static const struct rt_cache_kind answers_kind = { sizeof(struct answers), release_answers };

/*
 * Looks below the directory (and closes it) for the inode; `path` is the directory's and becomes that of
 * the one found.
 */
static bool search(int fd, uint64_t inode, struct rt_text *path)
{
	DIR *directory = fdopendir(fd);
	struct dirent *entry;
	size_t length = path->length;
	bool is_found = false;
	if (!directory) {
		close(fd);
		return false;
	}
	for (entry = readdir(directory); entry && !is_found; entry = readdir(directory)) {
		if (entry->d_type != DT_DIR || !strcmp(entry->d_name, ".") ||
		    !strcmp(entry->d_name, ".."))
			continue;
		rt_text_add_char(path, '/');
		rt_text_add_string(path, entry->d_name);
		is_found = entry->d_ino == inode;
		if (!is_found) {
			int below = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
			is_found = below >= 0 && search(below, inode, path);
		}
		if (!is_found)
			rt_text_cut(path, length);
	}
	closedir(directory);
	return is_found;
}

/* Hierarchies that one answer has seen: a container mounts some of them twice. */
struct hierarchies {
	dev_t devices[32];
	size_t n;
};

static bool add_hierarchy(struct hierarchies *seen, dev_t device)
{
	for (size_t i = 0; i < seen->n; i++) {
		if (seen->devices[i] == device)
			return false;
	}
	if (seen->n < sizeof(seen->devices) / sizeof(seen->devices[0]))
		seen->devices[seen->n++] = device;
	return true;
}

/* Appends "name:path" if the hierarchy mounted at `root` has the group. */
static void search_hierarchy(const char *name, const char *root, uint64_t id,
			     struct hierarchies *seen, struct rt_text *out)
{
	struct rt_text path = { 0 };
	struct stat status;
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &status) || !add_hierarchy(seen, status.st_dev)) {
		close(fd);
		return;
	}
	bool is_root = status.st_ino == id;
	if (is_root)
		close(fd);
	if (is_root || search(fd, id, &path)) {
		if (out->length)
			rt_text_add_char(out, ',');
		rt_text_add_string(out, name);
		rt_text_add_char(out, ':');
		if (is_root)
			rt_text_add_char(out, '/');
		rt_text_add(out, path.data, path.length);
	}
	rt_text_release(&path);
}

/* Turns the \040 of a mount table into what it stands for. */
static void unescape(char *text)
{
	char *to = text;
	for (const char *from = text; *from; to++) {
		if (from[0] == '\\' && from[1] && from[2] && from[3]) {
			*to = (char)((from[1] - '0') * 64 + (from[2] - '0') * 8 + (from[3] - '0'));
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

/* Searches the hierarchy of a line of the mount table: "device path type options ...". */
static void search_mount(char *line, uint64_t id, const char *filter, struct hierarchies *seen,
			 struct rt_text *out)
{
	char *rest = line;
	strsep(&rest, " ");
	char *path = strsep(&rest, " ");
	char *type = strsep(&rest, " ");
	if (!type || (strcmp(type, "cgroup2") && strcmp(type, "cgroup")))
		return;
	unescape(path);
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	if (!strcmp(type, "cgroup2"))
		name = UNIFIED;
	if (!filter || !*filter || !fnmatch(filter, name, 0))
		search_hierarchy(name, path, id, seen, out);
}

/* A group that is gone has the path that it had. */
static void add_gone(struct rt *rt, uint64_t id, const char *filter, struct rt_text *out)
{
	const char *path = rt_cgroups_find(rt, id);
	if (!path || (filter && *filter && fnmatch(filter, UNIFIED, 0) != 0))
		return;
	rt_text_add_string(out, UNIFIED ":");
	rt_text_add_string(out, path);
}

static char *find_paths(struct rt *rt, uint64_t id, const char *filter)
{
	struct rt_text text = { 0 };
	struct hierarchies seen = { 0 };
	char *line = NULL;
	size_t room = 0;
	FILE *mounts = fopen("/proc/self/mounts", "re");
	while (mounts && getline(&line, &room, mounts) > 0)
		search_mount(line, id, filter, &seen, &text);
	if (mounts)
		fclose(mounts);
	free(line);
	if (!text.length)
		add_gone(rt, id, filter, &text);
	const char *found = rt_text_string(&text);
	char *copy = found ? strdup(found) : NULL;
	rt_text_release(&text);
	return copy;
}

static void cgroup_path_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct answers *answers = (struct answers *)rt_cache_get(rt, &answers_kind);
	uint64_t id = rt_load_unsigned(value->data, value->size);
	const char *filter = value->type->text;
	if (!answers)
		return;
	for (size_t i = 0; i < answers->n; i++) {
		if (answers->answers[i].id == id && answers->answers[i].filter == filter) {
			rt_text_add_string(out, answers->answers[i].text);
			return;
		}
	}
	char *text = find_paths(rt, id, filter);
	if (!text)
		return;
	rt_text_add_string(out, text);
	if (answers->n == MAX_ANSWERS)
		release_answers(&answers->head);
	answers->answers[answers->n++] = (struct answer){ id, filter, text };
}

const struct rt_value_ops rt_value_cgroup_path = {
	.name = "control group path",
	.text = cgroup_path_text,
	.json = rt_json_of_text,
	.prepare = rt_cgroups_prepare,
	.keeps = RT_CAPABILITY(DAC_READ_SEARCH),
};
