#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "commands/list.h"
#include "kernel/binary.h"

/* Where Debian keeps libraries of an architecture. */
#if defined(__x86_64__)
#	define MULTIARCH "x86_64-linux-gnu"
#elif defined(__aarch64__)
#	define MULTIARCH "aarch64-linux-gnu"
#else
#	define MULTIARCH "none"
#endif

typedef VEC(const char *) path_vec;

/* Adds the files that a pattern of paths finds, sorted. */
static void add_paths(struct arena *arena, const char *pattern, path_vec *paths)
{
	glob_t found;

	if (glob(pattern, GLOB_NOESCAPE, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		vec_push(paths, arena_strdup(arena, found.gl_pathv[i]));
	globfree(&found);
}

/* The first file of that name in a list of directories, each ended by a colon. */
static void search(struct arena *arena, const char *directories, const char *name, path_vec *paths)
{
	while (directories != NULL && *directories != '\0' && paths->count == 0) {
		size_t size = strcspn(directories, ":");
		const char *path = arena_printf(arena, "%.*s/%s", (int)size, directories, name);

		if (size > 0)
			add_paths(arena, path, paths);
		directories += size + (directories[size] == ':');
	}
}

/* Programs are looked for in PATH, names such as libc in the directories of libraries. */
static path_vec find_files(struct arena *arena, const char *name)
{
	static const char libraries[] =
		"/lib/" MULTIARCH ":/usr/lib/" MULTIARCH ":/lib64:/usr/lib64:/lib:/usr/lib:"
		"/usr/local/lib";
	path_vec paths;

	vec_init(&paths, arena);
	if (strchr(name, '/') != NULL) {
		add_paths(arena, name, &paths);
		return paths;
	}
	if (strncmp(name, "lib", 3) == 0) {
		search(arena, libraries, name, &paths);
		search(arena, libraries, arena_printf(arena, "%s.so.[0-9]*", name), &paths);
		search(arena, libraries, arena_printf(arena, "%s.so", name), &paths);
	}
	search(arena, getenv("PATH"), name, &paths);
	return paths;
}

/* "-4@%edi 8@16(%rbp)": a line for each, its type from size and sign. */
static void add_arguments(struct list *list, const char *arguments)
{
	unsigned n = 0;

	while (*arguments != '\0') {
		size_t size = strcspn(arguments, " ");
		bool is_sized = strcspn(arguments, "@") < size;
		long bytes = is_sized ? strtol(arguments, NULL, 10) : (long)sizeof(long);
		bool is_float = is_sized && arguments[strspn(arguments, "-0123456789")] == 'f';

		if (is_float)
			strbuf_printf(&list->out, "    %s arg%u\n", bytes == 4 ? "float" : "double",
				      n++);
		else if (size > 0)
			strbuf_printf(&list->out, "    %sint%ld_t arg%u\n", bytes < 0 ? "" : "u",
				      8 * labs(bytes), n++);
		arguments += size + strspn(arguments + size, " ");
	}
}

typedef const struct binary_probe *(*probes_of)(struct arena *arena, const char *path,
						size_t *count, const char **error);

static void add_file(struct list *list, const char *provider, const char *path, const char *pattern,
		     probes_of probes_of_file)
{
	size_t count = 0;
	const struct binary_probe *probes = probes_of_file(list->arena, path, &count, &list->error);

	for (size_t i = 0; probes != NULL && i < count; i++) {
		const char *colon = strchr(probes[i].name, ':');
		const char *bare = colon != NULL ? colon + 1 : probes[i].name;

		if (!list_is_match(pattern, probes[i].name) &&
		    (strchr(pattern, ':') != NULL || !list_is_match(pattern, bare)))
			continue;
		strbuf_printf(&list->out, "%s:%s:%s\n", provider, path, probes[i].name);
		list->n_found++;
		if (list->has_details && probes[i].arguments != NULL)
			add_arguments(list, probes[i].arguments);
	}
}

static void add_files(struct list *list, const char *provider, const char *rest,
		      probes_of probes_of_file)
{
	size_t size = strcspn(rest, ":");
	const char *name = arena_strndup(list->arena, rest, size);
	const char *pattern = rest[size] == ':' && rest[size + 1] != '\0' ? rest + size + 1 : "*";
	path_vec paths;

	if (strcmp(name, "*") == 0) {
		list->error = arena_printf(
			list->arena, "'%s:' needs the path of a program or library", provider);
		return;
	}
	paths = find_files(list->arena, name);
	if (paths.count == 0)
		list->error =
			arena_printf(list->arena, "there is no program or library '%s'", name);
	vec_foreach(const char *, path, &paths)
		add_file(list, provider, *path, pattern, probes_of_file);
}

void list_functions_of_binary(struct list *list, const char *provider, const char *rest)
{
	add_files(list, provider, rest, binary_functions);
}

void list_static_probes(struct list *list, const char *provider, const char *rest)
{
	add_files(list, provider, rest, binary_static_probes);
}
