#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "commands/list.h"
#include "kernel/binary.h"
#include "kernel/binary_path.h"

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
	binary_path_vec paths;

	if (strcmp(name, "*") == 0) {
		list->error = arena_printf(
			list->arena, "'%s:' needs the path of a program or library", provider);
		return;
	}
	paths = binary_paths(list->arena, name);
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
