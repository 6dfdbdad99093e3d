#include <string.h>

#include "commands/list.h"

struct sort {
	const char *prefix;
	enum kernel_names names;
	enum ctype_kind kind; /* VOID: a typedef */
};

static const struct sort sorts[] = {
	{ "struct ", KERNEL_STRUCTS, CTYPE_STRUCT },
	{ "union ", KERNEL_UNIONS, CTYPE_UNION },
	{ "enum ", KERNEL_ENUMS, CTYPE_ENUM },
	{ "typedef ", KERNEL_TYPEDEFS, CTYPE_VOID },
};

static void add_type(struct list *list, const struct sort *sort, const char *name)
{
	list->n_found++;
	if (!list->has_details)
		strbuf_printf(&list->out, "%s%s\n", sort->prefix, name);
	else if (sort->kind == CTYPE_VOID)
		declare_typedef(list->declarations, name, &list->out);
	else
		declare_type(list->declarations, sort->kind, name, &list->out);
}

static void add_types(struct list *list, const struct sort *sort, const char *pattern)
{
	const char *const *names;
	size_t count;

	kernel_read_modules(list->kernel);
	names = kernel_names(list->kernel, sort->names, &count);
	for (size_t i = 0; i < count; i++) {
		if (list_is_match(pattern, names[i]))
			add_type(list, sort, names[i]);
	}
	if (count == 0)
		list->error = arena_printf(list->arena, "the target (%s) has no types",
					   kernel_description(list->kernel));
}

bool list_types(struct list *list, const char *pattern)
{
	for (size_t i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++) {
		size_t size = strlen(sorts[i].prefix);

		if (strncmp(pattern, sorts[i].prefix, size) != 0)
			continue;
		add_types(list, &sorts[i], pattern + size + strspn(pattern + size, " "));
		return true;
	}
	return false;
}
