#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zlib.h>

#include "base/strbuf.h"
#include "base/vec.h"
#include "kernel/btf_open.h"
#include "kernel/facts.h"
#include "kernel/functions.h"

#define FTRACE_FUNCTIONS "available_filter_functions"

struct live {
	struct facts facts;
	const char *btf_directory;
	const char *tracefs;
	const char *proc, *debugfs, *boot; /* NULL unless the rest of the system is known too */
};

static const struct live *live_of(const struct facts *facts)
{
	return (const struct live *)facts;
}

/* Names become parts of paths. */
static bool is_file_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

static const char *vmlinux_path(const struct live *live)
{
	return arena_printf(live->facts.arena, "%s/vmlinux", live->btf_directory);
}

static bool live_has_btf(const struct facts *facts)
{
	return access(vmlinux_path(live_of(facts)), R_OK) == 0;
}

static struct btf *live_vmlinux(struct facts *facts)
{
	return btf_open_file(facts->arena, vmlinux_path(live_of(facts)), NULL, NULL);
}

static const char *const *live_modules(const struct facts *facts, size_t *count)
{
	DIR *directory = opendir(live_of(facts)->btf_directory);
	const struct dirent *entry = directory != NULL ? readdir(directory) : NULL;
	VEC(const char *) names;

	vec_init(&names, facts->arena);
	for (; entry != NULL; entry = readdir(directory)) {
		if (is_file_name(entry->d_name) && strcmp(entry->d_name, "vmlinux") != 0)
			vec_push(&names, arena_strdup(facts->arena, entry->d_name));
	}
	if (directory != NULL)
		closedir(directory);
	*count = names.count;
	return names.items;
}

static struct btf *live_module(const struct facts *facts, const char *name, struct btf *base)
{
	if (!is_file_name(name))
		return NULL;
	return btf_open_file(
		facts->arena,
		arena_printf(facts->arena, "%s/%s", live_of(facts)->btf_directory, name), base,
		NULL);
}

/* Files of tracefs have no size; they are read to their end. */
static const char *read_text(struct arena *arena, const char *path)
{
	struct strbuf text;
	char block[4096];
	ssize_t n = -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return NULL;
	strbuf_init(&text, arena);
	do {
		n = read(fd, block, sizeof(block));
		if (n > 0)
			strbuf_write(&text, block, (size_t)n);
	} while (n > 0 || (n < 0 && errno == EINTR));
	close(fd);
	return n == 0 ? strbuf_text(&text) : NULL;
}

static bool live_has_formats(const struct facts *facts)
{
	return access(arena_printf(facts->arena, "%s/events", live_of(facts)->tracefs),
		      R_OK | X_OK) == 0;
}

static const char *live_format(const struct facts *facts, const char *category, const char *name)
{
	if (!is_file_name(category) || !is_file_name(name))
		return NULL;
	return read_text(facts->arena, arena_printf(facts->arena, "%s/events/%s/%s/format",
						    live_of(facts)->tracefs, category, name));
}

static const char *const *live_tracepoints(const struct facts *facts, size_t *count)
{
	const char *text = read_text(facts->arena, arena_printf(facts->arena, "%s/available_events",
								live_of(facts)->tracefs));
	VEC(const char *) names;

	vec_init(&names, facts->arena);
	while (text != NULL && *text != '\0') {
		size_t size = strcspn(text, "\n");

		if (memchr(text, ':', size) != NULL)
			vec_push(&names, arena_strndup(facts->arena, text, size));
		text += size + (text[size] == '\n');
	}
	*count = names.count;
	return names.items;
}

/* The text of a file below a directory; NULL also if there is no directory. */
static const char *read_below(const struct facts *facts, const char *directory, const char *name)
{
	if (directory == NULL)
		return NULL;
	return read_text(facts->arena, arena_printf(facts->arena, "%s/%s", directory, name));
}

static bool knows_ftrace(const struct live *live)
{
	const char *path = arena_printf(live->facts.arena, "%s/" FTRACE_FUNCTIONS, live->tracefs);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static const char *const *live_functions(const struct facts *facts, size_t *count)
{
	const struct live *live = live_of(facts);
	const char *text = read_below(facts, live->tracefs, FTRACE_FUNCTIONS);
	const char *blacklist = read_below(facts, live->debugfs, "kprobes/blacklist");
	const char *const *names = NULL;

	*count = 0;
	if (text != NULL)
		names = functions_of_ftrace(facts->arena, text, count);
	else
		text = read_below(facts, live->proc, "kallsyms");
	if (text != NULL && names == NULL)
		names = functions_of_symbols(facts->arena, text, count);
	if (names != NULL && blacklist != NULL)
		*count = functions_drop(facts->arena, (const char **)(uintptr_t)names, *count,
					blacklist);
	return names;
}

/* gzip or plain. */
static const char *read_packed(struct arena *arena, const char *path)
{
	struct strbuf text;
	char block[16384];
	int n = -1;
	gzFile file = gzopen(path, "re");

	if (file == NULL)
		return NULL;
	strbuf_init(&text, arena);
	do {
		n = gzread(file, block, sizeof(block));
		if (n > 0)
			strbuf_write(&text, block, (size_t)n);
	} while (n > 0);
	gzclose(file);
	return n == 0 ? strbuf_text(&text) : NULL;
}

static const char *read_config(const struct live *live, const char *release)
{
	struct arena *arena = live->facts.arena;
	const char *text = read_packed(arena, arena_printf(arena, "%s/config.gz", live->proc));

	if (text == NULL)
		text = read_packed(arena, arena_printf(arena, "%s/config-%s", live->boot, release));
	return text;
}

static const char *live_text(const struct facts *facts, enum facts_text which)
{
	const struct live *live = live_of(facts);
	struct utsname system;

	if (live->proc == NULL || uname(&system) != 0)
		return NULL;
	switch (which) {
	case FACTS_RELEASE:
		return arena_strdup(facts->arena, system.release);
	case FACTS_VERSION:
		return arena_strdup(facts->arena, system.version);
	case FACTS_MACHINE:
		return arena_strdup(facts->arena, system.machine);
	case FACTS_CONFIG:
		return read_config(live, system.release);
	case FACTS_SOURCE_OF_FUNCTIONS:
		return knows_ftrace(live) ? FTRACE_FUNCTIONS : "kallsyms";
	}
	return NULL;
}

static const struct facts_operations live_operations = {
	.has_btf = live_has_btf,
	.vmlinux = live_vmlinux,
	.modules = live_modules,
	.module = live_module,
	.has_formats = live_has_formats,
	.format = live_format,
	.tracepoints = live_tracepoints,
	.functions = live_functions,
	.text = live_text,
};

struct facts *facts_live(struct arena *arena, const char *btf_directory, const char *tracefs,
			 const char *description)
{
	struct live *live = arena_new_of(arena, struct live);

	live->facts.operations = &live_operations;
	live->facts.arena = arena;
	live->facts.description = description;
	live->btf_directory = btf_directory;
	live->tracefs = tracefs;
	return &live->facts;
}

void facts_live_add_system(struct facts *facts, const char *proc, const char *debugfs,
			   const char *boot)
{
	struct live *live = (struct live *)facts;

	live->proc = proc;
	live->debugfs = debugfs;
	live->boot = boot;
}

const char *facts_find_tracefs(void)
{
	static const char *const places[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };

	if (access("/sys/kernel/tracing/events", R_OK) != 0 &&
	    access("/sys/kernel/debug/tracing/events", R_OK) == 0)
		return places[1];
	return places[0];
}
