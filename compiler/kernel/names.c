#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "kernel/target.h"

typedef VEC(const char *) names_vec;

#define RAW_TRACEPOINT_PREFIX "btf_trace_"

/* An iterator X has an (empty) function bpf_iter_X and the struct of its context, bpf_iter__X. */
#define ITERATOR_PREFIX "bpf_iter_"
#define CONTEXT_PREFIX  "bpf_iter__"

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_types(struct kernel *kernel, const struct ctype_set *types, uint32_t kind,
		      const char *prefix, names_vec *names)
{
	const struct btf *btf = ctype_set_btf(types);

	for (uint32_t id = ctype_set_first_id(types); id < ctype_set_end_id(types); id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);
		const char *name;

		if (btf_kind(type) != kind || type->name_off == 0)
			continue;
		name = btf_type_name(btf, type->name_off);
		if (strncmp(name, prefix, strlen(prefix)) == 0)
			vec_push(names, intern(kernel->interner, name + strlen(prefix)));
	}
}

/* Names of vmlinux and of the modules that were read already. */
static void add_all_types(struct kernel *kernel, uint32_t kind, const char *prefix,
			  names_vec *names)
{
	if (kernel_types(kernel) != NULL)
		add_types(kernel, kernel->types, kind, prefix, names);
	vec_foreach(struct kernel_module, module, &kernel->modules) {
		if (module->types != NULL)
			add_types(kernel, module->types, kind, prefix, names);
	}
}

/* Functions of a BTF as "vmlinux:name", of a module "module:name". */
static void add_typed(struct kernel *kernel, struct ctype_set *types, const char *module,
		      names_vec *names)
{
	const struct btf *btf = ctype_set_btf(types);
	bool is_core = strcmp(module, "vmlinux") == 0;
	size_t n_traceable;
	const char *const *traceable = kernel_names(kernel, KERNEL_TRACEABLE, &n_traceable);
	struct strbuf text;

	strbuf_init(&text, kernel->arena);
	strbuf_printf(&text, "%s:", module);
	for (uint32_t id = ctype_set_first_id(types); id < ctype_set_end_id(types); id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);
		const char *name;

		if (!btf_is_func(type))
			continue;
		text.size = strlen(module) + 1;
		strbuf_puts(&text, btf_type_name(btf, type->name_off));
		name = strbuf_text(&text) + (is_core ? strlen(module) + 1 : 0);
		if (n_traceable == 0 || bsearch(&name, traceable, n_traceable, sizeof(*traceable),
						compare_names) != NULL)
			vec_push(names, intern(kernel->interner, strbuf_text(&text)));
	}
}

static void add_all_typed(struct kernel *kernel, names_vec *names)
{
	struct ctype_set *types;

	for (size_t i = 0; kernel_types_at(kernel, i, &types); i++) {
		if (types != NULL)
			add_typed(kernel, types, kernel_name_at(kernel, i), names);
	}
}

static void add_iterators(struct kernel *kernel, names_vec *names)
{
	names_vec contexts;

	vec_init(&contexts, kernel->arena);
	add_all_types(kernel, BTF_KIND_STRUCT, CONTEXT_PREFIX, &contexts);
	vec_foreach(const char *, name, &contexts) {
		if (kernel_find_function(
			    kernel, NULL,
			    arena_printf(kernel->arena, ITERATOR_PREFIX "%s", *name)) != NULL)
			vec_push(names, *name);
	}
}

static void add_functions(struct kernel *kernel, names_vec *names)
{
	const struct facts *facts = kernel->facts;
	const char *const *all = NULL;
	size_t count = 0;

	if (facts->operations->functions != NULL)
		all = facts->operations->functions(facts, &count);
	for (size_t i = 0; i < count; i++)
		vec_push(names, intern(kernel->interner, all[i]));
}

static void add_tracepoints(struct kernel *kernel, names_vec *names)
{
	const struct facts *facts = kernel->facts;
	const char *const *all = NULL;
	size_t count = 0;

	if (facts->operations->tracepoints != NULL)
		all = facts->operations->tracepoints(facts, &count);
	for (size_t i = 0; i < count; i++)
		vec_push(names, intern(kernel->interner, all[i]));
}

/* Interned names that are equal are one pointer. */
static size_t sort_unique(const char **names, size_t count)
{
	size_t n = 0;

	if (count > 0)
		qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0; i < count; i++) {
		if (n == 0 || names[n - 1] != names[i])
			names[n++] = names[i];
	}
	return n;
}

const char *const *kernel_names(struct kernel *kernel, enum kernel_names which, size_t *count)
{
	struct kernel_name_list *list = &kernel->names[which];
	names_vec names;

	if (!list->is_known) {
		vec_init(&names, kernel->arena);
		switch (which) {
		case KERNEL_STRUCTS:
			add_all_types(kernel, BTF_KIND_STRUCT, "", &names);
			break;
		case KERNEL_FUNCTIONS:
			add_all_types(kernel, BTF_KIND_FUNC, "", &names);
			break;
		case KERNEL_RAW_TRACEPOINTS:
			add_all_types(kernel, BTF_KIND_TYPEDEF, RAW_TRACEPOINT_PREFIX, &names);
			break;
		case KERNEL_TRACEPOINTS:
			add_tracepoints(kernel, &names);
			break;
		case KERNEL_UNIONS:
			add_all_types(kernel, BTF_KIND_UNION, "", &names);
			break;
		case KERNEL_ENUMS:
			add_all_types(kernel, BTF_KIND_ENUM, "", &names);
			add_all_types(kernel, BTF_KIND_ENUM64, "", &names);
			break;
		case KERNEL_TYPEDEFS:
			add_all_types(kernel, BTF_KIND_TYPEDEF, "", &names);
			break;
		case KERNEL_TRACEABLE:
			add_functions(kernel, &names);
			break;
		case KERNEL_TYPED_TRACEABLE:
			add_all_typed(kernel, &names);
			break;
		case KERNEL_ITERATORS:
			add_iterators(kernel, &names);
			break;
		}
		list->count = sort_unique(names.items, names.count);
		list->names = names.items;
		list->is_known = true;
	}
	*count = list->count;
	return list->names;
}
