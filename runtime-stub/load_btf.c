#include "load_btf.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load_vmlinux.h"
#include "rt.h"

#define ROOT "/sys/kernel/btf"

struct module {
	char name[64];
	struct btf *types;
	int fd; /* -1: not asked for yet */
};

struct rt_btf {
	struct btf *kernel;
	struct btf *given; /* of a file that stands for the kernel's; or NULL */
	bool is_read, is_listed;
	struct module *modules;
	size_t n_modules;
};

struct rt_btf *rt_btf_get(struct rt *rt)
{
	if (!rt->btf)
		rt->btf = calloc(1, sizeof(*rt->btf));
	return rt->btf;
}

void rt_btf_release(struct rt *rt)
{
	struct rt_btf *btf = rt->btf;
	rt->btf = NULL;
	if (!btf)
		return;
	for (size_t i = 0; i < btf->n_modules; i++) {
		btf__free(btf->modules[i].types);
		if (btf->modules[i].fd >= 0)
			close(btf->modules[i].fd);
	}
	free(btf->modules);
	btf__free(btf->given);
	btf__free(btf->kernel);
	free(btf);
}

static int read_kernel(struct rt_btf *btf)
{
	if (!btf->is_read)
		btf->kernel = rt_vmlinux_btf();
	btf->is_read = true;
	return btf->kernel ? 0 : -ENODEV;
}

static int add_module(struct rt_btf *btf, const char *name)
{
	struct module *grown = realloc(btf->modules, (btf->n_modules + 1) * sizeof(*btf->modules));
	if (!grown)
		return -ENOMEM;
	btf->modules = grown;
	struct module *module = &grown[btf->n_modules++];
	*module = (struct module){ .fd = -1 };
	snprintf(module->name, sizeof(module->name), "%.63s", name);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct module *)a)->name, ((const struct module *)b)->name);
}

static int list_modules(struct rt_btf *btf)
{
	int err = 0;
	if (btf->is_listed)
		return 0;
	btf->is_listed = true;
	DIR *files = opendir(ROOT);
	for (struct dirent *entry = files ? readdir(files) : NULL; entry && !err;
	     entry = readdir(files))
		if (*entry->d_name != '.' && strcmp(entry->d_name, "vmlinux") != 0)
			err = add_module(btf, entry->d_name);
	if (files)
		closedir(files);
	if (btf->n_modules)
		qsort(btf->modules, btf->n_modules, sizeof(*btf->modules), by_name);
	return err;
}

/* NULL: the module cannot be read, which is no more than an absent one. */
static const struct btf *module_types(struct rt_btf *btf, struct module *module)
{
	char path[sizeof(ROOT) + sizeof(module->name)];
	if (module->types)
		return module->types;
	snprintf(path, sizeof(path), ROOT "/%s", module->name);
	module->types = btf__parse_split(path, btf->kernel);
	return module->types;
}

/* The kernel knows a module's BTF by a number that only asking all of them gives. */
static int open_module(struct module *module)
{
	uint32_t id = 0;
	while (module->fd < 0 && !bpf_btf_get_next_id(id, &id)) {
		char name[sizeof(module->name)] = "";
		struct bpf_btf_info info;
		uint32_t size = sizeof(info);
		int fd = bpf_btf_get_fd_by_id(id);
		if (fd < 0)
			continue; // gone meanwhile
		memset(&info, 0, sizeof(info));
		info.name = (uint64_t)(uintptr_t)name;
		info.name_len = sizeof(name);
		if (!bpf_obj_get_info_by_fd(fd, &info, &size) && info.kernel_btf &&
		    !strcmp(name, module->name))
			module->fd = fd;
		else
			close(fd);
	}
	return module->fd < 0 ? -ENOENT : 0;
}

/* Own types of the module only: those of the kernel come before `from`. */
static int find_from(const struct btf *types, uint32_t from, uint32_t kind, const char *name,
		     uint32_t *id)
{
	uint32_t n = btf__type_cnt(types);
	for (uint32_t i = from; i < n; i++) {
		const struct btf_type *type = btf__type_by_id(types, i);
		if (btf_kind(type) != kind ||
		    strcmp(btf__name_by_offset(types, type->name_off), name) != 0)
			continue;
		*id = i;
		return 0;
	}
	return -ENOENT;
}

static int find_in_modules(struct rt_btf *btf, const char *wanted, uint32_t kind, const char *name,
			   struct rt_btf_place *place)
{
	int err = list_modules(btf);
	for (size_t i = 0; i < btf->n_modules && !err; i++) {
		struct module *module = &btf->modules[i];
		if (wanted && strcmp(wanted, module->name) != 0)
			continue;
		const struct btf *types = module_types(btf, module);
		if (!types ||
		    find_from(types, btf__type_cnt(btf->kernel), kind, name, &place->id) ||
		    open_module(module))
			continue;
		place->module_fd = module->fd;
		place->types = types;
		return 0;
	}
	return err ? err : -ENOENT;
}

static int find(struct rt_btf *btf, const char *module, uint32_t kind, const char *name,
		struct rt_btf_place *place)
{
	bool is_kernel = !module || !strcmp(module, "vmlinux");
	int err = read_kernel(btf);
	if (err)
		return err;
	*place = (struct rt_btf_place){ .types = btf->kernel };
	if (is_kernel && !find_from(btf->kernel, 1, kind, name, &place->id))
		return 0;
	return find_in_modules(btf, module, kind, name, place);
}

int rt_btf_find_function(struct rt_btf *btf, const char *module, const char *name,
			 struct rt_btf_place *place)
{
	return find(btf, module, BTF_KIND_FUNC, name, place);
}

int rt_btf_find_typedef(struct rt_btf *btf, const char *name, struct rt_btf_place *place)
{
	return find(btf, NULL, BTF_KIND_TYPEDEF, name, place);
}

void rt_btf_use_file(struct rt *rt, const char *path)
{
	struct rt_btf *btf = rt_btf_get(rt);
	if (btf && !btf->given)
		btf->given = btf__parse(path, NULL);
}

/* A type of one of two kinds: names and members are those of the file that the programs were relocated to, if it has them. */
static int find_either(struct rt_btf *btf, uint32_t kind, uint32_t other, const char *name,
		       struct rt_btf_place *place)
{
	*place = (struct rt_btf_place){ .types = btf->given };
	if (btf->given && (!find_from(btf->given, 1, kind, name, &place->id) ||
			   !find_from(btf->given, 1, other, name, &place->id)))
		return 0;
	int err = find(btf, NULL, kind, name, place);
	return err == -ENOENT ? find(btf, NULL, other, name, place) : err;
}

int rt_btf_find_enum(struct rt_btf *btf, const char *name, struct rt_btf_place *place)
{
	return find_either(btf, BTF_KIND_ENUM, BTF_KIND_ENUM64, name, place);
}

int rt_btf_find_record(struct rt_btf *btf, const char *name, struct rt_btf_place *place)
{
	return find_either(btf, BTF_KIND_STRUCT, BTF_KIND_UNION, name, place);
}

/* Members without a name hold each other only as deep as C nests them. */
#define MAX_NESTING 16

static const struct btf_member *find_member(const struct btf *types, uint32_t id, const char *name,
					    int nesting)
{
	const struct btf_type *type = btf__type_by_id(types, id);
	while (type && (btf_is_mod(type) || btf_is_typedef(type)))
		type = btf__type_by_id(types, type->type);
	if (!type || !btf_is_composite(type) || nesting > MAX_NESTING)
		return NULL;
	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		const struct btf_member *member = &btf_members(type)[i];
		const char *own = btf__name_by_offset(types, member->name_off);
		if (!own || !*own)
			member = find_member(types, member->type, name, nesting + 1);
		else if (strcmp(own, name) != 0)
			member = NULL;
		if (member)
			return member;
	}
	return NULL;
}

bool rt_btf_has_member(const struct rt_btf_place *place, const char *name)
{
	return find_member(place->types, place->id, name, 0) != NULL;
}

bool rt_btf_member_elements(const struct rt_btf_place *place, const char *name, uint32_t *count)
{
	const struct btf_member *member = find_member(place->types, place->id, name, 0);
	const struct btf_type *type = member ? btf__type_by_id(place->types, member->type) : NULL;
	while (type && (btf_is_mod(type) || btf_is_typedef(type)))
		type = btf__type_by_id(place->types, type->type);
	if (!type || !btf_is_array(type))
		return false;
	*count = btf_array(type)->nelems;
	return true;
}

int rt_btf_each_enumerator(const struct rt_btf_place *place, rt_btf_enumerator *visit,
			   void *context)
{
	const struct btf_type *type = btf__type_by_id(place->types, place->id);
	bool is_wide = btf_kind(type) == BTF_KIND_ENUM64;
	int err = 0;
	for (uint32_t i = 0; i < btf_vlen(type) && !err; i++) {
		const struct btf_enum *plain = &btf_enum(type)[i];
		const struct btf_enum64 *wide = &btf_enum64(type)[i];
		uint64_t value = is_wide ? btf_enum64_value(wide) : (uint64_t)(int64_t)plain->val;
		uint32_t name = is_wide ? wide->name_off : plain->name_off;
		err = visit(context, btf__name_by_offset(place->types, name), value);
	}
	return err;
}

/* Of a function, or of a raw tracepoint: a pointer to what its callers call. */
static const struct btf_type *prototype_of(const struct rt_btf_place *place)
{
	const struct btf *types = place->types;
	const struct btf_type *type = btf__type_by_id(types, place->id);
	while (type && (btf_is_func(type) || btf_is_typedef(type) || btf_is_ptr(type)))
		type = btf__type_by_id(types, type->type);
	return type && btf_is_func_proto(type) ? type : NULL;
}

/* What a raw tracepoint's prototype has in front is for its callers alone. */
static uint32_t first_parameter(const struct rt_btf_place *place)
{
	return btf_is_typedef(btf__type_by_id(place->types, place->id)) ? 1 : 0;
}

/* 0: void, or not known. */
static uint32_t size_of(const struct btf *types, uint32_t id)
{
	int64_t size = id ? btf__resolve_size(types, id) : 0;
	return size > 0 ? (uint32_t)size : 0;
}

/* Structs up to 16 bytes are passed in registers, which makes two words of one parameter. */
static bool is_word(const struct btf *types, uint32_t id)
{
	int resolved = btf__resolve_type(types, id);
	const struct btf_type *type =
		resolved < 0 ? NULL : btf__type_by_id(types, (uint32_t)resolved);
	return type && !btf_is_composite(type) && size_of(types, id) <= 8;
}

static uint32_t n_parameters(const struct rt_btf_place *place, const struct btf_type *prototype)
{
	uint32_t n = btf_vlen(prototype);
	uint32_t first = first_parameter(place);
	return n > first ? n - first : 0;
}

static uint32_t parameter_type(const struct rt_btf_place *place, const struct btf_type *prototype,
			       uint32_t index)
{
	return btf_params(prototype)[first_parameter(place) + index].type;
}

int rt_btf_describe(const struct rt_btf_place *place, struct rt_btf_function *function)
{
	const struct btf_type *prototype = prototype_of(place);
	if (!prototype)
		return -EINVAL;
	function->n_params = n_parameters(place, prototype);
	function->has_result = prototype->type;
	function->is_plain = true;
	for (uint32_t i = 0; i < function->n_params; i++)
		function->is_plain &= is_word(place->types, parameter_type(place, prototype, i));
	return 0;
}

uint32_t rt_btf_value_size(const struct rt_btf_place *place, uint32_t index)
{
	const struct btf_type *prototype = prototype_of(place);
	uint32_t n = prototype ? n_parameters(place, prototype) : 0;
	if (!prototype || index > n)
		return 0;
	return size_of(place->types,
		       index == n ? prototype->type : parameter_type(place, prototype, index));
}

uint32_t rt_btf_value_offset(const struct rt_btf_place *place, uint32_t index)
{
	uint32_t words = 0;
	for (uint32_t i = 0; i < index; i++) {
		uint32_t size = rt_btf_value_size(place, i);
		words += size > 8 ? (size + 7) / 8 : 1;
	}
	return 8 * words;
}

static bool is_alike(const struct btf_type *a, const struct btf_type *b)
{
	bool alike = btf_vlen(a) == btf_vlen(b);
	for (uint32_t i = 1; i < btf_vlen(a) && alike; i++)
		alike = btf_params(a)[i].type == btf_params(b)[i].type;
	return alike;
}

/*
 * The prototype with its parameters' names. That of a raw tracepoint's type has none, but functions
 * of the event with the same parameters do: Linux 6.9+, 5.10+, all.
 */
static const struct btf_type *named_prototype(const struct rt_btf_place *place)
{
	static const char type_prefix[] = "btf_trace_";
	static const char *const prefixes[] = { "__probestub_", "__traceiter_", "__bpf_trace_" };
	const struct btf_type *prototype = prototype_of(place);
	const struct btf_type *type = btf__type_by_id(place->types, place->id);
	const char *event = btf__name_by_offset(place->types, type->name_off);
	char name[256];
	if (!prototype || !btf_is_typedef(type) ||
	    strncmp(event, type_prefix, strlen(type_prefix)) != 0)
		return prototype;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", prefixes[i], event + strlen(type_prefix));
		int id = btf__find_by_name_kind(place->types, name, BTF_KIND_FUNC);
		const struct btf_type *named =
			id < 0 ? NULL
			       : btf__type_by_id(place->types,
						 btf__type_by_id(place->types, (uint32_t)id)->type);
		if (named && is_alike(named, prototype))
			return named;
	}
	return prototype;
}

int rt_btf_find_parameter(const struct rt_btf_place *place, const char *name, uint32_t *index)
{
	const struct btf_type *prototype = named_prototype(place);
	uint32_t first = first_parameter(place);
	for (uint32_t i = first; prototype && i < btf_vlen(prototype); i++) {
		const char *parameter =
			btf__name_by_offset(place->types, btf_params(prototype)[i].name_off);
		if (!parameter || strcmp(parameter, name) != 0)
			continue;
		*index = i - first;
		return 0;
	}
	return -ENOENT;
}

static int each_in(const struct btf *types, uint32_t from, uint32_t kind, const char *module,
		   rt_btf_visit *visit, void *context)
{
	uint32_t n = btf__type_cnt(types);
	int err = 0;
	for (uint32_t i = from; i < n && !err; i++) {
		const struct btf_type *type = btf__type_by_id(types, i);
		if (btf_kind(type) == kind)
			err = visit(context, module, btf__name_by_offset(types, type->name_off));
	}
	return err;
}

static int each(struct rt_btf *btf, uint32_t kind, rt_btf_visit *visit, void *context)
{
	int err = read_kernel(btf);
	if (!err)
		err = each_in(btf->kernel, 1, kind, NULL, visit, context);
	if (!err)
		err = list_modules(btf);
	for (size_t i = 0; i < btf->n_modules && !err; i++) {
		const struct btf *types = module_types(btf, &btf->modules[i]);
		if (types)
			err = each_in(types, btf__type_cnt(btf->kernel), kind, btf->modules[i].name,
				      visit, context);
	}
	return err;
}

int rt_btf_each_function(struct rt_btf *btf, rt_btf_visit *visit, void *context)
{
	return each(btf, BTF_KIND_FUNC, visit, context);
}

int rt_btf_each_typedef(struct rt_btf *btf, rt_btf_visit *visit, void *context)
{
	return each(btf, BTF_KIND_TYPEDEF, visit, context);
}

const struct btf *rt_btf_types(struct rt_btf *btf, size_t i)
{
	if (read_kernel(btf) || (i && list_modules(btf)))
		return NULL;
	if (!i)
		return btf->kernel;
	if (i > btf->n_modules)
		return NULL;
	const struct btf *types = module_types(btf, &btf->modules[i - 1]);
	return types ? types : btf->kernel;
}
