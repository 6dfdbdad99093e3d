#include "commands/script_c.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "build/c_section.h"
#include "build/files.h"
#include "build/toolchain.h"
#include "commands/compilation.h"
#include "front/ast_walk.h"
#include "front/parser.h"
#include "kernel/stand_in.h"
#include "sema/builtin.h"
#include "sema/name_table.h"

/* -- what goes in -- */

static bool has_c(const struct compilation *c)
{
	vec_foreach(struct node *, root, &c->script->roots) {
		if ((*root)->kind == NODE_C_DEFINITION)
			return true;
	}
	return c->options->defines.count || c->options->includes.count || c->script->headers.count;
}

struct collector {
	struct c_section_input *input;
	struct name_table known; /* indices in input->names, from 1 */
	bool in_query;           /* a name may be a type, too */
};

static void want(struct collector *collector, const char *name, bool as_type, bool as_value)
{
	if (builtin_find(name))
		return;
	uintptr_t index = (uintptr_t)name_table_find(&collector->known, name);
	if (index) {
		struct c_name *known = &collector->input->names.items[index - 1];
		known->may_be_type |= as_type;
		known->may_be_value |= as_value;
		return;
	}
	struct c_name wanted = { name, as_type, as_value };
	vec_push(&collector->input->names, wanted);
	name_table_set(&collector->known, name, (void *)collector->input->names.count);
}

static void collect(struct node **place, void *data)
{
	struct collector *collector = data;
	const struct node *node = *place;
	bool was_in_query = collector->in_query;
	if (node->kind == NODE_IDENT)
		want(collector, node->ident.name, was_in_query, true);
	else if (node->kind == NODE_TYPE && node->type_name.tag == TYPE_TAG_NONE)
		want(collector, node->type_name.name, true, false);
	else if (node->kind == NODE_FIELD) /* its macro, if it is one */
		want(collector, node->field.name, false, false);
	collector->in_query = node->kind == NODE_SIZEOF || node->kind == NODE_OFFSETOF ||
			      node->kind == NODE_TYPEOF || node->kind == NODE_TYPEINFO;
	ast_each_child(*place, collect, collector);
	collector->in_query = was_in_query;
}

static void make_input(struct compilation *c, struct c_section_input *input)
{
	struct collector collector = { .input = input };
	name_table_init(&collector.known, c->arena);
	vec_init(&input->chunks, c->arena);
	vec_init(&input->include_directories, c->arena);
	vec_init(&input->defines, c->arena);
	vec_init(&input->includes, c->arena);
	vec_init(&input->names, c->arena);
	input->script_directory = path_directory(c->arena, c->script_name);
	if (kernel_has_btf(c->kernel))
		vec_push(&input->defines, "BPFTRACE_HAVE_BTF=1");
	vec_foreach(const char *, define, &c->options->defines)
		vec_push(&input->defines, *define);
	/* clang tells headers that it found by their full path. */
	vec_foreach(const char *, directory, &c->options->include_directories)
		vec_push(&input->include_directories, path_full(c->arena, *directory));
	vec_foreach(const char *, file, &c->options->includes)
		vec_push(&input->includes, *file);
	vec_foreach(const char *, file, &c->script->headers)
		vec_push(&input->includes, path_full(c->arena, *file));
	vec_foreach(struct node *, root, &c->script->roots) {
		struct c_chunk chunk = { (*root)->c_definition.text, 0 };
		if ((*root)->kind != NODE_C_DEFINITION) {
			collect(root, &collector);
			continue;
		}
		chunk.size = strlen(chunk.text);
		vec_push(&input->chunks, chunk);
	}
}

/* -- what the kernel has and its headers would -- */

static bool supply(void *context, const struct c_lacking *lacking, struct strbuf *prelude)
{
	struct compilation *c = context;
	const struct arch *arch = arch_find(c->options->arch);
	switch (lacking->what) {
	case C_LACK_TYPE:
		return stand_in_typedef(c->kernel, lacking->name, prelude);
	case C_LACK_STRUCT:
		return stand_in_tag(c->kernel, CTYPE_STRUCT, lacking->name, prelude);
	case C_LACK_UNION:
		return stand_in_tag(c->kernel, CTYPE_UNION, lacking->name, prelude);
	case C_LACK_VALUE:
		return stand_in_constant(c->kernel, arch ? arch->name : NULL, lacking->name,
					 prelude);
	}
	return false;
}

/* -- what comes out -- */

static const struct node *chunk_root(const struct compilation *c, ptrdiff_t chunk)
{
	vec_foreach(struct node *, root, &c->script->roots) {
		if ((*root)->kind == NODE_C_DEFINITION && chunk-- == 0)
			return *root;
	}
	return NULL;
}

static void report_errors(struct compilation *c, const struct c_section_output *output)
{
	vec_foreach(const struct c_error, error, &output->errors) {
		const struct node *root = error->chunk >= 0 ? chunk_root(c, error->chunk) : NULL;
		struct span span = { 0 };
		if (root) {
			span.begin = root->span.begin + (uint32_t)error->offset;
			span.end = span.begin + (uint32_t)error->size;
		}
		diag_report(c->diag, span, DIAG_C_ERROR, error->text);
	}
}

static bool read_value(struct compilation *c, struct script_constant *constant)
{
	const struct ctype *type = ctype_set_find_enumerator(
		c->script_c.own, arena_printf(c->arena, C_VALUE_PREFIX "%s", constant->name),
		&constant->value);
	constant->is_number = type != NULL;
	constant->is_negative = type && type->is_signed && (int64_t)constant->value < 0;
	return constant->is_number;
}

static void read_constants(struct compilation *c, const struct c_section_input *input,
			   const struct c_section_output *output)
{
	struct script_c *own = &c->script_c;
	vec_foreach(const struct c_macro, macro, &output->macros) {
		struct script_constant constant = { .text = macro->body };
		constant.name = intern(c->interner, macro->name);
		if (!read_value(c, &constant))
			constant.expression =
				parse_expression_text(c->arena, c->interner, macro->body);
		vec_push(&own->constants, constant);
	}
	vec_foreach(const struct c_name, name, &input->names) {
		struct script_constant constant = { .name = name->name };
		if (name->may_be_value && read_value(c, &constant))
			vec_push(&own->constants, constant);
	}
}

static int read_output(struct compilation *c, const struct c_section_input *input,
		       const struct c_section_output *output, const char **error)
{
	struct script_c *own = &c->script_c;
	own->own = ctype_read_object(c->arena, c->interner, output->object, CTYPE_SCRIPT, error);
	if (!own->own)
		return EXIT_TOOLING;
	own->types = script_types_new(c->arena, own->own, C_TYPE_PREFIX, c->kernel);
	vec_foreach(const struct c_tag, tag, &output->tags) {
		if (tag->is_of_kernel_header)
			script_types_add_header_tag(own->types, tag->name);
	}
	read_constants(c, input, output);
	vec_foreach(const char *, header, &output->missing_headers)
		vec_push(&own->missing_headers, *header);
	return EXIT_DONE;
}

static int compile_in(struct compilation *c, const char *directory, const char **error)
{
	struct toolchain chain = { 0 };
	struct c_section_input input = { .directory = directory, .supply = supply, .context = c };
	struct c_section_output output;
	if (!toolchain_find_clang(c->arena, &chain, c->options->arch, error))
		return EXIT_TOOLING;
	input.clang = chain.clang;
	input.arch = chain.arch;
	input.trace = c->options->verbose ? stderr : NULL;
	make_input(c, &input);
	switch (c_section_compile(c->arena, &input, &output, error)) {
	case C_SECTION_DONE:
		return read_output(c, &input, &output, error);
	case C_SECTION_ERRORS:
		report_errors(c, &output);
		return EXIT_DONE;
	case C_SECTION_FAILED:
		break;
	}
	return EXIT_TOOLING;
}

int script_c_compile(struct compilation *c)
{
	const char *keep = c->options->keep, *error = NULL;
	const char *directory = keep;
	int status = EXIT_TOOLING;
	vec_init(&c->script_c.constants, c->arena);
	vec_init(&c->script_c.missing_headers, c->arena);
	if (!has_c(c))
		return EXIT_DONE;
	if (!keep)
		directory = workdir_make(c->arena, &error);
	else if (!make_directories(keep))
		error = arena_printf(c->arena, "%s: can't be made a directory", keep);
	if (!error)
		status = compile_in(c, path_full(c->arena, directory), &error);
	if (!keep && directory)
		workdir_remove(directory);
	if (status != EXIT_DONE)
		fprintf(stderr, "tracec: %s%s", error,
			*error && error[strlen(error) - 1] == '\n' ? "" : "\n");
	return status;
}

static void explain_choice(const struct script_choice *choice)
{
	const struct ctype *type = choice->type;
	const char *name = type->name ? type->name : type->typedef_name;
	fprintf(stderr, "tracec: %s %s: ", type->kind == CTYPE_UNION ? "union" : "struct", name);
	if (choice->is_user)
		fprintf(stderr, "in user memory the script's as it stands\n");
	else if (choice->is_of_header)
		fprintf(stderr, "the kernel's, relocated: the script has only its header's\n");
	else if (choice->is_kernel)
		fprintf(stderr, "the kernel's, relocated: it has all members of the script's\n");
	else if (choice->missing)
		fprintf(stderr, "the script's as it stands: the kernel's has no member '%s'\n",
			choice->missing);
	else
		fprintf(stderr,
			"the script's as it stands: '%s' is something else in the "
			"kernel's\n",
			choice->different);
}

void script_c_explain(const struct compilation *c)
{
	size_t n = 0;
	const struct script_choice *choices = NULL;
	if (!c->options->verbose || !c->script_c.own)
		return;
	vec_foreach(const char *const, header, &c->script_c.missing_headers)
		fprintf(stderr,
			"tracec: <%s> is not here: its types and constants are the "
			"target's\n",
			*header);
	choices = script_types_choices(c->script_c.types, &n);
	for (size_t i = 0; i < n; i++)
		explain_choice(&choices[i]);
}

void script_c_release(struct compilation *c)
{
	ctype_set_close(c->script_c.own);
}
