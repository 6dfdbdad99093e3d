/*
 * tracec fmt: scripts in their canonical layout, in place. A script with an error stays as it is.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/intern.h"
#include "build/files.h"
#include "commands/options.h"
#include "front/parser.h"
#include "front/print.h"

/* One script, with what reading it needs. */
struct formatting {
	const struct options *options;
	struct arena *arena;
	struct interner *interner;
	struct source_set *sources;
	const char *path;
	const char *name; /* as in messages */
	const struct source_file *file;
};

static struct script *parse(struct formatting *f, const struct source_file *file)
{
	struct diag_options shown = {
		.color = f->options->color ? DIAG_COLOR_ALWAYS : DIAG_COLOR_NEVER,
	};
	struct diag *diag = diag_new(f->arena, f->sources);
	struct script *script = parse_script(f->arena, f->interner, diag, file);
	diag_flush(diag, stderr, &shown);
	return diag_error_count(diag) ? NULL : script;
}

/* The tree without its places. */
static const char *meaning(struct formatting *f, const struct script *script)
{
	struct strbuf text;
	strbuf_init(&text, f->arena);
	ast_dump(script, NULL, &text);
	return strbuf_text(&text);
}

/* A mistake of the printer must not reach the user's file. */
static void check_meaning(struct formatting *f, const struct script *script,
			  const struct strbuf *result)
{
	const struct source_file *file =
		source_add(f->sources, f->name, strbuf_text(result), result->size);
	const struct script *again = file ? parse(f, file) : NULL;
	if (!again || strcmp(meaning(f, script), meaning(f, again)) != 0)
		BUG("the layout of %s changes its meaning", f->name);
}

/* Renamed over the file itself, not over a link to it; owner and mode stay. */
static int replace(struct formatting *f, const struct strbuf *result)
{
	struct stat st;
	const char *error = NULL;
	char path[PATH_MAX];
	if (!realpath(f->path, path) || stat(path, &st) < 0) {
		perror(f->path);
		return EXIT_TOOLING;
	}
	if (!file_install_text(f->arena, path, strbuf_text(result), result->size,
			       st.st_mode & 07777, &error)) {
		fprintf(stderr, "tracec: %s\n", error);
		return EXIT_TOOLING;
	}
	if (chown(path, st.st_uid, st.st_gid) < 0 || chmod(path, st.st_mode & 07777) < 0) {
		perror(f->path);
		return EXIT_TOOLING;
	}
	return EXIT_DONE;
}

static int write_standard(const struct strbuf *result)
{
	if (fwrite(strbuf_text(result), 1, result->size, stdout) == result->size &&
	    fflush(stdout) == 0)
		return EXIT_DONE;
	perror("tracec: standard output");
	return EXIT_TOOLING;
}

static int finish(struct formatting *f, const struct strbuf *result)
{
	bool is_same = result->size == f->file->size &&
		       memcmp(strbuf_text(result), f->file->text, result->size) == 0;
	if (f->options->check_only) {
		if (!is_same)
			printf("%s\n", f->name);
		return is_same ? EXIT_DONE : EXIT_SCRIPT;
	}
	if (strcmp(f->path, "-") == 0)
		return write_standard(result);
	return is_same ? EXIT_DONE : replace(f, result);
}

static int format(struct formatting *f)
{
	const char *error = NULL;
	size_t size;
	struct strbuf result;
	char *text = file_read(f->arena, f->path, SOURCE_MAX_SIZE, &size, &error);
	if (!text) {
		fprintf(stderr, "tracec: %s\n", error);
		return EXIT_USAGE;
	}
	f->file = source_add(f->sources, f->name, text, size);
	struct script *script = parse(f, f->file);
	if (!script)
		return EXIT_SCRIPT;
	strbuf_init(&result, f->arena);
	print_script(f->arena, f->file, script, &result);
	check_meaning(f, script, &result);
	return finish(f, &result);
}

static int format_one(const struct options *options, const char *path)
{
	struct formatting f = { .options = options, .arena = arena_new(), .path = path };
	f.interner = interner_new(f.arena);
	f.sources = source_set_new(f.arena);
	f.name = strcmp(path, "-") == 0 ? "stdin" : path;
	int status = format(&f);
	arena_free(f.arena);
	return status;
}

int command_fmt(const struct options *options)
{
	int worst = EXIT_DONE;
	if (options->n_args == 0)
		return usage_error(options->command, "no script given");
	for (int i = 0; i < options->n_args; i++) {
		int status = format_one(options, options->args[i]);
		worst = status > worst ? status : worst;
	}
	return worst;
}
