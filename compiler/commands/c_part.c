#include "commands/c_part.h"

#include <stdio.h>
#include <string.h>

#include "build/files.h"
#include "build/spawn.h"
#include "build/steps.h"
#include "commands/compilation.h"
#include "commands/target.h"

static bool wants_vmlinux(const struct compilation *c)
{
	vec_foreach(const struct c_part, part, &c->c_parts.parts) {
		if (memmem(part->text, part->size, "vmlinux.h", strlen("vmlinux.h")))
			return true;
	}
	return false;
}

/* The target's types as a header, for files that include it as libbpf's programs do. */
static void make_vmlinux(struct compilation *c, const struct toolchain *chain,
			 const char *directory)
{
	const char *target = target_btf_path(c->options, c->arena);
	struct spawn_options options = {
		.trace = chain->trace,
		.stdout_path = arena_printf(c->arena, "%s/vmlinux.h", directory),
	};
	const char *argv[] = { chain->bpftool, "btf", "dump", "file", target, "format", "c", NULL };
	if (target)
		spawn_run(c->arena, argv, &options);
}

void c_parts_prepare(struct compilation *c, const struct toolchain *chain, const char *directory)
{
	if (wants_vmlinux(c))
		make_vmlinux(c, chain, directory);
}

const char *const *c_parts_words(struct compilation *c, const char *directory)
{
	VEC(const char *) words;
	vec_init(&words, c->arena);
	vec_foreach(const char *, define, &c->options->defines) {
		vec_push(&words, "-D");
		vec_push(&words, *define);
	}
	vec_foreach(const char *, include, &c->options->include_directories) {
		vec_push(&words, "-I");
		vec_push(&words, path_full(c->arena, *include));
	}
	vec_push(&words, "-I");
	vec_push(&words, directory);
	vec_push(&words, NULL);
	return words.items;
}

/* The first line of clang's with an error. It has the full path where the file is meant. */
static const char *first_error(struct compilation *c, const struct c_part *part, const char *output)
{
	const char *begin = strstr(output, "error: ");
	size_t path = strlen(part->path);
	if (!begin)
		return output;
	while (begin > output && begin[-1] != '\n')
		begin--;
	const char *line = arena_strndup(c->arena, begin, strcspn(begin, "\n"));
	if (strncmp(line, part->path, path) != 0)
		return line;
	return arena_printf(c->arena, "%s%s", part->name, line + path);
}

static void add_functions(struct compilation *c, const struct c_part *part)
{
	size_t n;
	const char *const *names = ctype_set_functions(part->types, &n);
	for (size_t i = 0; i < n; i++) {
		struct c_function function = {
			.name = intern(c->interner, names[i]),
			.file = part->path,
			.prototype = ctype_set_find_function(part->types, names[i]),
			.import = part->import,
		};
		if (function.prototype)
			vec_push(&c->c_parts.functions, function);
	}
}

static int compile_one(struct compilation *c, const struct toolchain *chain,
		       const char *directory, struct c_part *part, const char **error)
{
	const char *object = arena_printf(c->arena, "%s/imported.o", directory);
	struct build_part made = {
		.source = part->path,
		.object = object,
		.home = path_directory(c->arena, part->path),
	};
	if (!step_part(c->arena, chain, directory, &made, c_parts_words(c, directory), error)) {
		diag_report(c->diag, part->import, DIAG_C_ERROR, first_error(c, part, *error));
		return EXIT_DONE;
	}
	part->types = ctype_read_object(c->arena, c->interner, object, CTYPE_SCRIPT, error);
	if (!part->types)
		return EXIT_TOOLING;
	add_functions(c, part);
	return EXIT_DONE;
}

static int compile_all(struct compilation *c, const char *directory, const char **error)
{
	struct toolchain chain = { .trace = c->options->verbose ? stderr : NULL };
	int status = toolchain_find(c->arena, &chain, c->options->arch, error) ? EXIT_DONE : EXIT_TOOLING;
	if (status == EXIT_DONE)
		c_parts_prepare(c, &chain, directory);
	for (size_t i = 0; i < c->c_parts.parts.count && status == EXIT_DONE; i++)
		status = compile_one(c, &chain, directory, &c->c_parts.parts.items[i], error);
	return status;
}

/* A name of two files is the linker's to refuse; of the two the script means the first. */
int c_parts_compile(struct compilation *c)
{
	const char *error = NULL;
	if (!c->c_parts.parts.count)
		return EXIT_DONE;
	const char *directory = workdir_make(c->arena, &error);
	int status = directory ? compile_all(c, directory, &error) : EXIT_TOOLING;
	if (directory)
		workdir_remove(directory);
	if (status != EXIT_DONE)
		fprintf(stderr, "tracec: %s\n", error);
	return status;
}

void c_parts_release(struct compilation *c)
{
	vec_foreach(const struct c_part, part, &c->c_parts.parts)
		ctype_set_close(part->types);
}
