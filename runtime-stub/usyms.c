#include "usyms.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cache.h"
#include "demangle.h"
#include "jit_names.h"
#include "mapping_events.h"
#include "number.h"
#include "process.h"
#include "rt.h"
#include "watch.h"

struct usyms {
	struct rt_cache head;
	struct rt_processes processes;
	struct rt_mapping_events events;
	bool is_prepared;
	void (*settled)(void *context);
	void *settled_context;
	struct rt_demangled demangled;
};

static void release_usyms(struct rt_cache *cache)
{
	struct usyms *usyms = (struct usyms *)cache;
	rt_mapping_events_close(&usyms->events);
	rt_processes_release(&usyms->processes);
	rt_demangled_release(&usyms->demangled);
}

static const struct rt_cache_kind usyms_kind = { sizeof(struct usyms), release_usyms };

static struct usyms *usyms_of(struct rt *rt)
{
	struct usyms *usyms = (struct usyms *)rt_cache_get(rt, &usyms_kind);
	if (!usyms)
		return NULL;
	usyms->processes.files.is_eager = !rt->tool->settings->lazy_symbolication;
	usyms->processes.shares_programs =
		rt->tool->settings->cache_user_symbols == ABI_CACHE_PER_PROGRAM;
	return usyms;
}

/* Who has changes noted needs what is known of processes. */
static bool keeps_nothing(const struct rt *rt, const struct usyms *usyms)
{
	return rt->tool->settings->cache_user_symbols == ABI_CACHE_NONE && !usyms->settled;
}

static void take_events(struct usyms *usyms)
{
	rt_mapping_events_read(&usyms->events, &usyms->processes);
	if (usyms->settled)
		usyms->settled(usyms->settled_context);
}

static int read_events(struct rt *rt, void *context)
{
	(void)rt;
	take_events(context);
	return 0;
}

struct rt_processes *rt_usyms_follow(struct rt *rt, void (*settled)(void *context), void *context)
{
	struct usyms *usyms = usyms_of(rt);
	if (!usyms)
		return NULL;
	usyms->settled = settled;
	usyms->settled_context = context;
	usyms->processes.notes_changes = true;
	return &usyms->processes;
}

/* What a process has mapped already; from here on it is told. */
static void note_process(struct usyms *usyms, uint32_t pid)
{
	struct rt_process *process = rt_process_make(&usyms->processes, pid);
	if (!process)
		return;
	rt_process_read(&usyms->processes, process);
	process->is_watched = true;
}

static void note_all(struct usyms *usyms)
{
	DIR *proc = opendir("/proc");
	for (struct dirent *entry = proc ? readdir(proc) : NULL; entry; entry = readdir(proc)) {
		uint64_t pid;
		if (!rt_number_parse(entry->d_name, &pid))
			note_process(usyms, (uint32_t)pid);
	}
	if (proc)
		closedir(proc);
}

/* The events of a process are those of its threads that exist and of all that they start. */
static bool has_one_thread(pid_t pid)
{
	char path[40];
	int n = 0;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *threads = opendir(path);
	for (struct dirent *entry = threads ? readdir(threads) : NULL; entry;
	     entry = readdir(threads))
		n += entry->d_name[0] != '.';
	if (threads)
		closedir(threads);
	return n == 1;
}

/* The process that the tool is about; 0: all are to be watched. */
static pid_t watched_process(const struct rt *rt)
{
	if (rt->child_pid)
		return rt->child_pid;
	return rt->options.pid && has_one_thread(rt->options.pid) ? rt->options.pid : 0;
}

int rt_usyms_prepare(struct rt *rt)
{
	struct usyms *usyms = usyms_of(rt);
	pid_t pid = watched_process(rt);
	if (!usyms)
		return -ENOMEM;
	if (usyms->is_prepared || keeps_nothing(rt, usyms))
		return 0;
	usyms->is_prepared = true;
	int err = rt_mapping_events_open(&usyms->events, pid);
	usyms->events.only = (uint32_t)rt->options.pid;
	if (err) {
		rt_explain(rt,
			   "names of functions are looked for late, for the kernel does not tell "
			   "what processes map: %s",
			   strerror(-err));
		return 0;
	}
	for (size_t i = 0; i < usyms->events.n && !err; i++)
		err = rt_watch_add(rt, usyms->events.rings[i].fd, read_events, usyms);
	if (pid)
		note_process(usyms, (uint32_t)pid);
	else if (rt->options.pid)
		note_process(usyms, (uint32_t)rt->options.pid);
	else
		note_all(usyms);
	return err;
}

struct rt_process *rt_process_find(struct rt *rt, uint32_t pid)
{
	struct usyms *usyms = usyms_of(rt);
	if (!usyms)
		return NULL;
	if (keeps_nothing(rt, usyms))
		rt_processes_release(&usyms->processes);
	take_events(usyms);
	struct rt_process *process = rt_process_get(&usyms->processes, pid);
	if (!process) {
		process = rt_process_make(&usyms->processes, pid);
		if (process)
			rt_process_read(&usyms->processes, process);
		return process;
	}
	process->was_reread = false;
	if (!process->is_watched)
		rt_process_refresh(&usyms->processes, process);
	return process;
}

/* Code that was mapped since, where that is not told, or was not. */
static const struct rt_mapping *find_mapping(struct usyms *usyms, struct rt_process *process,
					     uint64_t address)
{
	const struct rt_mapping *mapping = rt_process_mapping(process, address);
	bool is_told = process->is_watched && !usyms->events.has_lost;
	if (mapping || is_told || process->was_reread || process->has_ended)
		return mapping;
	rt_process_read(&usyms->processes, process);
	return rt_process_mapping(process, address);
}

struct rt_usym rt_usym_find(struct rt *rt, struct rt_process *process, uint64_t address)
{
	struct usyms *usyms = usyms_of(rt);
	struct rt_usym symbol = { 0 };
	const struct rt_mapping *mapping = usyms ? find_mapping(usyms, process, address) : NULL;
	if (!mapping)
		return symbol;
	if (mapping->file) {
		symbol.file = mapping->file->path;
		symbol.name = rt_symbol_file_find(
			&usyms->processes.files, mapping->file, process->pid,
			address - mapping->start + mapping->offset, &symbol.offset);
	}
	if (!symbol.name && process->jit)
		symbol.name = rt_jit_names_find(process->jit, address, &symbol.offset);
	if (symbol.name && rt->tool->settings->cpp_demangle)
		symbol.name = rt_demangled_find(&usyms->demangled, symbol.name);
	return symbol;
}

bool rt_usym_place(struct rt *rt, struct rt_process *process, uint64_t address,
		   struct rt_user_place *place)
{
	struct usyms *usyms = usyms_of(rt);
	const struct rt_mapping *mapping = usyms ? find_mapping(usyms, process, address) : NULL;
	if (!mapping || !mapping->file)
		return false;
	*place = (struct rt_user_place){ &usyms->processes.files, mapping->file,
					 address - mapping->start + mapping->offset, process->pid };
	return true;
}
