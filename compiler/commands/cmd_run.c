/*
 * tracec run: build into a cache, then become the tool. What a tool is made of
 * (script, options, tracec, its parts, the target) is the cache's key.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/files.h"
#include "build/hash.h"
#include "commands/compilation.h"
#include "commands/environment.h"
#include "commands/executable.h"

/* $XDG_CACHE_HOME/tracec, ~/.cache/tracec; NULL if there is no home. */
static const char *cache_directory(struct arena *arena)
{
	const char *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	if (xdg && *xdg)
		return arena_printf(arena, "%s/tracec", xdg);
	return home && *home ? arena_printf(arena, "%s/.cache/tracec", home) : NULL;
}

/* Identity of a file by size and time of change: cheap, and new after each build of tracec. */
static void add_file_identity(struct hash *hash, const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		memset(&st, 0, sizeof(st));
	int64_t identity[] = { st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
			       (int64_t)st.st_ino };
	hash_add(hash, identity, sizeof(identity));
}

/* What clang made of the script's C: headers may have changed without the script's doing so. */
static void add_c(struct hash *hash, const struct script_c *own)
{
	size_t size = 0;
	if (!own->own)
		return;
	const void *types = ctype_set_bytes(own->own, &size);
	hash_add(hash, types, size);
	vec_foreach(const struct script_constant, constant, &own->constants)
		hash_add_text(hash, constant->text);
}

/* The target decides types: the running kernel by its BTF's size and release. */
static const char *cache_key(struct compilation *c)
{
	struct toolchain chain = { 0 };
	const char *error;
	struct hash *hash = hash_new(c->arena);
	hash_add_text(hash, TRACEC_VERSION);
	hash_add(hash, c->file->text, c->file->size);
	hash_add_text(hash, c->script_name);
	for (size_t i = 0; i < c->imports.count; i++) {
		hash_add_text(hash, c->imports.items[i]->name);
		hash_add(hash, c->imports.items[i]->text, c->imports.items[i]->size);
	}
	vec_foreach(const struct c_part, part, &c->c_parts.parts) {
		hash_add_text(hash, part->path);
		hash_add(hash, part->text, part->size);
	}
	add_c(hash, &c->script_c);
	hash_add_text(hash, c->options->target);
	hash_add(hash, &c->options->unsafe, sizeof(c->options->unsafe));
	for (size_t i = 0; i < c->options->config.count; i++)
		hash_add_text(hash, c->options->config.items[i]);
	add_file_identity(hash, "/proc/self/exe");
	if (toolchain_find_parts(c->arena, &chain, &error))
		add_file_identity(hash, arena_printf(c->arena, "%s/libtracec-stub.a", chain.parts));
	if (c->options->target)
		add_file_identity(hash, c->options->target);
	hash_add_text(hash, kernel_description(c->kernel));
	return hash_finish(hash);
}

static int make_cached(struct compilation *c, const char *directory, const char *tool_path)
{
	struct executable exe;
	const char *error = NULL;
	int status = executable_make(&exe, c, MAKE_EXECUTABLE);
	if (status == EXIT_DONE &&
	    (!make_directories(directory) ||
	     !file_install(c->arena, executable_path(&exe, c, exe.files.executable), tool_path,
			   0777, &error))) {
		fprintf(stderr, "tracec: %s\n",
			error ? error
			      : arena_printf(c->arena, "%s: %s", directory, strerror(errno)));
		status = EXIT_TOOLING;
	}
	executable_release(&exe);
	return status;
}

/* Becomes the tool; returns only if that fails. */
static int become(const char *tool_path, const char *name, const struct options *options, int skip)
{
	int n = options->n_args - skip;
	char **argv = arena_alloc(options->arena, sizeof(char *) * (size_t)(n + 2));
	argv[0] = arena_strdup(options->arena, name);
	for (int i = 0; i < n; i++)
		argv[i + 1] = options->args[skip + i];
	environment_drop_built_in(options->arena);
	execv(tool_path, argv);
	fprintf(stderr, "tracec: %s: %s\n", tool_path, strerror(errno));
	return EXIT_TOOLING;
}

int command_run(const struct options *options)
{
	struct compilation c;
	const char *path, *tool_path = NULL, *name = NULL;
	if (!compilation_path(options, -1, &path))
		return EXIT_USAGE;
	int status = compile_script(&c, options, path, COMPILE_PLAN);
	if (status == EXIT_DONE) {
		const char *cache = cache_directory(c.arena);
		if (!cache)
			cache = arena_printf(c.arena, "/tmp/tracec-%u", getuid());
		const char *directory = arena_printf(c.arena, "%s/%s", cache, cache_key(&c));
		tool_path = arena_printf(options->arena, "%s/%s", directory, c.tool_name);
		name = arena_strdup(options->arena, c.tool_name);
		if (access(tool_path, X_OK) < 0)
			status = make_cached(&c, directory, tool_path);
	}
	compilation_release(&c);
	return status == EXIT_DONE ? become(tool_path, name, options, path ? 1 : 0) : status;
}
