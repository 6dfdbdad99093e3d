#include "commands/uapi_constant.h"

#include <stdio.h>
#include <string.h>

#include "build/c_section.h"
#include "build/files.h"
#include "build/toolchain.h"
#include "build/uapi.h"
#include "commands/compilation.h"
#include "front/ast_walk.h"
#include "kernel/constant.h"
#include "sema/builtin.h"
#include "sema/name_table.h"

typedef VEC(struct uapi_name) uapi_names;

struct search {
	struct compilation *c;
	struct name_table seen;
	uapi_names names;
};

/* What the target was configured to, whatever headers make of it. */
static bool is_of_target(const char *name)
{
	return strncmp(name, "CONFIG_", strlen("CONFIG_")) == 0;
}

static bool is_known(struct search *search, const char *name)
{
	struct compilation *c = search->c;
	uint64_t value;

	vec_foreach(const struct script_constant, constant, &c->script_c.constants) {
		if (constant->name == name)
			return true;
	}
	if (c->script_c.types != NULL &&
	    script_types_find_enumerator(c->script_c.types, name, &value) != NULL)
		return true;
	return builtin_find(name) != NULL || kernel_constant_find(NULL, name) != NULL ||
	       kernel_find_enumerator(c->kernel, name, &value) != NULL;
}

static void collect(struct node **place, void *data)
{
	struct search *search = data;
	const struct node *node = *place;

	if (node->kind == NODE_IDENT && name_table_find(&search->seen, node->ident.name) == NULL) {
		struct uapi_name wanted = { .name = node->ident.name };

		name_table_set(&search->seen, wanted.name, search);
		if (wanted.name[strcspn(wanted.name, "abcdefghijklmnopqrstuvwxyz")] == '\0' &&
		    !is_of_target(wanted.name) && !is_known(search, wanted.name))
			vec_push(&search->names, wanted);
	}
	ast_each_child(*place, collect, data);
}

static void collect_all(struct search *search)
{
	struct compilation *c = search->c;

	vec_foreach(struct node *, root, &c->script->roots) {
		if ((*root)->kind != NODE_C_DEFINITION)
			collect(root, search);
	}
	/* What a macro of the script's C is made of. */
	for (size_t i = 0; i < c->script_c.constants.count; i++) {
		struct node *expression = (struct node *)c->script_c.constants.items[i].expression;

		if (expression != NULL)
			collect(&expression, search);
	}
}

/* What clang makes of the name in one header; false if that is no number. */
static bool value_in(struct compilation *c, const char *directory, const char *header,
		     struct script_constant *constant)
{
	struct toolchain chain = { 0 };
	struct c_section_input input = { .directory = directory };
	struct c_section_output output;
	struct c_name name = { constant->name, false, true };
	struct ctype_set *set;
	const struct ctype *type;
	const char *error;

	if (!toolchain_find_clang(c->arena, &chain, c->options->arch, &error))
		return false;
	input.clang = chain.clang;
	input.arch = chain.arch;
	input.trace = c->options->verbose ? stderr : NULL;
	vec_init(&input.chunks, c->arena);
	vec_init(&input.include_directories, c->arena);
	vec_init(&input.defines, c->arena);
	vec_init(&input.includes, c->arena);
	vec_init(&input.names, c->arena);
	vec_push(&input.includes, header);
	vec_push(&input.names, name);
	if (c_section_compile(c->arena, &input, &output, &error) != C_SECTION_DONE)
		return false;
	set = ctype_read_object(c->arena, c->interner, output.object, CTYPE_SCRIPT, &error);
	if (set == NULL)
		return false;
	type = ctype_set_find_enumerator(
		set, arena_printf(c->arena, C_VALUE_PREFIX "%s", constant->name), &constant->value);
	constant->is_number = type != NULL;
	constant->is_negative = type != NULL && type->is_signed && (int64_t)constant->value < 0;
	ctype_set_close(set);
	return constant->is_number;
}

/* Headers that do not stand alone, or say something else of the name, do not count. */
static void evaluate(struct compilation *c, const char *directory, const struct uapi_name *name)
{
	struct script_constant first = { .name = name->name };
	const char *from = NULL;

	vec_foreach(const char *const, header, &name->headers) {
		struct script_constant constant = { .name = name->name };

		if (!value_in(c, directory, *header, &constant))
			continue;
		if (from != NULL && constant.value != first.value) {
			if (c->options->verbose)
				fprintf(stderr,
					"tracec: %s is not the same in <%s> and <%s>: the script "
					"has to include one\n",
					name->name, from, *header);
			return;
		}
		if (from == NULL) {
			first = constant;
			from = *header;
		}
	}
	if (from == NULL)
		return;
	if (c->options->verbose)
		fprintf(stderr, "tracec: %s is %lld, from <%s>\n", name->name,
			(long long)first.value, from);
	vec_push(&c->script_c.constants, first);
}

void uapi_constants_find(struct compilation *c)
{
	struct search search = { .c = c };
	const char *directory, *error;

	name_table_init(&search.seen, c->arena);
	vec_init(&search.names, c->arena);
	collect_all(&search);
	if (search.names.count == 0)
		return;
	uapi_find_headers(c->arena, search.names.items, search.names.count);
	directory = workdir_make(c->arena, &error);
	if (directory == NULL)
		return;
	vec_foreach(const struct uapi_name, name, &search.names)
		evaluate(c, directory, name);
	workdir_remove(directory);
}
