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
static int translate(struct binaries *binaries, FILE *file, const char *name)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t size = getline(&line, &room, file);

	for (; size >= 0; size = getline(&line, &room, file)) {
		struct arena *arena = arena_new();
		struct strbuf out;

		strbuf_init(&out, arena);
		symbolize(binaries, line, (size_t)size, &out);
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

static int translate_file(struct binaries *binaries, const char *path)
{
	FILE *file = fopen(path, "re");
	int status;

	if (!file)
		return complain(path);
	status = translate(binaries, file, path);
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

int command_symbolize(const struct options *options)
{
	struct binaries *binaries = binaries_new(options->arena);
	int n_files;
	int status = add_directories(binaries, options, &n_files);

	if (status == EXIT_DONE && !n_files)
		status = translate(binaries, stdin, "standard input");
	for (int i = 0; i < options->n_args && status == EXIT_DONE; i++)
		if (!is_directory(options->args[i]))
			status = translate_file(binaries, options->args[i]);
	binaries_free(binaries);
	return status;
}
