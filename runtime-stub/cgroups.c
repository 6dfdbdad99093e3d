#include "cgroups.h"

#include <dirent.h>
#include <errno.h>
#include <mntent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cache.h"
#include "rt.h"
#include "watch.h"

/* Groups that are remembered; those that were seen first are forgotten beyond it. */
#define MAX_GROUPS 65536
#define N_BUCKETS  4096

struct group {
	struct group *next; /* of its bucket */
	uint64_t id;
	char *path;
};

/* A directory that is watched. */
struct watched {
	struct watched *next; /* of its bucket */
	int number;
	char *path;
};

struct cgroups {
	struct rt_cache head;
	bool is_prepared;
	int events;
	char *root; /* NULL: it is not mounted */
	struct group *buckets[N_BUCKETS];
	struct group *order[MAX_GROUPS]; /* a ring: the one at n_seen % MAX_GROUPS is the oldest */
	uint64_t n_seen;
	struct watched *watched[N_BUCKETS];
};

static struct group **bucket_of(struct cgroups *groups, uint64_t id)
{
	return &groups->buckets[id % N_BUCKETS];
}

static void forget(struct cgroups *groups, struct group *group)
{
	struct group **link = bucket_of(groups, group->id);
	while (*link != group)
		link = &(*link)->next;
	*link = group->next;
	free(group->path);
	free(group);
}

static void release_cgroups(struct rt_cache *cache)
{
	struct cgroups *groups = (struct cgroups *)cache;
	for (size_t i = 0; i < N_BUCKETS; i++) {
		while (groups->buckets[i])
			forget(groups, groups->buckets[i]);
		while (groups->watched[i]) {
			struct watched *watched = groups->watched[i];
			groups->watched[i] = watched->next;
			free(watched->path);
			free(watched);
		}
	}
	if (groups->is_prepared && groups->events >= 0)
		close(groups->events);
	free(groups->root);
}

static const struct rt_cache_kind cgroups_kind = { sizeof(struct cgroups), release_cgroups };

static const struct group *find(struct cgroups *groups, uint64_t id)
{
	const struct group *group = *bucket_of(groups, id);
	while (group && group->id != id)
		group = group->next;
	return group;
}

static void note(struct cgroups *groups, uint64_t id, const char *path)
{
	struct group **oldest = &groups->order[groups->n_seen % MAX_GROUPS];
	struct group *group = find(groups, id) ? NULL : calloc(1, sizeof(*group));
	if (!group)
		return;
	group->path = strdup(path);
	if (!group->path) {
		free(group);
		return;
	}
	if (*oldest)
		forget(groups, *oldest);
	group->id = id;
	group->next = *bucket_of(groups, id);
	*bucket_of(groups, id) = group;
	*oldest = group;
	groups->n_seen++;
}

/* Where the host allows no more watches, what is made below is not told. */
static void watch(struct cgroups *groups, const char *directory, const char *path)
{
	int number = inotify_add_watch(groups->events, directory,
				       IN_CREATE | IN_ONLYDIR | IN_DONT_FOLLOW);
	struct watched *watched = number >= 0 ? calloc(1, sizeof(*watched)) : NULL;
	if (!watched)
		return;
	watched->number = number;
	watched->path = strdup(path);
	watched->next = groups->watched[number % N_BUCKETS];
	groups->watched[number % N_BUCKETS] = watched;
}

/* A group and those below. What is made meanwhile is found or told, or both. */
static void note_tree(struct cgroups *groups, const char *path)
{
	struct stat status;
	char *directory;
	if (asprintf(&directory, "%s%s", groups->root, path) < 0)
		return;
	watch(groups, directory, path);
	if (!stat(directory, &status))
		note(groups, status.st_ino, *path ? path : "/");
	DIR *below = opendir(directory);
	for (struct dirent *entry = below ? readdir(below) : NULL; entry; entry = readdir(below)) {
		char *inner;
		if (entry->d_type != DT_DIR || !strcmp(entry->d_name, ".") ||
		    !strcmp(entry->d_name, "..") ||
		    asprintf(&inner, "%s/%s", path, entry->d_name) < 0)
			continue;
		note_tree(groups, inner);
		free(inner);
	}
	if (below)
		closedir(below);
	free(directory);
}

static void take_watched(struct cgroups *groups, const struct inotify_event *event)
{
	struct watched **link = &groups->watched[(unsigned)event->wd % N_BUCKETS];
	char *path;
	while (*link && (*link)->number != event->wd)
		link = &(*link)->next;
	struct watched *watched = *link;
	if (!watched)
		return;
	if (event->mask & IN_IGNORED) { // it is gone
		*link = watched->next;
		free(watched->path);
		free(watched);
	} else if (event->mask & IN_ISDIR && event->len && watched->path &&
		   asprintf(&path, "%s/%s", watched->path, event->name) >= 0) {
		note_tree(groups, path);
		free(path);
	}
}

static void take_events(struct cgroups *groups)
{
	char bytes[16384] __attribute__((aligned(8)));
	ssize_t n = groups->events >= 0 ? read(groups->events, bytes, sizeof(bytes)) : 0;
	for (; n > 0; n = read(groups->events, bytes, sizeof(bytes))) {
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *event = (const void *)(bytes + at);
			take_watched(groups, event);
			at += (ssize_t)(sizeof(*event) + event->len);
		}
	}
}

static int read_events(struct rt *rt, void *context)
{
	(void)rt;
	take_events(context);
	return 0;
}

static char *find_root(void)
{
	struct mntent entry;
	char line[8192];
	char *root = NULL;
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	while (mounts && !root && getmntent_r(mounts, &entry, line, sizeof(line)))
		if (!strcmp(entry.mnt_type, "cgroup2"))
			root = strdup(entry.mnt_dir);
	if (mounts)
		endmntent(mounts);
	return root;
}

int rt_cgroups_prepare(struct rt *rt, const struct abi_type *type)
{
	struct cgroups *groups = (struct cgroups *)rt_cache_get(rt, &cgroups_kind);
	(void)type;
	if (!groups)
		return -ENOMEM;
	if (groups->is_prepared)
		return 0;
	groups->is_prepared = true;
	groups->events = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	groups->root = find_root();
	if (!groups->root)
		return 0;
	note_tree(groups, "");
	return groups->events < 0 ? 0 : rt_watch_add(rt, groups->events, read_events, groups);
}

const char *rt_cgroups_find(struct rt *rt, uint64_t id)
{
	struct cgroups *groups = (struct cgroups *)rt_cache_get(rt, &cgroups_kind);
	const struct group *group;
	if (!groups || !groups->is_prepared)
		return NULL;
	take_events(groups);
	group = find(groups, id);
	return group ? group->path : NULL;
}
