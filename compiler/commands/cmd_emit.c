/*
 * tracec emit: what a stage makes of a script, to read or to keep.
 */
#include <stdio.h>

#include "build/files.h"
#include "commands/compilation.h"
#include "commands/executable.h"
#include "commands/output_check.h"
#include "emit/emit.h"

static int write_result(struct compilation *c, const void *data, size_t size)
{
	const char *error = NULL;
	if (c->options->output) {
		if (file_install_text(c->arena, c->options->output, data, size, 0666, &error))
			return EXIT_DONE;
		fprintf(stderr, "tracec: %s\n", error);
		return EXIT_TOOLING;
	}
	if (fwrite(data, 1, size, stdout) == size && fflush(stdout) == 0)
		return EXIT_DONE;
	perror("tracec: standard output");
	return EXIT_TOOLING;
}

/* The stages that are text made in memory. */
static int emit_text(struct compilation *c)
{
	struct strbuf out;
	struct build_files files = build_files_named(c->arena, NULL, c->tool_name, NULL);
	strbuf_init(&out, c->arena);
	switch (c->options->stage) {
	case EMIT_AST:
		ast_dump(c->script, c->sources, &out);
		break;
	case EMIT_PLAN:
		plan_dump(c->plan, &out);
		break;
	case EMIT_BPF_C:
		emit_bpf_c(c->plan, &out);
		break;
	case EMIT_HOST_C:
		emit_host_c(c->plan,
			    &(struct emit_host){ files.skeleton, files.skeleton_name, NULL,
						 files.types },
			    &out);
		break;
	case EMIT_NOTHING:
	case EMIT_OBJECT:
	case EMIT_SKELETON:
		BUG("not a text stage");
	}
	return write_result(c, strbuf_text(&out), out.size);
}

/* The stages that other programs make. */
static int emit_file(struct compilation *c)
{
	bool is_object = c->options->stage == EMIT_OBJECT;
	struct executable exe;
	int status = executable_make(&exe, c, is_object ? MAKE_OBJECT : MAKE_SKELETON);
	if (status == EXIT_DONE) {
		const char *name = is_object ? exe.files.object : exe.files.skeleton;
		const char *error = NULL;
		size_t size;
		char *data = file_read(c->arena, executable_path(&exe, c, name), (size_t)1 << 30,
				       &size, &error);
		status = data ? write_result(c, data, size) : EXIT_TOOLING;
		if (!data)
			fprintf(stderr, "tracec: %s\n", error);
	}
	executable_release(&exe);
	return status;
}

int command_emit(const struct options *options)
{
	struct compilation c;
	const char *path;
	if (!compilation_path(options, 1, &path))
		return EXIT_USAGE;
	if (options->stage == EMIT_NOTHING)
		return usage_error(options->command, "name a stage: --ast, --plan, --bpf-c, "
						     "--host-c, --object or --skeleton");
	if (!output_check(options, options->output))
		return EXIT_USAGE;
	enum compile_stage last = options->stage == EMIT_AST ? COMPILE_CHECK : COMPILE_PLAN;
	int status = compile_script(&c, options, path, last);
	if (status == EXIT_DONE)
		status = options->stage >= EMIT_OBJECT ? emit_file(&c) : emit_text(&c);
	compilation_release(&c);
	return status;
}
