#include "kernel/merge.h"

#include <bpf/btf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kernel/btf_index.h"
#include "kernel/btf_open.h"
#include "kernel/target.h"

static const char *text_of(const struct kernel *kernel, enum facts_text which)
{
	const struct facts *facts = kernel->facts;

	return facts->operations->text != NULL ? facts->operations->text(facts, which) : NULL;
}

const char *kernel_release(const struct kernel *kernel)
{
	return text_of(kernel, FACTS_RELEASE);
}

const char *kernel_machine(const struct kernel *kernel)
{
	return text_of(kernel, FACTS_MACHINE);
}

enum kernel_option kernel_find_option(const struct kernel *kernel, const char *option)
{
	const char *text = text_of(kernel, FACTS_CONFIG);
	size_t length = strlen(option);

	if (text == NULL)
		return KERNEL_OPTION_UNKNOWN;
	for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, option, length) == 0 && line[length] == '=')
			return KERNEL_OPTION_ON;
	}
	return KERNEL_OPTION_OFF;
}

/* Where the object's ids of module types begin, and where those of the merged BTF do. */
struct move {
	uint32_t from, to;
};

static void move_id(const struct move *move, uint32_t *id)
{
	if (*id >= move->from)
		*id = *id - move->from + move->to;
}

static void move_members(const struct move *move, struct btf_type *type)
{
	struct btf_member *members = btf_members(type);

	for (uint32_t i = 0; i < btf_vlen(type); i++)
		move_id(move, &members[i].type);
}

static void move_parameters(const struct move *move, struct btf_type *type)
{
	struct btf_param *params = btf_params(type);

	move_id(move, &type->type);
	for (uint32_t i = 0; i < btf_vlen(type); i++)
		move_id(move, &params[i].type);
}

static void move_variables(const struct move *move, struct btf_type *type)
{
	struct btf_var_secinfo *variables = btf_var_secinfos(type);

	for (uint32_t i = 0; i < btf_vlen(type); i++)
		move_id(move, &variables[i].type);
}

/* Every id that a type refers to. */
static void move_type(const struct move *move, struct btf_type *type)
{
	switch (btf_kind(type)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		move_members(move, type);
		return;
	case BTF_KIND_ARRAY:
		move_id(move, &btf_array(type)->type);
		move_id(move, &btf_array(type)->index_type);
		return;
	case BTF_KIND_FUNC_PROTO:
		move_parameters(move, type);
		return;
	case BTF_KIND_DATASEC:
		move_variables(move, type);
		return;
	case BTF_KIND_INT:
	case BTF_KIND_FLOAT:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
	case BTF_KIND_FWD:
		return;
	default: /* of the kernel's enum; the others have one */
		move_id(move, &type->type);
	}
}

static int add_module(struct btf *merged, const struct ctype_set *types)
{
	const struct btf *btf = ctype_set_btf(types);
	struct move move = { ctype_set_first_id(types), btf__type_cnt(merged) };

	for (uint32_t id = move.from; id < ctype_set_end_id(types); id++) {
		int added = btf__add_type(merged, btf, btf__type_by_id(btf, id));

		if (added < 0)
			return added;
		move_type(&move,
			  (struct btf_type *)(uintptr_t)btf__type_by_id(merged, (uint32_t)added));
	}
	return 0;
}

/* A name without its flavour: "task_struct___old" is task_struct. */
static const char *plain_name(struct arena *arena, const struct btf *btf,
			      const struct btf_type *type)
{
	const char *name = btf__name_by_offset(btf, type->name_off);
	const char *flavour = name != NULL ? strstr(name, "___") : NULL;

	return flavour != NULL ? arena_strndup(arena, name, (size_t)(flavour - name)) : name;
}

/* Whether the object has a struct, union or enum of a name that the module has and the kernel has not. */
static bool is_needed(struct arena *arena, const struct btf *object, struct ctype_set *kernel,
		      struct ctype_set *module)
{
	for (uint32_t id = 1; id < btf__type_cnt(object); id++) {
		const struct btf_type *type = btf__type_by_id(object, id);
		const char *name = plain_name(arena, object, type);
		bool is_relocated = btf_is_composite(type) || btf_is_any_enum(type);

		if (is_relocated && name != NULL && *name != '\0' &&
		    btf_index_find(ctype_set_index(kernel), btf_kind(type), name) == 0 &&
		    btf_index_find(ctype_set_index(module), btf_kind(type), name) != 0)
			return true;
	}
	return false;
}

static int merge(struct kernel *kernel, const struct btf *object, struct btf *merged)
{
	struct ctype_set *types, *base = kernel_types(kernel);
	int code = btf__add_btf(merged, ctype_set_btf(base));

	for (size_t i = 1; code >= 0 && kernel_types_at(kernel, i, &types); i++)
		if (types != NULL && is_needed(kernel->arena, object, base, types))
			code = add_module(merged, types);
	return code < 0 ? code : 0;
}

static bool write_btf(const struct btf *btf, const char *path)
{
	uint32_t size;
	const void *bytes = btf__raw_data(btf, &size);
	FILE *file = bytes != NULL ? fopen(path, "we") : NULL;
	bool is_written = file != NULL && fwrite(bytes, 1, size, file) == size;

	if (file != NULL && fclose(file) != 0)
		is_written = false;
	return is_written;
}

bool kernel_write_types(struct kernel *kernel, const char *object_path, const char *path,
			const char **error)
{
	struct btf *object = btf_open_file(kernel->arena, object_path, NULL, error);
	struct btf *merged = btf__new_empty();
	bool is_written = false;
	int code = -ENOMEM;

	if (object != NULL && kernel_types(kernel) == NULL)
		*error = arena_printf(kernel->arena, "%s has no types", kernel_description(kernel));
	else if (object != NULL && merged != NULL)
		code = merge(kernel, object, merged);
	if (code == 0)
		is_written = write_btf(merged, path);
	if (object != NULL && kernel_types(kernel) != NULL && !is_written)
		*error = arena_printf(kernel->arena, "cannot write '%s': %s", path,
				      strerror(code < 0 ? -code : errno));
	btf__free(merged);
	btf__free(object);
	return is_written;
}

static int find_enum(const struct btf *btf, const char *name)
{
	int id = btf__find_by_name_kind(btf, name, BTF_KIND_ENUM);

	return id > 0 ? id : btf__find_by_name_kind(btf, name, BTF_KIND_ENUM64);
}

static int add_enum(struct kernel *kernel, struct btf *trimmed, const char *name)
{
	struct ctype_set *types = kernel_types(kernel);

	if (find_enum(trimmed, name) > 0)
		return 0;
	for (size_t i = 1;; i++) {
		const struct btf *from = types != NULL ? ctype_set_btf(types) : NULL;
		int id = from != NULL ? find_enum(from, name) : 0;

		if (id > 0)
			return btf__add_type(trimmed, from, btf__type_by_id(from, (uint32_t)id));
		if (!kernel_types_at(kernel, i, &types))
			return 0;
	}
}

bool kernel_add_enums(struct kernel *kernel, const char *path, const char *const *names, size_t n,
		      const char **error)
{
	struct btf *trimmed = n > 0 ? btf__parse(path, NULL) : NULL;
	bool is_written = n == 0;
	int code = n > 0 && trimmed == NULL ? -errno : 0;

	for (size_t i = 0; i < n && code >= 0; i++)
		code = add_enum(kernel, trimmed, names[i]);
	if (n > 0 && code >= 0)
		is_written = write_btf(trimmed, path);
	if (!is_written)
		*error = arena_printf(kernel->arena, "cannot add enums to '%s': %s", path,
				      strerror(code < 0 ? -code : errno));
	btf__free(trimmed);
	return is_written;
}
