/*
 * The kernel's types that a script uses, as declarations for CO-RE: only the members that are used, with
 * the same names, so that libbpf finds their places on the target. Members of anonymous structs stand in the
 * outer one, for libbpf looks into anonymous members itself.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lowering.h"

bool lower_is_relocatable(const struct ctype *type)
{
	return type && type->origin == CTYPE_KERNEL && (type->name || type->typedef_name) &&
	       (type->kind == CTYPE_STRUCT || type->kind == CTYPE_UNION ||
		type->kind == CTYPE_FORWARD || type->kind == CTYPE_ENUM);
}

static const char *tag_of(const struct ctype *type)
{
	if (type->kind == CTYPE_ENUM)
		return "enum";
	if (type->kind == CTYPE_VOID)
		return "typedef";
	bool is_union =
		type->kind == CTYPE_UNION || (type->kind == CTYPE_FORWARD && type->is_union);
	return is_union ? "union" : "struct";
}

/* Names that headers of the BPF side declare too: a flavour, which libbpf ignores, keeps them apart. */
static const char *flavour_of(const char *name)
{
	if (strncmp(name, "bpf_", 4) == 0 || strncmp(name, "abi_", 4) == 0 ||
	    strncmp(name, "tl_", 3) == 0 || strcmp(name, "pt_regs") == 0 ||
	    strcmp(name, "btf_ptr") == 0)
		return "script";
	return NULL;
}

static bool is_record_of_typedef(const struct ctype *type)
{
	return type->typedef_name && (type->kind == CTYPE_STRUCT || type->kind == CTYPE_UNION);
}

static struct plan_ctype *declare(struct lower *l, const struct ctype *type)
{
	vec_foreach(struct lower_ctype, known, &l->ctypes) {
		bool is_same =
			known->ctype == type ||
			(type->name && known->ctype->name && known->ctype->kind == type->kind &&
			 strcmp(known->ctype->name, type->name) == 0);
		if (is_same)
			return known->plan_ctype;
	}
	struct plan_ctype *declared = arena_new_of(l->arena, struct plan_ctype);
	declared->tag = tag_of(type);
	declared->name = type->name;
	if (!type->name && is_record_of_typedef(type)) {
		declared->name = type->typedef_name;
		declared->is_typedef = true;
	} else if (!type->name) {
		declared->name = arena_printf(l->arena, "anonymous_%zu", l->ctypes.count);
	}
	/* Emit keeps the others apart itself. */
	if (type->kind != CTYPE_ENUM && type->kind != CTYPE_VOID)
		declared->flavour = declared->is_typedef ? "script" : flavour_of(declared->name);
	declared->is_relocatable = true;
	vec_init(&declared->members, l->arena);
	vec_init(&declared->enumerators, l->arena);
	struct lower_ctype entry = { .ctype = type, .plan_ctype = declared };
	vec_push(&l->ctypes, entry);
	return declared;
}

static const char *int_text(const struct ctype *type)
{
	if (type->is_char)
		return "char ";
	switch (type->size) {
	case 1:
		return type->is_signed ? "signed char " : "unsigned char ";
	case 2:
		return type->is_signed ? "short " : "unsigned short ";
	case 4:
		return type->is_signed ? "int " : "unsigned int ";
	case 8:
		return type->is_signed ? "long long " : "unsigned long long ";
	default:
		return type->is_signed ? "__int128 " : "unsigned __int128 ";
	}
}

static const char *pointer_text(struct lower *l, const struct ctype *target)
{
	bool is_record = target->kind == CTYPE_STRUCT || target->kind == CTYPE_UNION ||
			 target->kind == CTYPE_FORWARD;
	if (!is_record || !target->name || flavour_of(target->name))
		return "void *";
	return arena_printf(l->arena, "%s %s *", tag_of(target), target->name);
}

static const char *enum_value_text(const struct ctype *type)
{
	if (type->size == 8)
		return "0x100000000ULL";
	return type->size == 2 ? "0x100" : "0";
}

/*
 * libbpf wants an enum where the kernel has one, of the same size; without a name it goes with any.
 * An enum is as large as its value asks for.
 */
static const char *enum_text(struct lower *l, const struct ctype *type, const char *owner,
			     const char *member)
{
	const char *packed = type->size < 4 ? "__attribute__((__packed__)) " : "";
	return arena_printf(l->arena, "enum %s{ enum_%s_%s = %s } ", packed, owner, member,
			    enum_value_text(type));
}

static void describe_member(struct lower *l, struct plan_cmember *out, const struct ctype *type,
			    const struct plan_ctype *owner)
{
	switch (type->kind) {
	case CTYPE_INT:
		out->before = int_text(type);
		return;
	case CTYPE_BOOL:
		out->before = "_Bool ";
		return;
	case CTYPE_FLOAT:
		out->before = type->size == 4 ? "float " : "double ";
		return;
	case CTYPE_ENUM:
		out->before = enum_text(l, type, owner->name, out->name);
		return;
	case CTYPE_POINTER:
		out->before = pointer_text(l, type->target);
		return;
	case CTYPE_ARRAY:
		describe_member(l, out, type->target, owner);
		out->after = arena_printf(l->arena, "[%llu]%s", (unsigned long long)type->count,
					  out->after);
		return;
	case CTYPE_STRUCT:
	case CTYPE_UNION:
	case CTYPE_FORWARD: {
		const struct plan_ctype *embedded = declare(l, type);
		out->embedded = embedded;
		out->before = arena_printf(l->arena, "%s%s%s%s%s ", embedded->is_typedef ? "" : embedded->tag,
					   embedded->is_typedef ? "" : " ", embedded->name,
					   embedded->flavour ? "___" : "",
					   embedded->flavour ? embedded->flavour : "");
		return;
	}
	case CTYPE_VOID:
	case CTYPE_FUNCTION:
		out->before = "char ";
		return;
	}
}

static bool is_flexible(const struct plan_cmember *member)
{
	return strncmp(member->after, "[0]", 3) == 0;
}

/* libbpf looks behind the end of an array without length only if it is the last member. */
static void push_member(struct plan_ctype *owner, struct plan_cmember member)
{
	vec_push(&owner->members, member);
	for (size_t i = owner->members.count - 1; i > 0; i--) {
		if (!is_flexible(&owner->members.items[i - 1]))
			return;
		owner->members.items[i] = owner->members.items[i - 1];
		owner->members.items[i - 1] = member;
	}
}

static void add_member(struct lower *l, struct plan_ctype *owner, const struct ctype_member *member)
{
	vec_foreach(struct plan_cmember, known, &owner->members) {
		if (strcmp(known->name, member->name) == 0)
			return;
	}
	struct plan_cmember out = { .name = member->name, .before = "", .after = "" };
	describe_member(l, &out, member->type, owner);
	if (member->bit_size)
		out.after = arena_printf(l->arena, ":%u", member->bit_size);
	push_member(owner, out);
}

static const struct ctype *element_of(const struct ctype *type)
{
	while (type->kind == CTYPE_ARRAY)
		type = type->target;
	return type;
}

/* The name up to the next '.' or '[', found in the type; *path goes behind it and its indices. */
static const struct ctype_member *next_member(struct lower *l, const struct ctype *type,
					      const char **path)
{
	size_t n = strcspn(*path, ".[");
	const char *name = arena_strndup(l->arena, *path, n);
	const struct ctype_member *member = ctype_find_member(type, name, NULL);
	if (!member)
		BUG("no member %s in %s", name, type->name ? type->name : "an anonymous struct");
	*path += strcspn(*path, ".");
	*path += **path == '.';
	return member;
}

static struct plan_cmember *find_declared(struct plan_ctype *type, const char *name)
{
	vec_foreach(struct plan_cmember, member, &type->members) {
		if (strcmp(member->name, name) == 0)
			return member;
	}
	return NULL;
}

/* Declares what is on the path; *last, unless NULL, is its last member. */
static struct plan_ctype *declare_path(struct lower *l, const struct ctype *root, const char *path,
				       struct plan_cmember **last)
{
	struct plan_ctype *declared = declare(l, root), *at = declared;
	while (path && *path) {
		const struct ctype_member *member = next_member(l, root, &path);
		add_member(l, at, member);
		if (last)
			*last = find_declared(at, member->name);
		root = element_of(member->type);
		if (path && *path)
			at = declare(l, root);
	}
	return declared;
}

const struct plan_ctype *lower_ctype_root(struct lower *l, const struct ctype *root,
					  const char *path)
{
	return declare_path(l, root, path, NULL);
}

/* --- what is compared with the target's, since the program has the builder's --- */

void lower_ctype_value(struct lower *l, const struct ctype *root, const char *path)
{
	struct plan_cmember *last = NULL;
	declare_path(l, root, path, &last);
	if (last)
		last->is_value = true;
}

static void add_members(struct lower *l, struct plan_ctype *owner, const struct ctype *type)
{
	for (size_t i = 0; i < type->n_members; i++) {
		if (type->members[i].name)
			add_member(l, owner, &type->members[i]);
		else
			add_members(l, owner, type->members[i].type);
	}
}

/* All that the builder knows is declared, so that the rest is the target's alone. */
void lower_ctype_whole(struct lower *l, const struct ctype *type)
{
	struct plan_ctype *declared = declare(l, type);
	if (declared->is_whole)
		return;
	declared->is_whole = true;
	l->plan->compares_types = true;
	add_members(l, declared, type);
}

void lower_ctype_place(struct lower *l, const struct ctype *type, const char *name)
{
	struct lower_place place = { .ctype = type };
	uint64_t bits = 0;
	const struct ctype_member *member = name ? ctype_find_member(type, name, &bits) : NULL;
	if (type->origin != CTYPE_KERNEL || type->name || type->typedef_name)
		return;
	place.text = arena_printf(l->arena, "@%llu", (unsigned long long)type->size);
	if (member)
		place.text = arena_printf(l->arena, "%s@%llu/%llu", name, (unsigned long long)bits,
					  (unsigned long long)member->type->size);
	vec_foreach(struct lower_place, known, &l->places) {
		if (known->ctype == type && strcmp(known->text, place.text) == 0)
			return;
	}
	vec_push(&l->places, place);
	l->plan->compares_types = true;
}

/* The declared member that points to a struct without a name; there is none if only a function's parameter does. */
static struct plan_cmember *find_pointer_to(struct plan_ctype *declared, const struct ctype *owner,
					    const struct ctype *wanted)
{
	for (size_t i = 0; i < owner->n_members; i++) {
		const struct ctype_member *member = &owner->members[i];
		const struct ctype *type = element_of(member->type);
		struct plan_cmember *found = NULL;
		while (type->kind == CTYPE_POINTER)
			type = type->target;
		if (!member->name && type->n_members)
			found = find_pointer_to(declared, type, wanted);
		else if (member->name && type == wanted)
			found = find_declared(declared, member->name);
		if (found)
			return found;
	}
	return NULL;
}

static void set_places(struct lower *l)
{
	vec_foreach(struct lower_place, place, &l->places) {
		vec_foreach(struct lower_ctype, known, &l->ctypes) {
			struct plan_cmember *member =
				find_pointer_to(known->plan_ctype, known->ctype, place->ctype);
			if (!member)
				continue;
			const char *before = member->places ? member->places : "";
			member->places = arena_printf(l->arena, "%s%s%s", before,
						      *before ? " " : "", place->text);
		}
	}
}

const struct plan_ctype *lower_ctype_enumerator(struct lower *l, const struct ctype *type,
						const char *name, uint64_t value)
{
	if (!lower_is_relocatable(type))
		return NULL;
	struct plan_ctype *declared = declare(l, type);
	vec_foreach(struct abi_enumerator, known, &declared->enumerators) {
		if (strcmp(known->name, name) == 0)
			return declared;
	}
	struct abi_enumerator enumerator = { .name = name, .value = value };
	vec_push(&declared->enumerators, enumerator);
	return declared;
}

static bool is_placed(const struct lower *l, const struct plan_ctype *type)
{
	vec_foreach(struct plan_ctype *, placed, &l->plan->ctypes) {
		if (*placed == type)
			return true;
	}
	return false;
}

/* clang 19 crashes on the address of a member whose struct is empty; C has no empty enums. */
static void fill(struct lower *l, struct plan_ctype *type)
{
	struct plan_cmember filler = { .name = "unused", .before = "char ", .after = "" };
	struct abi_enumerator zero = { .value = 0 };
	bool is_enum = strcmp(type->tag, "enum") == 0;
	if (is_enum && !type->enumerators.count) {
		zero.name = arena_printf(l->arena, "%s_unused", type->name);
		vec_push(&type->enumerators, zero);
	}
	if (!type->members.count && !is_enum && strcmp(type->tag, "typedef") != 0)
		vec_push(&type->members, filler);
}

static void place(struct lower *l, struct plan_ctype *type)
{
	if (is_placed(l, type))
		return;
	fill(l, type);
	vec_foreach(struct plan_cmember, member, &type->members) {
		if (member->embedded)
			place(l, (struct plan_ctype *)member->embedded);
	}
	vec_push(&l->plan->ctypes, type);
}

void lower_ctypes_finish(struct lower *l)
{
	set_places(l);
	vec_foreach(struct lower_ctype, known, &l->ctypes) {
		place(l, known->plan_ctype);
	}
}
