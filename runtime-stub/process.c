#include "process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "hash.h"
#include "jit_names.h"

/* Memory for processes and mappings; of the processes that ended, the first are forgotten beyond it. */
#define MAX_BYTES (32u << 20)

/* Mappings of one process; the older half is dropped when they are more. */
#define MAX_MAPPINGS 8192

/* Forks without an exec between them before what they share is copied. */
#define MAX_DEPTH 8

struct rt_mappings {
	unsigned refs;
	unsigned depth;
	bool is_program; /* several processes that have ended may have it: nothing is added to it */
	struct rt_mappings *parent; /* of the process that forked this one; NULL: none */
	struct rt_mapping *items;   /* the newest last */
	size_t n, room;
};

/* Mappings come in a row, so the last one is often the same. */
static void note_change(struct rt_processes *all, uint32_t pid)
{
	if (!all->notes_changes || (all->n_changed && all->changed[all->n_changed - 1] == pid))
		return;
	if (all->n_changed == all->changed_room) {
		size_t room = all->changed_room ? all->changed_room * 2 : 64;
		uint32_t *grown = realloc(all->changed, room * sizeof(*grown));
		if (!grown)
			return;
		all->changed = grown;
		all->changed_room = room;
	}
	all->changed[all->n_changed++] = pid;
}

bool rt_process_take_change(struct rt_processes *all, uint32_t *pid)
{
	if (!all->n_changed)
		return false;
	*pid = all->changed[--all->n_changed];
	return true;
}

static struct rt_process **bucket_of(struct rt_processes *all, uint32_t pid)
{
	return &all->buckets[pid % RT_PROCESS_BUCKETS];
}

struct rt_process *rt_process_get(struct rt_processes *all, uint32_t pid)
{
	struct rt_process *process = *bucket_of(all, pid);
	while (process && process->pid != pid)
		process = process->next;
	return process;
}

static void drop_items(struct rt_processes *all, struct rt_mappings *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		rt_symbol_file_drop(&all->files, list->items[i].file);
}

static void drop_mappings(struct rt_processes *all, struct rt_mappings *list)
{
	while (list && !--list->refs) {
		struct rt_mappings *parent = list->parent;
		drop_items(all, list, list->n);
		all->bytes -= list->room * sizeof(*list->items) + sizeof(*list);
		free(list->items);
		free(list);
		list = parent;
	}
}

static struct rt_mappings *mappings_new(struct rt_processes *all, struct rt_mappings *parent)
{
	struct rt_mappings *list = calloc(1, sizeof(*list));
	if (!list)
		return NULL;
	all->bytes += sizeof(*list);
	list->refs = 1;
	list->parent = parent;
	if (parent) {
		parent->refs++;
		list->depth = parent->depth + 1;
	}
	return list;
}

static bool make_room(struct rt_processes *all, struct rt_mappings *list)
{
	if (list->n < list->room)
		return true;
	if (list->n >= MAX_MAPPINGS) {
		size_t half = list->n / 2;
		drop_items(all, list, half);
		memmove(list->items, list->items + half, (list->n - half) * sizeof(*list->items));
		list->n -= half;
		return true;
	}
	size_t room = list->room ? list->room * 2 : 8;
	struct rt_mapping *grown = realloc(list->items, room * sizeof(*grown));
	if (!grown)
		return false;
	all->bytes += (room - list->room) * sizeof(*grown);
	list->items = grown;
	list->room = room;
	return true;
}

/* The newest mapping of the list at an address. */
static const struct rt_mapping *newest(const struct rt_mappings *list, uint64_t address)
{
	for (size_t i = list->n; i > 0; i--) {
		const struct rt_mapping *mapping = &list->items[i - 1];
		if (address >= mapping->start && address < mapping->end)
			return mapping;
	}
	return NULL;
}

static bool is_known(const struct rt_mappings *list, const struct rt_mapping *mapping)
{
	const struct rt_mapping *known = newest(list, mapping->start);
	return known && known->start == mapping->start && known->end == mapping->end &&
	       known->offset == mapping->offset && known->file == mapping->file;
}

/* Takes the reference of the mapping's file. */
static void add_mapping(struct rt_processes *all, struct rt_mappings *list,
			const struct rt_mapping *mapping)
{
	if (!is_known(list, mapping) && make_room(all, list))
		list->items[list->n++] = *mapping;
	else
		rt_symbol_file_drop(&all->files, mapping->file);
}

static void forget_process(struct rt_processes *all, struct rt_process *process)
{
	struct rt_process **link = bucket_of(all, process->pid);
	while (*link != process)
		link = &(*link)->next;
	*link = process->next;
	drop_mappings(all, process->mappings);
	rt_jit_names_free(process->jit);
	all->bytes -= sizeof(*process);
	free(process);
}

static struct rt_mappings **program_of(struct rt_processes *all, const struct rt_mappings *list)
{
	uint64_t hash = rt_hash(RT_HASH_START, &list->n, sizeof(list->n));
	for (size_t i = 0; i < list->n; i++)
		hash = rt_hash(hash, &list->items[i].start, sizeof(list->items[i].start));
	return &all->programs[(hash ^ hash >> 32) % RT_PROGRAMS];
}

static bool is_alike(const struct rt_mappings *a, const struct rt_mappings *b)
{
	bool is_same = a->n == b->n && a->parent == b->parent;
	for (size_t i = 0; i < a->n && is_same; i++) {
		const struct rt_mapping *left = &a->items[i];
		const struct rt_mapping *right = &b->items[i];
		is_same = left->start == right->start && left->end == right->end &&
			  left->offset == right->offset && left->file == right->file;
	}
	return is_same;
}

/* Of a process that has ended. */
static void share_program(struct rt_processes *all, struct rt_process *process)
{
	struct rt_mappings *own = process->mappings;
	struct rt_mappings **program = program_of(all, own);
	if (*program == own)
		return;
	if (*program && is_alike(*program, own)) {
		(*program)->refs++;
		process->mappings = *program;
		drop_mappings(all, own);
		return;
	}
	drop_mappings(all, *program);
	own->refs++;
	own->is_program = true;
	*program = own;
}

/* What nobody has but the table of programs. */
static void forget_program(struct rt_processes *all, const struct rt_process *process)
{
	struct rt_mappings **program = program_of(all, process->mappings);
	if (*program != process->mappings || (*program)->refs > 2)
		return;
	drop_mappings(all, *program);
	*program = NULL;
}

static void forget_first_ended(struct rt_processes *all)
{
	struct rt_process *first = all->first_ended;
	all->first_ended = first->later;
	if (!all->first_ended)
		all->last_ended = NULL;
	forget_program(all, first);
	forget_process(all, first);
}

static void keep_bounds(struct rt_processes *all)
{
	while (all->bytes > MAX_BYTES && all->first_ended)
		forget_first_ended(all);
}

struct rt_process *rt_process_make(struct rt_processes *all, uint32_t pid)
{
	struct rt_process *process = rt_process_get(all, pid);
	if (process)
		return process;
	keep_bounds(all);
	process = calloc(1, sizeof(*process));
	if (!process)
		return NULL;
	process->pid = pid;
	process->mappings = mappings_new(all, NULL);
	if (!process->mappings) {
		free(process);
		return NULL;
	}
	all->bytes += sizeof(*process);
	process->next = *bucket_of(all, pid);
	*bucket_of(all, pid) = process;
	return process;
}

/* The number is in use again. */
static void revive(struct rt_processes *all, struct rt_process *process)
{
	struct rt_process **link = &all->first_ended;
	struct rt_process *before = NULL;
	while (*link && *link != process) {
		before = *link;
		link = &before->later;
	}
	if (*link)
		*link = process->later;
	if (all->last_ended == process)
		all->last_ended = before;
	process->later = NULL;
	process->has_ended = false;
	rt_jit_names_free(process->jit);
	process->jit = NULL;
}

/* Without a parent, from the oldest to the newest of those that it stands for. */
static struct rt_mappings *flat_copy(struct rt_processes *all, const struct rt_mappings *list)
{
	struct rt_mappings *copy = mappings_new(all, NULL);
	const struct rt_mappings *chain[MAX_DEPTH + 1];
	size_t n = 0;
	for (; copy && list && n < MAX_DEPTH + 1; list = list->parent)
		chain[n++] = list;
	while (n-- > 0) {
		for (size_t i = 0; i < chain[n]->n; i++) {
			rt_symbol_file_keep(chain[n]->items[i].file);
			add_mapping(all, copy, &chain[n]->items[i]);
		}
	}
	return copy;
}

/* What a forked process begins with. */
static struct rt_mappings *inherited(struct rt_processes *all, const struct rt_process *parent)
{
	if (!parent)
		return mappings_new(all, NULL);
	if (parent->mappings->depth < MAX_DEPTH)
		return mappings_new(all, parent->mappings);
	return flat_copy(all, parent->mappings);
}

void rt_process_forked(struct rt_processes *all, uint32_t pid, uint32_t parent, uint64_t time)
{
	struct rt_process *process = rt_process_make(all, pid);
	if (!process || pid == parent)
		return;
	struct rt_mappings *list = inherited(all, rt_process_get(all, parent));
	if (!list)
		return;
	if (process->has_ended)
		revive(all, process);
	// What came late: told by another CPU before this.
	struct rt_mappings *old = process->mappings;
	for (size_t i = 0; i < old->n; i++) {
		if (old->items[i].time <= time)
			continue;
		rt_symbol_file_keep(old->items[i].file);
		add_mapping(all, list, &old->items[i]);
	}
	process->is_watched = true;
	process->mappings = list;
	drop_mappings(all, old);
	note_change(all, pid);
}

/* Where code may be that no file holds. */
static bool is_memory(const char *path)
{
	static const char *const names[] = { "//anon", "[anon", "[heap]", "/memfd:", "/dev/zero" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(path, names[i], strlen(names[i])))
			return true;
	return !*path;
}

void rt_process_mapped(struct rt_processes *all, const struct rt_mapping_note *note)
{
	struct rt_process *process = rt_process_make(all, note->mapped.pid);
	if (!process)
		return;
	if (process->mappings->is_program) {
		struct rt_mappings *list = mappings_new(all, process->mappings);
		if (!list)
			return;
		drop_mappings(all, process->mappings);
		process->mappings = list;
	}
	struct rt_mapping mapping = {
		.start = note->mapped.start,
		.end = note->mapped.end,
		.offset = note->offset,
		.time = note->time,
		.file = rt_symbol_file_of(&all->files, &note->mapped),
	};
	add_mapping(all, process->mappings, &mapping);
	note_change(all, process->pid);
	if (!is_memory(note->mapped.path))
		return;
	if (!process->jit)
		process->jit = rt_jit_names_new(process->pid);
	if (process->jit)
		rt_jit_names_note(process->jit);
}

void rt_process_ended(struct rt_processes *all, uint32_t pid)
{
	struct rt_process *process = rt_process_get(all, pid);
	if (!process || process->has_ended)
		return;
	process->has_ended = true;
	if (all->last_ended)
		all->last_ended->later = process;
	else
		all->first_ended = process;
	all->last_ended = process;
	note_change(all, pid);
	if (all->shares_programs)
		share_program(all, process);
	keep_bounds(all);
}

/* A line "start-end perms offset major:minor inode path", if it can be executed. */
static bool scan_line(char *line, struct rt_mapping_note *note)
{
	unsigned long long start, end, offset, inode;
	unsigned major_number, minor_number;
	char permissions[5];
	int path = 0;
	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "%llx-%llx %4s %llx %x:%x %llu %n", &start, &end, permissions, &offset,
		   &major_number, &minor_number, &inode, &path) < 7 ||
	    permissions[2] != 'x')
		return false;
	note->mapped.start = start;
	note->mapped.end = end;
	note->mapped.device = makedev(major_number, minor_number);
	note->mapped.inode = inode;
	note->mapped.path = path ? line + path : "";
	note->offset = offset;
	return true;
}

/* false: the process has ended. */
static bool identify(uint32_t pid, struct rt_identity *identity)
{
	char path[64];
	char line[1024] = "";
	struct stat status;
	snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	FILE *file = fopen(path, "re");
	if (!file)
		return false;
	size_t n = fread(line, 1, sizeof(line) - 1, file);
	fclose(file);
	line[n] = '\0';
	// The name may hold blanks and parentheses: 20 fields behind its end is the start time.
	const char *field = strrchr(line, ')');
	for (int i = 0; field && i < 20; i++)
		field = strchr(field + 1, ' ');
	snprintf(path, sizeof(path), "/proc/%u/exe", pid);
	if (!field || stat(path, &status)) // ended, and not yet waited for
		return false;
	*identity = (struct rt_identity){ strtoull(field, NULL, 10), status.st_dev, status.st_ino };
	return true;
}

bool rt_process_read(struct rt_processes *all, struct rt_process *process)
{
	struct rt_mapping_note note = { .mapped.pid = process->pid };
	char path[64];
	char *line = NULL;
	size_t room = 0;
	bool found = false;
	snprintf(path, sizeof(path), "/proc/%u/maps", process->pid);
	FILE *maps = fopen(path, "re");
	while (maps && getline(&line, &room, maps) > 0) {
		if (!scan_line(line, &note))
			continue;
		rt_process_mapped(all, &note);
		found = true;
	}
	free(line);
	if (maps)
		fclose(maps);
	if (found)
		identify(process->pid, &process->identity);
	process->was_reread = true;
	return found;
}

bool rt_process_refresh(struct rt_processes *all, struct rt_process *process)
{
	const struct rt_identity *known = &process->identity;
	struct rt_identity now;
	if (!identify(process->pid, &now))
		return false;
	if (now.start_time == known->start_time && now.device == known->device &&
	    now.inode == known->inode)
		return true;
	struct rt_mappings *none = mappings_new(all, NULL);
	if (now.start_time != known->start_time && none) {
		drop_mappings(all, process->mappings);
		process->mappings = none;
	} else {
		drop_mappings(all, none);
	}
	return rt_process_read(all, process);
}

const struct rt_mapping *rt_process_mapping(const struct rt_process *process, uint64_t address)
{
	const struct rt_mapping *mapping = NULL;
	for (const struct rt_mappings *list = process->mappings; list && !mapping;
	     list = list->parent)
		mapping = newest(list, address);
	return mapping;
}

void rt_process_each_mapping(const struct rt_process *process,
			     int (*visit)(void *context, const struct rt_mapping *mapping),
			     void *context)
{
	for (const struct rt_mappings *list = process->mappings; list; list = list->parent)
		for (size_t i = list->n; i > 0; i--)
			if (visit(context, &list->items[i - 1]))
				return;
}

void rt_processes_release(struct rt_processes *all)
{
	free(all->changed);
	all->changed = NULL;
	all->n_changed = all->changed_room = 0;
	for (size_t i = 0; i < RT_PROCESS_BUCKETS; i++)
		while (all->buckets[i])
			forget_process(all, all->buckets[i]);
	all->first_ended = all->last_ended = NULL;
	for (size_t i = 0; i < RT_PROGRAMS; i++) {
		drop_mappings(all, all->programs[i]);
		all->programs[i] = NULL;
	}
}
