#include "kernel/script_types.h"

#include <string.h>

#include "base/similar.h"
#include "base/vec.h"
#include "kernel/stand_in.h"

struct script_types {
	struct arena *arena;
	struct ctype_set *own; /* or NULL */
	const char *prefix;
	struct kernel *kernel;
	VEC(const char *) header_tags;
	VEC(struct script_choice) choices;
};

static bool is_record(const struct ctype *type)
{
	return type->kind == CTYPE_STRUCT || type->kind == CTYPE_UNION;
}

static bool is_record_or_forward(const struct ctype *type)
{
	return is_record(type) || type->kind == CTYPE_FORWARD;
}

/* -- what the script's C leaves open -- */

static const struct ctype *kernel_of_forward(struct kernel *kernel, const struct ctype *type)
{
	return kernel_find_type(kernel, type->is_union ? CTYPE_UNION : CTYPE_STRUCT, type->name);
}

/* The kernel's type for one that is only declared or stands in for it; NULL if it is neither. */
static const struct ctype *kernel_of(struct kernel *kernel, const struct ctype *type)
{
	const struct ctype *found = NULL;

	if (type->kind == CTYPE_FORWARD && type->name != NULL)
		found = kernel_of_forward(kernel, type);
	else if (is_record(type))
		found = stand_in_meaning(kernel, type);
	return found != NULL && found->kind != CTYPE_FORWARD ? found : NULL;
}

/*
 * In place, so that pointers to it and members of its type need no second look. The copy is
 * told from the kernel's own by its address alone.
 */
static void complete(struct ctype_set *own, struct kernel *kernel)
{
	for (uint32_t id = ctype_set_first_id(own); id < ctype_set_end_id(own); id++) {
		const struct ctype *type = ctype_set_get(own, id);
		const struct ctype *found =
			is_record_or_forward(type) && type->origin == CTYPE_SCRIPT
				? kernel_of(kernel, type)
				: NULL;

		if (found != NULL)
			ctype_node_of(type)->type = *found;
	}
}

struct script_types *script_types_new(struct arena *arena, struct ctype_set *own,
				      const char *prefix, struct kernel *kernel)
{
	struct script_types *types = arena_new_of(arena, struct script_types);

	types->arena = arena;
	types->own = own;
	types->prefix = prefix;
	types->kernel = kernel;
	vec_init(&types->choices, arena);
	vec_init(&types->header_tags, arena);
	if (own != NULL)
		complete(own, kernel);
	return types;
}

void script_types_add_header_tag(struct script_types *types, const char *name)
{
	vec_push(&types->header_tags, name);
}

static bool is_of_header(const struct script_types *types, const struct ctype *own)
{
	vec_foreach(const char *const, name, &types->header_tags) {
		if (own->name != NULL && strcmp(*name, own->name) == 0)
			return true;
	}
	return false;
}

/* -- one of two definitions -- */

/* Kinds between which a member may change without the script's noticing. */
static int family_of(const struct ctype *type)
{
	switch (type->kind) {
	case CTYPE_INT:
	case CTYPE_BOOL:
	case CTYPE_ENUM:
		return CTYPE_INT;
	case CTYPE_STRUCT:
	case CTYPE_UNION:
	case CTYPE_FORWARD:
		return CTYPE_STRUCT;
	case CTYPE_VOID:
	case CTYPE_FLOAT:
	case CTYPE_POINTER:
	case CTYPE_ARRAY:
	case CTYPE_FUNCTION:
		break;
	}
	return (int)type->kind;
}

static bool is_alike(const struct ctype *a, const struct ctype *b)
{
	while (a->kind == CTYPE_ARRAY && b->kind == CTYPE_ARRAY) {
		a = a->target;
		b = b->target;
	}
	return family_of(a) == family_of(b);
}

/* Whether the kernel's has every member that own names; what is in the way goes to choice. */
static bool has_all(const struct ctype *own, const struct ctype *kernel,
		    struct script_choice *choice)
{
	for (size_t i = 0; i < own->n_members; i++) {
		const struct ctype_member *member = &own->members[i], *found;

		if (member->name == NULL) {
			if (is_record(member->type) && !has_all(member->type, kernel, choice))
				return false;
			continue;
		}
		found = ctype_find_member(kernel, member->name, NULL);
		if (found == NULL)
			choice->missing = member->name;
		else if (!is_alike(member->type, found->type))
			choice->different = member->name;
		if (found == NULL || choice->different != NULL)
			return false;
	}
	return true;
}

typedef VEC(const char *) name_vec;

static void add_names(name_vec *names, const struct ctype *type)
{
	for (size_t i = 0; i < type->n_members; i++) {
		const struct ctype_member *member = &type->members[i];

		/* The kernel's "__state" was "state". */
		if (member->name != NULL)
			vec_push(names, member->name + strspn(member->name, "_"));
		else if (is_record(member->type))
			add_names(names, member->type);
	}
}

/* Whether it may be meant to be the kernel's, of whatever kernel; else they share no more than a name. */
static bool is_related(struct arena *arena, const struct ctype *own, const struct ctype *kernel)
{
	name_vec names, theirs;

	vec_init(&names, arena);
	vec_init(&theirs, arena);
	add_names(&names, own);
	add_names(&theirs, kernel);
	vec_foreach(const char *, name, &names) {
		if (similar_find(*name, theirs.items, theirs.count) != NULL)
			return true;
	}
	return false;
}

const struct script_choice *script_types_choice(const struct script_types *types,
						const struct ctype *type)
{
	vec_foreach(const struct script_choice, known, &types->choices) {
		if (known->type == type && !known->is_user)
			return known;
	}
	return NULL;
}

static const struct ctype *choose(struct script_types *types, const struct ctype *own,
				  const struct ctype *kernel)
{
	const struct script_choice *known = script_types_choice(types, own);
	struct script_choice choice = { .type = own };

	if (known != NULL)
		return known->is_kernel ? kernel : own;
	choice.is_kernel = has_all(own, kernel, &choice);
	choice.is_related = is_related(types->arena, own, kernel);
	choice.is_of_header = !choice.is_kernel && is_of_header(types, own);
	choice.is_kernel |= choice.is_of_header;
	vec_push(&types->choices, choice);
	return choice.is_kernel ? kernel : own;
}

/* In user memory, where the kernel has one of that name too. */
static const struct ctype *choose_own(struct script_types *types, const struct ctype *own)
{
	struct script_choice choice = { .type = own, .is_user = true };

	vec_foreach(const struct script_choice, known, &types->choices) {
		if (known->type == own && known->is_user)
			return own;
	}
	if (is_record(own) && own->name != NULL &&
	    kernel_find_type(types->kernel, own->kind, own->name) != NULL)
		vec_push(&types->choices, choice);
	return own;
}

const struct ctype *script_types_find(struct script_types *types, enum ctype_kind kind,
				      const char *name, bool is_user)
{
	const struct ctype *own = NULL, *kernel;

	if (types->own != NULL)
		own = ctype_set_find(types->own, kind, name);
	if (own != NULL && (is_user || kind == CTYPE_ENUM) && own->kind != CTYPE_FORWARD &&
	    own->size > 0)
		return choose_own(types, own);
	kernel = kernel_find_type(types->kernel, kind, name);
	/* What the set declares only was completed already, if the kernel has it. */
	if (own == NULL || own->origin == CTYPE_KERNEL ||
	    (own->kind == CTYPE_ENUM && own->size == 0))
		return kernel;
	if (kernel == NULL || kernel->kind == CTYPE_FORWARD || !is_record(own))
		return own;
	return choose(types, own, kernel);
}

const struct ctype *script_types_find_typedef(struct script_types *types, const char *name,
					      bool is_user)
{
	const struct ctype *own = NULL, *kernel;

	if (types->own != NULL)
		own = ctype_set_find_typedef(
			types->own, arena_printf(types->arena, "%s%s", types->prefix, name));
	if (own != NULL && (is_user || !is_record_or_forward(own)))
		return own;
	if (own != NULL && own->origin == CTYPE_SCRIPT && own->name != NULL)
		return script_types_find(
			types,
			own->kind == CTYPE_UNION || (own->kind == CTYPE_FORWARD && own->is_union)
				? CTYPE_UNION
				: CTYPE_STRUCT,
			own->name, is_user);
	kernel = kernel_find_typedef(types->kernel, name);
	if (own == NULL || kernel == NULL)
		return own != NULL ? own : kernel;
	return own->origin == CTYPE_SCRIPT && is_record(kernel) ? choose(types, own, kernel) : own;
}

const struct ctype *script_types_find_enumerator(struct script_types *types, const char *name,
						 uint64_t *value)
{
	if (types->own == NULL)
		return NULL;
	return ctype_set_find_enumerator(types->own, name, value);
}

const struct script_choice *script_types_choices(const struct script_types *types, size_t *count)
{
	*count = types->choices.count;
	return types->choices.items;
}
