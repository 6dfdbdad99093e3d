#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/vec.h"
#include "kernel/btf_open.h"
#include "kernel/facts.h"

struct live {
	struct facts facts;
	const char *btf_directory;
	const char *tracefs;
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

static const struct facts_operations live_operations = {
	.has_btf = live_has_btf,
	.vmlinux = live_vmlinux,
	.modules = live_modules,
	.module = live_module,
	.has_formats = live_has_formats,
	.format = live_format,
	.tracepoints = live_tracepoints,
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

const char *facts_find_tracefs(void)
{
	static const char *const places[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };

	if (access("/sys/kernel/tracing/events", R_OK) != 0 &&
	    access("/sys/kernel/debug/tracing/events", R_OK) == 0)
		return places[1];
	return places[0];
}
