#include "commands/compilation.h"

#include <stdio.h>
#include <string.h>

#include "build/arch.h"
#include "build/files.h"
#include "build/hash.h"
#include "commands/imports.h"
#include "commands/target.h"
#include "commands/uapi_constant.h"
#include "emit/emit.h"
#include "front/parser.h"
#include "plan/lower.h"
#include "sema/deprecated.h"
#include "sema/expand.h"

bool compilation_path(const struct options *options, int max_words, const char **path)
{
	int n_scripts = options->expression ? 0 : 1;
	*path = NULL;
	if (options->n_args < n_scripts)
		return usage_error(options->command, "no script given") == 0;
	if (max_words >= 0 && options->n_args > max_words - 1 + n_scripts)
		return usage_error(options->command, "unexpected argument '%s'",
				   options->args[max_words - 1 + n_scripts]) == 0;
	if (n_scripts)
		*path = options->args[0];
	return true;
}

/* Reads the text and adds it to the sources. */
static int read_script(struct compilation *c, const char *path)
{
	const char *text = c->options->expression;
	const char *error = NULL;
	size_t size = text ? strlen(text) : 0;
	bool is_file = path && strcmp(path, "-") != 0;
	c->tool_name = is_file ? path_stem(c->arena, path) : "tool";
	c->script_name = path;
	if (!is_file)
		c->script_name = path ? "stdin" : "-e";
	if (path)
		text = file_read(c->arena, path, SOURCE_MAX_SIZE, &size, &error);
	if (!text) {
		fprintf(stderr, "tracec: %s\n", error);
		return EXIT_USAGE;
	}
	c->file = source_add(c->sources, c->script_name, text, size);
	return EXIT_DONE;
}

/* The whole script: with what it imports, without macros. */
static void parse(struct compilation *c)
{
	c->script = parse_script(c->arena, c->interner, c->diag, c->file);
	if (!diag_error_count(c->diag))
		imports_load(c);
	if (c->options->verbose)
		note_deprecated(c->diag, c->script);
	if (!diag_error_count(c->diag))
		expand_macros(c->arena, c->diag, c->sources, c->script);
}

static void check(struct compilation *c)
{
	const struct arch *arch = arch_find(c->options->arch);
	struct sema_options options = {
		.allow_unsafe = c->options->unsafe,
		.machine = arch ? arch->name : NULL,
		.config = c->options->config.items,
		.n_config = c->options->config.count,
		.types = c->script_c.types,
		.constants = c->script_c.constants.items,
		.n_constants = c->script_c.constants.count,
		.c_functions = c->c_parts.functions.items,
		.n_c_functions = c->c_parts.functions.count,
		.missing_headers = c->script_c.missing_headers.items,
		.n_missing_headers = c->script_c.missing_headers.count,
	};
	c->info = sema_run(c->arena, c->interner, c->diag, c->sources, c->kernel, c->script,
			   &options);
	script_c_explain(c);
}

static void make_plan(struct compilation *c)
{
	struct lower_input input = {
		.script = c->script,
		.info = c->info,
		.sources = c->sources,
		.tool_name = c->tool_name,
		.script_name = path_base(c->script_name),
		.script_path = path_base(c->script_name),
		.source = c->file->text,
		.source_size = c->file->size,
		.source_sha256 = hash_sha256(c->arena, c->file->text, c->file->size),
		.source_sha1 = hash_sha1(c->arena, c->file->text, c->file->size),
		.compiler_version = TRACEC_VERSION,
	};
	c->plan = lower(c->arena, &input);
}

/* Where a line of the script is; nowhere for the line of an import that has more of them. */
static struct span line_span(const struct source_file *file, uint32_t line)
{
	if (line == 0 || line > file->n_lines)
		return (struct span){ 0, 0 };
	size_t size;
	const char *text = source_line(file, line, &size);
	uint32_t begin = file->base + (uint32_t)(text - file->text);
	return (struct span){ begin, begin + (uint32_t)size };
}

static void check_plan(struct compilation *c)
{
	if (c->plan->large_copy.type) {
		diag_report(c->diag, line_span(c->file, c->plan->large_copy.line),
			    DIAG_COPY_TOO_LARGE, c->plan->large_copy.type, PLAN_COPY_MEMBERS);
		return;
	}
	uint32_t size = 0;
	const struct plan_program *program = emit_check_frames(c->plan, &size);
	if (program)
		diag_report(c->diag, line_span(c->file, program->line), DIAG_PROGRAM_TOO_LARGE,
			    program->title ? program->title : program->name, size,
			    LIMIT_FRAME_SIZE);
}

/* Of a builder that is a container, say: it is not the script's fault that types are not known. */
static int fail(const struct compilation *c)
{
	if (diag_is_of_command_line(c->diag))
		return EXIT_USAGE;
	if (!c->options->target && c->kernel && !kernel_has_btf(c->kernel))
		fprintf(c->options->messages ? c->options->messages : stderr,
			"tracec: note: this host tells nothing of its kernel's types "
			"(/sys/kernel/btf/vmlinux): --target SNAPSHOT names a kernel\n");
	return EXIT_SCRIPT;
}

int compile_script(struct compilation *c, const struct options *options, const char *path,
		   enum compile_stage last)
{
	*c = (struct compilation){ .arena = arena_new(), .options = options };
	c->interner = interner_new(c->arena);
	c->sources = source_set_new(c->arena);
	vec_init(&c->imports, c->arena);
	vec_init(&c->c_parts.parts, c->arena);
	vec_init(&c->c_parts.functions, c->arena);
	c->diag = diag_new(c->arena, c->sources);
	int status = read_script(c, path);
	if (status != EXIT_DONE)
		return status;
	parse(c);
	if (!diag_error_count(c->diag) && last >= COMPILE_CHECK) {
		c->kernel = target_open(options, c->arena, c->interner);
		status = c->kernel ? script_c_compile(c) : EXIT_USAGE;
		if (status == EXIT_DONE)
			status = c_parts_compile(c);
		if (status != EXIT_DONE)
			return status;
		if (!diag_error_count(c->diag))
			uapi_constants_find(c);
		if (!diag_error_count(c->diag))
			check(c);
	}
	struct diag_options shown = {
		.color = options->color ? DIAG_COLOR_ALWAYS : DIAG_COLOR_NEVER,
		.no_warnings = options->no_warnings || options->quiet,
	};
	diag_flush(c->diag, options->messages ? options->messages : stderr, &shown);
	if (diag_error_count(c->diag))
		return fail(c);
	if (last >= COMPILE_PLAN) {
		make_plan(c);
		check_plan(c);
		diag_flush(c->diag, options->messages ? options->messages : stderr, &shown);
	}
	return diag_error_count(c->diag) ? EXIT_SCRIPT : EXIT_DONE;
}

void compilation_release(struct compilation *c)
{
	script_c_release(c);
	c_parts_release(c);
	kernel_close(c->kernel);
	arena_free(c->arena);
}
