#include "kernel/binary_path.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

/* Where Debian keeps libraries of an architecture. */
#if defined(__x86_64__)
#	define MULTIARCH "x86_64-linux-gnu"
#elif defined(__aarch64__)
#	define MULTIARCH "aarch64-linux-gnu"
#else
#	define MULTIARCH "none"
#endif

/* Adds the files that a pattern of paths finds, sorted. */
static void add_paths(struct arena *arena, const char *pattern, binary_path_vec *paths)
{
	glob_t found;

	if (glob(pattern, GLOB_NOESCAPE, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		vec_push(paths, arena_strdup(arena, found.gl_pathv[i]));
	globfree(&found);
}

/* The first file of that name in a list of directories, each ended by a colon. */
static void search(struct arena *arena, const char *directories, const char *name,
		   binary_path_vec *paths)
{
	while (directories != NULL && *directories != '\0' && paths->count == 0) {
		size_t size = strcspn(directories, ":");
		const char *path = arena_printf(arena, "%.*s/%s", (int)size, directories, name);

		if (size > 0)
			add_paths(arena, path, paths);
		directories += size + (directories[size] == ':');
	}
}

binary_path_vec binary_paths(struct arena *arena, const char *name)
{
	static const char libraries[] =
		"/lib/" MULTIARCH ":/usr/lib/" MULTIARCH ":/lib64:/usr/lib64:/lib:/usr/lib:"
		"/usr/local/lib";
	binary_path_vec paths;

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
