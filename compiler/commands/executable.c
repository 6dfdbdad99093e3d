#include "commands/executable.h"

#include <stdio.h>
#include <string.h>

#include "build/files.h"
#include "emit/emit.h"

static bool open_directory(struct executable *exe, struct compilation *c, const char **error)
{
	const char *keep = c->options->keep;
	exe->is_temporary = !keep;
	if (!keep) {
		exe->directory = workdir_make(c->arena, error);
		return exe->directory != NULL;
	}
	exe->directory = keep;
	if (!make_directories(keep)) {
		*error = arena_printf(c->arena, "%s: can't be made a directory", keep);
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

/* The script's copy lets clang quote its lines; both C files come from the plan alone. */
static bool write_sources(struct executable *exe, struct compilation *c, const char **error)
{
	struct strbuf bpf, host;
	const struct build_files *files = &exe->files;
	strbuf_init(&bpf, c->arena);
	strbuf_init(&host, c->arena);
	emit_bpf_c(c->plan, &bpf);
	emit_host_c(c->plan, files->skeleton, files->skeleton_name, &host);
	return file_write(c->arena, executable_path(exe, c, files->script), c->file->text,
			  c->file->size, error) &&
	       write_text(exe, c, files->bpf_c, &bpf, error) &&
	       write_text(exe, c, files->host_c, &host, error);
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
	return toolchain_find(c->arena, &chain, error) &&
	       step_object(c->arena, &chain, &exe->files, error) &&
	       (last < MAKE_SKELETON || step_skeleton(c->arena, &chain, &exe->files, error)) &&
	       (last < MAKE_EXECUTABLE || step_link(c->arena, &chain, &exe->files, error));
}

int executable_make(struct executable *exe, struct compilation *c, enum executable_stage last)
{
	const char *error = NULL;
	*exe = (struct executable){ 0 };
	if (open_directory(exe, c, &error) && run_steps(exe, c, last, &error))
		return EXIT_DONE;
	size_t size = strlen(error);
	fprintf(stderr, "tracec: %s%s", error, size && error[size - 1] == '\n' ? "" : "\n");
	return EXIT_TOOLING;
}

void executable_release(struct executable *exe)
{
	if (exe->directory && exe->is_temporary)
		workdir_remove(exe->directory);
}
