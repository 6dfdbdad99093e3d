/*
 * Existence in generated BPF C. A relocation finds only what has the same sort of type as the declaration
 * that it names, so what may be of any sort is asked for once as each.
 */
#include <string.h>

#include "emit/bpf.h"

/* A typedef has the same name and sort of type on the target; which sort is not known here. */
const char *bpf_type_exists(struct arena *arena, const struct plan_ctype *type)
{
	const char *name = type->name;

	if (strcmp(type->tag, "typedef") == 0)
		return arena_printf(arena,
				    "(bool)(bpf_core_type_exists(%s___int) | "
				    "bpf_core_type_exists(%s___struct) | "
				    "bpf_core_type_exists(%s___union) | "
				    "bpf_core_type_exists(%s___enum))",
				    name, name, name, name);
	return arena_printf(arena, "(bool)bpf_core_type_exists(%s%s)", bpf_ctype_name(arena, type),
			    strcmp(type->tag, "enum") == 0 ? "___tl" : "");
}

/*
 * The sorts that libbpf's bpf_core_fields_are_compat() keeps apart (libbpf 1.1, relo_core.c): sizes, signs,
 * names of structs and lengths of arrays do not matter to it, and an enum without a name is like any.
 */
static const struct sort {
	const char *before, *after;
} sorts[] = {
	{ "int ", "" },
	{ "void *", "" },
	{ "struct { char unused; } ", "" },
	{ "enum { TL_ANY } ", "" },
	{ "float ", "" },
	{ "int ", "[1]" },
	{ "void *", "[1]" },
	{ "struct { char unused; } ", "[1]" },
	{ "enum { TL_ANY } ", "[1]" },
};

/* "struct { struct { int c; } b; } a;" of "a.b.c". */
static const char *declaration(struct arena *arena, const char *path, const char *before,
			       const char *after)
{
	const char *dot = strchr(path, '.');

	if (dot == NULL)
		return arena_printf(arena, "%s%s%s;", before, path, after);
	return arena_printf(arena, "struct { %s } %.*s;",
			    declaration(arena, dot + 1, before, after), (int)(dot - path), path);
}

/*
 * The sort and the path keep the definitions apart: clang 19 takes types of one name for one, wherever they
 * are defined. Relocations ignore both.
 */
static const char *as_sort(struct arena *arena, const struct plan_ctype *root, const char *path,
			   unsigned sort)
{
	const char *members = declaration(arena, path, sorts[sort].before, sorts[sort].after);
	const char *attribute = "__attribute__((preserve_access_index))";
	char *name = arena_printf(arena, "%s___any_%u_%s", root->name, sort, path);

	for (char *dot = name; (dot = strchr(dot, '.')) != NULL;)
		*dot = '_';
	if (root->is_typedef)
		return arena_printf(arena,
				    "({ typedef %s { %s } %s %s; bpf_core_field_exists(%s, %s); })",
				    root->tag, members, attribute, name, name, path);
	return arena_printf(arena, "({ %s %s { %s } %s; bpf_core_field_exists(%s %s, %s); })",
			    root->tag, name, members, attribute, root->tag, name, path);
}

const char *bpf_name_exists(struct arena *arena, const struct plan_ctype *root, const char *path)
{
	const char *all = as_sort(arena, root, path, 0);

	for (unsigned i = 1; i < sizeof(sorts) / sizeof(sorts[0]); i++)
		all = arena_printf(arena, "%s |\n\t\t%s", all, as_sort(arena, root, path, i));
	return arena_printf(arena, "(bool)(%s)", all);
}
