#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/vec.h"
#include "commands/list.h"
#include "dwarf/cpp_name.h"
#include "dwarf/debug_info.h"
#include "kernel/binary.h"
#include "kernel/binary_path.h"
#include "kernel/ctype_text.h"
#include "kernel/mapped_files.h"

/* What is listed of a file. */
struct file {
	struct list *list;
	const char *provider;
	const char *name; /* as the probes have it */
	const char *path; /* where it is found */
	struct debug_info *info; /* once it was asked for; NULL: it has none */
	bool is_asked;
};

typedef const struct binary_probe *(*probes_of)(struct arena *arena, const char *path,
						size_t *count, const char **error);
typedef void (*details_of)(struct file *file, const struct binary_probe *probe);

/* Of usdt and of functions. */
struct offer {
	probes_of probes;
	details_of details;
};

/* "-4@%edi 8@16(%rbp)": a line for each, its type from size and sign. */
static void add_arguments(struct file *file, const struct binary_probe *probe)
{
	const char *arguments = probe->arguments;
	struct strbuf *out = &file->list->out;
	unsigned n = 0;

	while (*arguments != '\0') {
		size_t size = strcspn(arguments, " ");
		bool is_sized = strcspn(arguments, "@") < size;
		long bytes = is_sized ? strtol(arguments, NULL, 10) : (long)sizeof(long);
		bool is_float = is_sized && arguments[strspn(arguments, "-0123456789")] == 'f';

		if (is_float)
			strbuf_printf(out, "    %s arg%u\n", bytes == 4 ? "float" : "double", n++);
		else if (size > 0)
			strbuf_printf(out, "    %sint%ld_t arg%u\n", bytes < 0 ? "" : "u",
				      8 * labs(bytes), n++);
		arguments += size + strspn(arguments + size, " ");
	}
}

static struct debug_info *info_of(struct file *file)
{
	const char *error;

	if (!file->is_asked)
		file->info = debug_info_open(file->list->arena, file->list->interner, file->path,
					     &error);
	file->is_asked = true;
	return file->info;
}

/* What the debug information says that it takes; of a return what it gives. */
static void add_prototype(struct file *file, const struct binary_probe *probe)
{
	struct debug_info *info = info_of(file);
	struct strbuf *out = &file->list->out;
	const struct ctype *prototype =
		info != NULL ? debug_info_symbol(info, probe->name) : NULL;

	if (prototype == NULL)
		return;
	if (strcmp(file->provider, "uretprobe") == 0) {
		bool is_void = prototype->target == NULL || prototype->target->kind == CTYPE_VOID;

		strbuf_puts(out, "    ");
		ctype_declare(prototype->target, is_void ? "" : "retval", out);
		strbuf_putc(out, '\n');
		return;
	}
	for (size_t i = 0; i < prototype->n_members; i++) {
		const struct ctype_member *param = &prototype->members[i];
		const char *name = param->name != NULL
					   ? param->name
					   : arena_printf(file->list->arena, "arg%zu", i);

		strbuf_puts(out, "    ");
		if (param->type->kind == CTYPE_VOID)
			strbuf_puts(out, "...");
		else
			ctype_declare(param->type, name, out);
		strbuf_putc(out, '\n');
	}
}

static void add_line(struct file *file, const struct binary_probe *probe, const char *name,
		     details_of details)
{
	struct list *list = file->list;

	strbuf_printf(&list->out, "%s:%s:%s\n", file->provider, file->name, name);
	list->n_found++;
	if (list->has_details)
		details(file, probe);
}

/* cpp:PATTERN: of the names that the compiler has mangled, as a script has to write them. */
static void add_cpp(struct file *file, const struct binary_probe *probe, const char *pattern,
		    details_of details)
{
	const char *plain = cpp_name(file->list->arena, probe->name);

	if (plain != NULL && list_is_match(pattern, plain))
		add_line(file, probe, arena_printf(file->list->arena, "cpp:\"%s\"", plain),
			 details);
}

static void add_file(struct file *file, const char *pattern, const struct offer *offer)
{
	static const char cpp[] = "cpp:";
	size_t count = 0;
	bool is_cpp = strcmp(file->provider, "usdt") != 0 &&
		      strncmp(pattern, cpp, strlen(cpp)) == 0;
	const struct binary_probe *probes =
		offer->probes(file->list->arena, file->path, &count, &file->list->error);

	for (size_t i = 0; probes != NULL && i < count; i++) {
		const char *colon = strchr(probes[i].name, ':');
		const char *bare = colon != NULL ? colon + 1 : probes[i].name;

		if (list_has_wildcard(pattern) && binary_is_piece(probes[i].name))
			continue;
		if (is_cpp)
			add_cpp(file, &probes[i], pattern + strlen(cpp), offer->details);
		else if (list_is_match(pattern, probes[i].name) ||
			 (strchr(pattern, ':') == NULL && list_is_match(pattern, bare)))
			add_line(file, &probes[i], probes[i].name, offer->details);
	}
	debug_info_close(file->info);
}

/* The files that the first part means; NULL with the list's error set if there are none. */
static const binary_path_vec *find_files(struct list *list, const char *provider, const char *name)
{
	binary_path_vec *paths;

	if (name[0] == '\0' && list->pid == NULL) {
		list->error = arena_printf(
			list->arena, "'%s::' names no program or library, and -p no process",
			provider);
		return NULL;
	}
	if (name[0] == '\0' || strcmp(name, "*") == 0)
		return mapped_files(list->arena, list->pid, &list->error);
	paths = arena_new_of(list->arena, binary_path_vec);
	*paths = binary_paths(list->arena, name);
	if (paths->count > 0)
		return paths;
	list->error = arena_printf(list->arena, "there is no program or library '%s'", name);
	return NULL;
}

static void add_files(struct list *list, const char *provider, const char *rest,
		      const struct offer *offer)
{
	size_t size = strcspn(rest, ":");
	const char *name = arena_strndup(list->arena, rest, size);
	const char *pattern = rest[size] == ':' && rest[size + 1] != '\0' ? rest + size + 1 : "*";
	const binary_path_vec *paths = find_files(list, provider, name);
	const char *root = name[0] == '\0' || name[0] == '*' ? mapped_root(list->arena, list->pid)
							     : "";

	for (size_t i = 0; paths != NULL && i < paths->count; i++) {
		const char *path = paths->items[i];
		struct file file = { .list = list, .provider = provider, .name = path };

		file.path = arena_printf(list->arena, "%s%s", root, path);
		add_file(&file, pattern, offer);
	}
	/* Of many files some are none of code, or cannot be read. */
	if (paths != NULL && paths->count != 1)
		list->error = NULL;
}

void list_functions_of_binary(struct list *list, const char *provider, const char *rest)
{
	static const struct offer functions = { binary_functions, add_prototype };

	add_files(list, provider, rest, &functions);
}

void list_static_probes(struct list *list, const char *provider, const char *rest)
{
	static const struct offer probes = { binary_static_probes, add_arguments };

	add_files(list, provider, rest, &probes);
}
