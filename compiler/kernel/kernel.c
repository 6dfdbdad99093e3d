#include "kernel/kernel.h"

#include <string.h>
#include <sys/utsname.h>

#include "kernel/facts.h"
#include "kernel/target.h"

#define BTF_DIRECTORY "/sys/kernel/btf"

struct kernel *kernel_open_facts(struct arena *arena, struct interner *interner,
				 struct facts *facts)
{
	struct kernel *kernel = arena_new_of(arena, struct kernel);

	kernel->arena = arena;
	kernel->interner = interner;
	kernel->facts = facts;
	vec_init(&kernel->modules, arena);
	vec_init(&kernel->records, arena);
	vec_init(&kernel->tracepoints, arena);
	vec_init(&kernel->raw_tracepoints, arena);
	return kernel;
}

static struct facts *running_facts(struct arena *arena)
{
	struct utsname system;
	const char *description = "running kernel";
	struct facts *facts;

	if (uname(&system) == 0)
		description = arena_printf(arena, "running kernel %s", system.release);
	facts = facts_live(arena, BTF_DIRECTORY, facts_find_tracefs(), description);
	facts_live_add_system(facts, "/proc", "/sys/kernel/debug", "/boot");
	return facts;
}

struct kernel *kernel_open_running(struct arena *arena, struct interner *interner)
{
	return kernel_open_facts(arena, interner, running_facts(arena));
}

struct kernel *kernel_open_running_else(struct arena *arena, struct interner *interner,
					const char *path, const char **error)
{
	struct facts *facts = running_facts(arena);
	struct facts *recorded;
	struct kernel *kernel;

	if (facts_are_enough(facts))
		return kernel_open_facts(arena, interner, facts);
	recorded = facts_snapshot(arena, path, error);
	if (recorded == NULL) {
		if (*error == NULL)
			*error = arena_printf(arena, "'%s' is no snapshot", path);
		return NULL;
	}
	kernel = kernel_open_facts(arena, interner, facts_layers(arena, facts, recorded));
	kernel->spare = recorded;
	return kernel;
}

struct kernel *kernel_open_file(struct arena *arena, struct interner *interner, const char *path,
				const char **error)
{
	struct facts *facts = facts_snapshot(arena, path, error);
	struct kernel *kernel;

	if (facts == NULL && *error == NULL)
		facts = facts_file(arena, path, error);
	if (facts == NULL)
		return NULL;
	kernel = kernel_open_facts(arena, interner, facts);
	kernel_types(kernel);
	return kernel;
}

struct kernel *kernel_open_none(struct arena *arena, struct interner *interner)
{
	return kernel_open_facts(arena, interner, facts_none(arena));
}

void kernel_close(struct kernel *kernel)
{
	if (kernel == NULL)
		return;
	vec_foreach(struct kernel_module, module, &kernel->modules) {
		ctype_set_close(module->types);
		module->types = NULL;
	}
	ctype_set_close(kernel->types);
	kernel->types = NULL;
	/* Types that a layer below has, but that were not asked for. */
	if (kernel->spare != NULL && kernel->spare->operations->vmlinux != NULL)
		btf__free(kernel->spare->operations->vmlinux(kernel->spare));
	kernel->spare = NULL;
}

bool kernel_has_btf(const struct kernel *kernel)
{
	const struct facts *facts = kernel->facts;

	if (kernel->is_read)
		return kernel->types != NULL;
	return facts->operations->has_btf != NULL && facts->operations->has_btf(facts);
}

const char *kernel_description(const struct kernel *kernel)
{
	return kernel->facts->description;
}

struct ctype_set *kernel_types(struct kernel *kernel)
{
	struct facts *facts = kernel->facts;
	struct btf *btf = NULL;

	if (kernel->is_read)
		return kernel->types;
	kernel->is_read = true;
	if (facts->operations->vmlinux != NULL)
		btf = facts->operations->vmlinux(facts);
	kernel->maker =
		ctype_maker_new(kernel->arena, kernel->interner, CTYPE_KERNEL,
				btf != NULL ? (unsigned)btf__pointer_size(btf) : sizeof(void *));
	if (btf != NULL)
		kernel->types = ctype_set_new(kernel->maker, btf, NULL);
	return kernel->types;
}

struct ctype_maker *kernel_maker(struct kernel *kernel)
{
	kernel_types(kernel);
	return kernel->maker;
}

static void list_modules(struct kernel *kernel)
{
	const struct facts *facts = kernel->facts;
	const char *const *names = NULL;
	size_t count = 0;

	if (kernel->modules_known)
		return;
	kernel->modules_known = true;
	/* A module's BTF means nothing without the kernel's. */
	if (kernel_types(kernel) != NULL && facts->operations->modules != NULL)
		names = facts->operations->modules(facts, &count);
	for (size_t i = 0; i < count; i++) {
		struct kernel_module module = { .name = names[i] };

		vec_push(&kernel->modules, module);
	}
}

static struct ctype_set *module_types(struct kernel *kernel, struct kernel_module *module)
{
	struct btf *base = (struct btf *)(uintptr_t)ctype_set_btf(kernel->types);
	struct btf *btf;

	if (module->is_read)
		return module->types;
	module->is_read = true;
	btf = kernel->facts->operations->module(kernel->facts, module->name, base);
	if (btf != NULL)
		module->types = ctype_set_new(kernel->maker, btf, kernel->types);
	return module->types;
}

bool kernel_types_at(struct kernel *kernel, size_t place, struct ctype_set **types)
{
	if (place == 0) {
		*types = kernel_types(kernel);
		return true;
	}
	list_modules(kernel);
	if (place > kernel->modules.count)
		return false;
	*types = module_types(kernel, &kernel->modules.items[place - 1]);
	return true;
}

const char *kernel_name_at(const struct kernel *kernel, size_t place)
{
	return place == 0 ? "vmlinux" : kernel->modules.items[place - 1].name;
}

const struct btf *kernel_btf_at(struct kernel *kernel, size_t place)
{
	struct ctype_set *types;

	if (!kernel_types_at(kernel, place, &types))
		return NULL;
	/* A module that cannot be read has nothing that the kernel has not. */
	if (types == NULL && place > 0)
		types = kernel->types;
	return types != NULL ? ctype_set_btf(types) : NULL;
}

void kernel_read_modules(struct kernel *kernel)
{
	struct ctype_set *types;

	for (size_t i = 0; kernel_types_at(kernel, i, &types); i++)
		continue;
}

const struct ctype *kernel_find_type(struct kernel *kernel, enum ctype_kind kind, const char *name)
{
	const struct ctype *forward = NULL;
	struct ctype_set *types;

	for (size_t i = 0; kernel_types_at(kernel, i, &types); i++) {
		const struct ctype *type = types != NULL ? ctype_set_find(types, kind, name) : NULL;

		if (type != NULL && type->kind != CTYPE_FORWARD)
			return type;
		if (forward == NULL)
			forward = type;
	}
	return forward;
}

const struct ctype *kernel_find_typedef(struct kernel *kernel, const char *name)
{
	const struct ctype *type = NULL;
	struct ctype_set *types;

	for (size_t i = 0; type == NULL && kernel_types_at(kernel, i, &types); i++) {
		if (types != NULL)
			type = ctype_set_find_typedef(types, name);
	}
	return type;
}

const struct ctype *kernel_find_enumerator(struct kernel *kernel, const char *name, uint64_t *value)
{
	const struct ctype *type = NULL;
	struct ctype_set *types;

	for (size_t i = 0; type == NULL && kernel_types_at(kernel, i, &types); i++) {
		if (types != NULL)
			type = ctype_set_find_enumerator(types, name, value);
	}
	return type;
}

/* Module names are written with - and _ alike; the kernel uses _. */
static bool is_same_module(const char *a, const char *b)
{
	while (*a != '\0' && (*a == '-' ? '_' : *a) == (*b == '-' ? '_' : *b)) {
		a++;
		b++;
	}
	return *a == '\0' && *b == '\0';
}

static struct ctype_set *find_module(struct kernel *kernel, const char *name)
{
	if (strcmp(name, "vmlinux") == 0)
		return kernel_types(kernel);
	list_modules(kernel);
	vec_foreach(struct kernel_module, module, &kernel->modules) {
		if (is_same_module(module->name, name))
			return module_types(kernel, module);
	}
	return NULL;
}

const struct ctype *kernel_find_function(struct kernel *kernel, const char *module,
					 const char *name)
{
	const struct ctype *type = NULL;
	struct ctype_set *types;

	if (module != NULL) {
		types = find_module(kernel, module);
		/* What is a module elsewhere may be built in here. */
		if (types == NULL)
			types = kernel_types(kernel);
		return types != NULL ? ctype_set_find_function(types, name) : NULL;
	}
	for (size_t i = 0; type == NULL && kernel_types_at(kernel, i, &types); i++) {
		if (types != NULL)
			type = ctype_set_find_function(types, name);
	}
	return type;
}

/* Prototype of typedef btf_trace_<name>; the names of its parameters may be missing. */
static const struct ctype *find_raw_prototype(struct ctype_set *types, const char *typedef_name)
{
	const struct ctype *type = ctype_set_find_typedef(types, typedef_name);

	if (type == NULL || type->kind != CTYPE_POINTER || type->target->kind != CTYPE_FUNCTION ||
	    type->target->n_members == 0)
		return NULL;
	return type->target;
}

/* A function of the event with the same parameters, which has their names: 6.9+, 5.10+, all. */
static const struct ctype *find_named_prototype(struct kernel *kernel, struct ctype_set *types,
						const char *name, const struct ctype *like)
{
	static const char *const prefixes[] = { "__probestub_", "__traceiter_", "__bpf_trace_" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		const struct ctype *type = ctype_set_find_function(
			types, arena_printf(kernel->arena, "%s%s", prefixes[i], name));
		bool is_alike = type != NULL && type->n_members == like->n_members;

		for (size_t k = 1; is_alike && k < like->n_members; k++)
			is_alike = type->members[k].type == like->members[k].type;
		if (is_alike)
			return type;
	}
	return like;
}

const struct ctype *kernel_find_raw_tracepoint(struct kernel *kernel, const char *name)
{
	const char *typedef_name = arena_printf(kernel->arena, "btf_trace_%s", name);
	const struct ctype *prototype = NULL;
	struct ctype_set *types = NULL;
	struct ctype_node *node;

	name = intern(kernel->interner, name);
	vec_foreach(const struct ctype *, known, &kernel->raw_tracepoints) {
		if ((*known)->name == name)
			return *known;
	}
	for (size_t i = 0; prototype == NULL && kernel_types_at(kernel, i, &types); i++) {
		if (types != NULL)
			prototype = find_raw_prototype(types, typedef_name);
	}
	if (prototype == NULL)
		return NULL;
	prototype = find_named_prototype(kernel, types, name, prototype);
	node = ctype_make(kernel->maker, CTYPE_FUNCTION);
	node->type.name = name;
	node->type.id = prototype->id;
	node->type.target = &ctype_make_void(kernel->maker)->type;
	node->type.members = prototype->members + 1;
	node->type.n_members = prototype->n_members - 1;
	vec_push(&kernel->raw_tracepoints, &node->type);
	return &node->type;
}
