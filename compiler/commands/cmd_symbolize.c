/*
 * tracec symbolize: names for stacks that a tool recorded as build ids and offsets,
 * on any machine, from a directory of the binaries.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "commands/options.h"
#include "symbols/symbolize.h"

static int complain(const char *path)
{
	fprintf(stderr, "tracec: %s: %s\n", path, strerror(errno));
	return EXIT_USAGE;
}

/* Line by line, so that it can stand behind a running tool. */
static int translate(struct symbolizer *symbolizer, FILE *file, const char *name)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t size = getline(&line, &room, file);

	for (; size >= 0; size = getline(&line, &room, file)) {
		struct arena *arena = arena_new();
		struct strbuf out;

		strbuf_init(&out, arena);
		symbolize(symbolizer, line, (size_t)size, &out);
		fwrite(out.data, 1, out.size, stdout);
		arena_free(arena);
		if (fflush(stdout))
			break;
	}
	free(line);
	if (ferror(stdout))
		return complain("standard output");
	return ferror(file) ? complain(name) : EXIT_DONE;
}

static int translate_file(struct symbolizer *symbolizer, const char *path)
{
	bool is_stdin = !strcmp(path, "-");
	FILE *file = is_stdin ? stdin : fopen(path, "re");
	int status;

	if (!file)
		return complain(path);
	status = translate(symbolizer, file, is_stdin ? "standard input" : path);
	if (!is_stdin)
		fclose(file);
	return status;
}

static bool is_directory(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISDIR(status.st_mode);
}

/* Notes the binaries of every directory; how many files to read there are besides. */
static int add_directories(struct binaries *binaries, const struct options *options, int *n_files)
{
	long count = 0;

	*n_files = 0;
	for (int i = 0; i < options->n_args; i++) {
		long added = 0;

		if (is_directory(options->args[i]))
			added = binaries_add(binaries, options->args[i]);
		else
			++*n_files;
		if (added < 0)
			return complain(options->args[i]);
		count += added;
	}
	if (*n_files == options->n_args)
		return usage_error(options->command, "a directory of binaries is needed");
	if (!count)
		fprintf(stderr, "tracec: warning: no file there has a build id\n");
	return EXIT_DONE;
}

/* What was left as it is; its binaries are elsewhere, or are not those that ran. */
static void report_unknown(const struct symbolizer *s)
{
	const struct unknown_id *first = s->unknown.items;

	if (s->n_without_file) {
		fprintf(stderr,
			"tracec: warning: %zu %s left as %s, of %zu build id%s that no file there has: ",
			s->n_without_file, s->n_without_file == 1 ? "frame is" : "frames are",
			s->n_without_file == 1 ? "it is" : "they are", s->unknown.count,
			s->unknown.count == 1 ? "" : "s");
		for (size_t i = 0; i < BUILD_ID_SIZE; i++)
			fprintf(stderr, "%02x", first->id[i]);
		fprintf(stderr, "%s\n", s->unknown.count > 1 ? ", ..." : "");
	}
	if (s->n_without_function)
		fprintf(stderr, "tracec: warning: %zu %s left as %s: no symbol there\n",
			s->n_without_function,
			s->n_without_function == 1 ? "frame is" : "frames are",
			s->n_without_function == 1 ? "it is" : "they are");
}

static int translate_all(struct symbolizer *symbolizer, const struct options *options, int n_files)
{
	int status = n_files ? EXIT_DONE : translate(symbolizer, stdin, "standard input");

	for (int i = 0; i < options->n_args && status == EXIT_DONE; i++)
		if (!is_directory(options->args[i]))
			status = translate_file(symbolizer, options->args[i]);
	return status;
}

int command_symbolize(const struct options *options)
{
	struct binaries *binaries = binaries_new(options->arena);
	struct symbolizer symbolizer;
	int n_files;
	int status = add_directories(binaries, options, &n_files);

	symbolizer_init(&symbolizer,
			frame_names_new(binaries, options->arena, !options->no_debug_info),
			options->arena);
	if (status == EXIT_DONE)
		status = translate_all(&symbolizer, options, n_files);
	if (status == EXIT_DONE)
		report_unknown(&symbolizer);
	binaries_free(binaries);
	return status;
}
