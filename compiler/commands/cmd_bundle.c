/*
 * tracec bundle: many scripts -> one static executable, which shares what runs on the target. Which tool it is
 * the executable finds out when it is called (runtime-stub/bundle.c).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build/files.h"
#include "commands/check_report.h"
#include "commands/compilation.h"
#include "commands/executable.h"
#include "commands/output_check.h"
#include "emit/emit.h"

struct part {
	const char *name;   /* of the tool */
	const char *path;   /* of the script */
	const char *symbol; /* of its tables */
	const char *object; /* file in the work directory */
};

typedef VEC(struct part) part_vec;

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct part *)a)->name, ((const struct part *)b)->name);
}

/* Tools are told apart by their names. False after a message. */
static bool name_parts(const struct options *options, part_vec *parts)
{
	struct arena *arena = options->arena;
	vec_init(parts, arena);
	for (int i = 0; i < options->n_args; i++) {
		struct part part = { .path = options->args[i],
				     .name = path_stem(arena, options->args[i]) };
		if (strcmp(part.path, "-") == 0)
			return usage_error(options->command, "a script in a bundle needs a name") ==
			       0;
		vec_push(parts, part);
	}
	qsort(parts->items, parts->count, sizeof(*parts->items), by_name);
	for (size_t i = 0; i < parts->count; i++) {
		struct part *part = &parts->items[i];
		part->symbol = arena_printf(arena, "tool_%zu", i);
		if (i && strcmp(part[-1].name, part->name) == 0)
			return usage_error(options->command, "%s and %s are both called '%s'",
					   part[-1].path, part->path, part->name) == 0;
	}
	return true;
}

static int make_part(struct executable *exe, const struct options *options, struct part *part)
{
	struct compilation c;
	int status = compile_script(&c, options, part->path, COMPILE_PLAN);
	if (status == EXIT_DONE)
		status = check_all_targets(options, part->path);
	if (status == EXIT_DONE)
		status = executable_make_part(exe, &c, part->symbol);
	if (status == EXIT_DONE)
		part->object = arena_strdup(options->arena, exe->files.host_object);
	compilation_release(&c);
	return status;
}

static bool link_parts(const struct executable *exe, const struct options *options,
		       const part_vec *parts, const char **error)
{
	struct arena *arena = options->arena;
	struct toolchain chain = { .trace = options->verbose ? stderr : NULL };
	struct build_files files = build_files_named(arena, exe->directory, "bundle", NULL);
	const char **symbols = arena_alloc(arena, sizeof(*symbols) * (parts->count + 1));
	const char **objects = arena_alloc(arena, sizeof(*objects) * (parts->count + 1));
	const char *name = path_base(options->output ? options->output : "bundle");
	struct strbuf text;
	strbuf_init(&text, arena);
	for (size_t i = 0; i < parts->count; i++) {
		symbols[i] = parts->items[i].symbol;
		objects[i] = parts->items[i].object;
	}
	objects[parts->count] = NULL;
	emit_bundle_c(arena, "bundle", TRACEC_VERSION, symbols, parts->count, &text);
	/* A tool may be called "bundle": its files have another extension or order, but not this one. */
	files.host_c = "bundle.entry.c";
	files.executable = "bundle.entry.tool";
	return file_write(arena, arena_printf(arena, "%s/%s", exe->directory, files.host_c),
			  strbuf_text(&text), text.size, error) &&
	       toolchain_find(arena, &chain, options->arch, error) &&
	       step_link(arena, &chain, &files, objects, error) &&
	       executable_deliver(options,
				  arena_printf(arena, "%s/%s", exe->directory, files.executable),
				  options->output, name, error);
}

static int make_bundle(struct executable *exe, const struct options *options, part_vec *parts)
{
	const char *error = NULL;
	int worst = EXIT_DONE;
	if (!executable_open(exe, options, &error))
		return executable_fail(error);
	vec_foreach(struct part, part, parts) {
		int status = make_part(exe, options, part);
		worst = status > worst ? status : worst;
	}
	if (worst == EXIT_DONE && !link_parts(exe, options, parts, &error))
		return executable_fail(error);
	return worst;
}

int command_bundle(const struct options *options)
{
	part_vec parts;
	struct executable exe = { 0 };
	if (options->expression || !options->n_args)
		return usage_error(options->command, "no script given: a bundle is made of files");
	if (!options->output && !options->image)
		return usage_error(options->command,
				   "-o is needed: a bundle has no name of its own");
	if (!output_check(options, options->output) || !output_check(options, options->image))
		return EXIT_USAGE;
	if (!name_parts(options, &parts))
		return EXIT_USAGE;
	int status = make_bundle(&exe, options, &parts);
	executable_release(&exe);
	return status;
}
