#include "commands/executable.h"

#include <stdio.h>
#include <string.h>

#include "build/arch.h"
#include "build/files.h"
#include "build/image.h"
#include "commands/embed.h"
#include "emit/emit.h"

bool executable_open(struct executable *exe, const struct options *options, const char **error)
{
	const char *keep = options->keep;
	*exe = (struct executable){ .is_temporary = !keep };
	if (!keep) {
		exe->directory = workdir_make(options->arena, error);
		return exe->directory != NULL;
	}
	exe->directory = keep;
	if (!make_directories(keep)) {
		*error = arena_printf(options->arena, "%s: can't be made a directory", keep);
		return false;
	}
	return true;
}

const char *executable_path(const struct executable *exe, struct compilation *c, const char *file)
{
	return arena_printf(c->arena, "%s/%s", exe->directory, file);
}

static bool write_text(struct executable *exe, struct compilation *c, const char *file,
		       const struct strbuf *text, const char **error)
{
	return file_write(c->arena, executable_path(exe, c, file), strbuf_text(text), text->size,
			  error);
}

static bool is_listed(const struct plan *plan, size_t n, const char *file)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(plan->c_functions.items[i].file, file) == 0)
			return true;
	}
	return false;
}

/* Imported .bpf.c files of which a function is called. */
static bool write_parts(struct executable *exe, struct compilation *c, const char **error)
{
	VEC(struct build_part) parts;
	vec_init(&parts, c->arena);
	for (size_t i = 0; i < c->plan->c_functions.count; i++) {
		const char *file = c->plan->c_functions.items[i].file;
		struct build_part part = { .home = path_directory(c->arena, file) };
		struct strbuf text;
		if (is_listed(c->plan, i, file))
			continue;
		part.source = arena_printf(c->arena, "%s.part_%zu.c", c->tool_name, parts.count);
		part.object = arena_printf(c->arena, "%s.part_%zu.o", c->tool_name, parts.count);
		strbuf_init(&text, c->arena);
		emit_c_part(c->plan, file, &text);
		if (!write_text(exe, c, part.source, &text, error))
			return false;
		vec_push(&parts, part);
	}
	exe->files.parts = parts.items;
	exe->files.n_parts = parts.count;
	exe->files.c_words = c_parts_words(c, path_full(c->arena, exe->directory));
	return true;
}

/* The script's copy lets clang quote its lines; both C files come from the plan alone. */
static bool write_sources(struct executable *exe, struct compilation *c, const char **error)
{
	struct strbuf bpf, host;
	const struct build_files *files = &exe->files;
	strbuf_init(&bpf, c->arena);
	strbuf_init(&host, c->arena);
	emit_bpf_c(c->plan, &bpf);
	emit_host_c(c->plan,
		    &(struct emit_host){ files->skeleton, files->skeleton_name, exe->bundled_symbol,
					 files->types },
		    &host);
	return file_write(c->arena, executable_path(exe, c, files->script), c->file->text,
			  c->file->size, error) &&
	       write_text(exe, c, files->bpf_c, &bpf, error) &&
	       write_text(exe, c, files->host_c, &host, error) && write_parts(exe, c, error);
}

static bool finish(struct executable *exe, struct compilation *c, const struct toolchain *chain,
		   const char **error)
{
	if (!embed_make(exe, c, chain, error))
		return false;
	return exe->bundled_symbol ? step_host_object(c->arena, chain, &exe->files, error)
				   : step_link(c->arena, chain, &exe->files, NULL, error);
}

static bool run_steps(struct executable *exe, struct compilation *c, enum executable_stage last,
		      const char **error)
{
	struct toolchain chain = { .trace = c->options->verbose ? stderr : NULL };
	exe->files = build_files_named(c->arena, exe->directory, c->tool_name,
				       path_base(c->script_name));
	if (!write_sources(exe, c, error))
		return false;
	if (last == MAKE_SOURCES)
		return true;
	if (!toolchain_find(c->arena, &chain, c->options->arch, error))
		return false;
	if (exe->files.n_parts)
		c_parts_prepare(c, &chain, exe->directory);
	return step_object(c->arena, &chain, &exe->files, error) &&
	       (last < MAKE_SKELETON || step_skeleton(c->arena, &chain, &exe->files, error)) &&
	       (last < MAKE_EXECUTABLE || finish(exe, c, &chain, error));
}

bool executable_deliver(const struct options *options, const char *executable, const char *output,
			const char *name, const char **error)
{
	struct arena *arena = options->arena;
	size_t size;
	if (output && !file_install(arena, executable, output, 0777, error))
		return false;
	if (!options->image)
		return true;
	const char *data = file_read(arena, executable, (size_t)1 << 30, &size, error);
	return data && image_write(arena, options->image, name, arch_find(options->arch), data,
				   size, error);
}

int executable_fail(const char *error)
{
	size_t size = strlen(error);
	fprintf(stderr, "tracec: %s%s", error, size && error[size - 1] == '\n' ? "" : "\n");
	return EXIT_TOOLING;
}

int executable_make(struct executable *exe, struct compilation *c, enum executable_stage last)
{
	const char *error = NULL;
	int status = embed_check(c);
	*exe = (struct executable){ 0 };
	if (status != EXIT_DONE)
		return status;
	bool is_made = executable_open(exe, c->options, &error) && run_steps(exe, c, last, &error);
	return is_made ? EXIT_DONE : executable_fail(error);
}

int executable_make_part(struct executable *exe, struct compilation *c, const char *symbol)
{
	const char *error = NULL;
	int status = embed_check(c);
	exe->bundled_symbol = symbol;
	if (status != EXIT_DONE)
		return status;
	return run_steps(exe, c, MAKE_EXECUTABLE, &error) ? EXIT_DONE : executable_fail(error);
}

void executable_release(struct executable *exe)
{
	if (exe->directory && exe->is_temporary)
		workdir_remove(exe->directory);
}
