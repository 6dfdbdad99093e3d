/*
 * Whole structs of the kernel as values. In the program, in maps and in records a struct has the layout that
 * it has on the builder; its members are read one by one from where the target has them. Members that the
 * target lacks are zero.
 *
 * Unions and arrays of structs are copied as they lie there, and so are structs with very many members.
 */
#include "plan/lowering.h"

/* More members than this would make programs too long. */
#define MAX_MEMBERS 400

struct copier {
	struct lower *l;
	const struct lower_access *access;
	struct plan_place dest;
};

static size_t count_members(const struct ctype *type)
{
	size_t n = 0;
	for (size_t i = 0; i < type->n_members; i++) {
		const struct ctype *member = type->members[i].type;
		n += member->kind == CTYPE_STRUCT ? count_members(member) : 1;
	}
	return n;
}

static const char *join_path(struct copier *c, const char *path, const char *name)
{
	if (!path || !*path)
		return name;
	return arena_printf(c->l->arena, "%s.%s", path, name);
}

/* Runs what follows only if the target has the member; gives the block to go back to. */
static plan_block *enter_if_exists(struct copier *c, const char *path)
{
	struct lower *l = c->l;
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = plan_relocated(l->arena, PLAN_EXPR_FIELD_EXISTS,
				    lower_ctype_root(l, c->access->root, path), path, NULL);
	return lower_enter(l, &test->body);
}

/* Puts a bit field where the builder has it: at bit `bits` of the struct. */
static void copy_bits(struct copier *c, const struct ctype_member *member, const char *path,
		      uint64_t bits)
{
	struct lower *l = c->l;
	struct lower_access access = *c->access;
	uint64_t unit = 8 * (member->type->size ? member->type->size : 1);
	struct plan_scalar type = { unit / 8, false, false };
	struct plan_place word = plan_part(c->dest, bits / unit * unit / 8, unit / 8);
	uint64_t mask = member->bit_size >= 64 ? UINT64_MAX : (UINT64_C(1) << member->bit_size) - 1;
	access.path = path;
	access.bit_size = member->bit_size;
	const struct plan_expr *value = lower_access_scalar(l, &access, SCALAR_U64);
	value = plan_binary(l->arena, PLAN_AND, value, plan_const(l->arena, SCALAR_U64, mask));
	value = plan_binary(l->arena, PLAN_SHIFT_LEFT, value,
			    plan_const(l->arena, SCALAR_U64, bits % unit));
	lower_store(l, word,
		    plan_binary(l->arena, PLAN_OR, plan_load(l->arena, type, word),
				plan_cast(l->arena, type, value)));
}

static void copy_members(struct copier *c, const struct ctype *type, const char *path,
			 uint64_t base_bits);

static void copy_named(struct copier *c, const struct ctype_member *member, const char *path,
		       uint64_t bits)
{
	struct lower *l = c->l;
	if (!member->type->size)
		return;
	plan_block *outer = enter_if_exists(c, path);
	if (member->bit_size) {
		copy_bits(c, member, path, bits);
	} else {
		struct lower_access access = *c->access;
		access.path = path;
		lower_add_field(l, &access)->place =
			plan_part(c->dest, bits / 8, member->type->size);
	}
	lower_leave(l, outer);
}

/* Of an anonymous union, which has no path, the largest member stands for all. */
static void copy_anonymous_union(struct copier *c, const struct ctype *type, const char *path,
				 uint64_t bits)
{
	const struct ctype_member *largest = NULL;
	for (size_t i = 0; i < type->n_members; i++) {
		if (!largest || type->members[i].type->size > largest->type->size)
			largest = &type->members[i];
	}
	if (!largest)
		return;
	if (largest->name)
		copy_named(c, largest, join_path(c, path, largest->name), bits);
	else
		copy_members(c, largest->type, path, bits);
}

static void copy_member(struct copier *c, const struct ctype_member *member, const char *path,
			uint64_t bits)
{
	const struct ctype *type = member->type;
	bool is_struct = type->kind == CTYPE_STRUCT && type->n_members;
	if (!member->name && type->kind == CTYPE_UNION)
		copy_anonymous_union(c, type, path, bits);
	else if (!member->name)
		copy_members(c, type, path, bits);
	else if (is_struct)
		copy_members(c, type, join_path(c, path, member->name), bits);
	else
		copy_named(c, member, join_path(c, path, member->name), bits);
}

static void copy_members(struct copier *c, const struct ctype *type, const char *path,
			 uint64_t base_bits)
{
	for (size_t i = 0; i < type->n_members; i++)
		copy_member(c, &type->members[i], path, base_bits + type->members[i].bit_offset);
}

void lower_struct(struct lower *l, const struct lower_access *access, const struct ctype *type,
		  struct plan_place dest)
{
	struct lower_access plain = *access;
	struct copier c = { .l = l, .access = &plain, .dest = dest };
	bool is_raw = type->kind != CTYPE_STRUCT || count_members(type) > MAX_MEMBERS;
	if (is_raw) {
		lower_read_bytes(l, lower_access_address(l, access), lower_access_is_user(access),
				 dest);
		return;
	}
	plain.offset_patch = -1;
	lower_zero(l, dest);
	copy_members(&c, type, access->path, 0);
}
