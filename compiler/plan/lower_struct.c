/*
 * Structs that the target lays out, as values: a copy has places of its own (sema/struct_copy.h), and each member
 * is read from where the target has it. Members that the target lacks are zero.
 *
 * A variable whose members alone are ever used gets only those; then one that the target lacks is as wrong as it is behind a
 * pointer, unless has_field() asks for it somewhere.
 */
#include "plan/lowering.h"

#include <string.h>

#include "front/ast_walk.h"
#include "sema/call_detail.h"
#include "sema/function.h"
#include "sema/struct_copy.h"

bool lower_is_copied(const struct type *type)
{
	while (type->kind == TYPE_ARRAY)
		type = type->to;
	return type->kind == TYPE_STRUCT && struct_is_copied(type->ctype);
}

/* --- which members of a variable are used --- */

static struct lower_use *use_of(struct lower *l, const struct variable *variable)
{
	vec_foreach(struct lower_use, known, &l->uses) {
		if (known->variable == variable)
			return known;
	}
	struct lower_use use = { .variable = variable };
	vec_init(&use.paths, l->arena);
	vec_push(&l->uses, use);
	return &vec_last(&l->uses);
}

static void note_uses(struct node **node, void *data);

/* $v.a.b.c: the path of members of structs, down to the variable; false if it starts elsewhere. */
static bool note_members(struct lower *l, const struct node *node)
{
	const char *path = "";
	while (node->kind == NODE_FIELD && node->field.object->type &&
	       node->field.object->type->kind == TYPE_STRUCT) {
		path = arena_printf(l->arena, "%s%s%s", node->field.name, *path ? "." : "", path);
		node = node->field.object;
	}
	if (!*path || node->kind != NODE_VAR)
		return false;
	vec_push(&use_of(l, node->var.variable)->paths, path);
	return true;
}

static void note_asked(struct lower *l, const struct node *call)
{
	const struct call_existence *detail = call->call.detail;
	if (!call->call.function || call->call.function->id != FUNCTION_has_field)
		return;
	for (size_t i = 0; i < detail->n_tests; i++) {
		const char *path = detail->tests[i].path;
		const char *dot = path ? strrchr(path, '.') : NULL;
		vec_push(&l->asked, dot ? dot + 1 : path);
	}
}

static void note_uses(struct node **place, void *data)
{
	struct lower *l = data;
	struct node *node = *place;
	switch (node->kind) {
	case NODE_SIZEOF:
	case NODE_OFFSETOF:
	case NODE_TYPEOF:
	case NODE_TYPEINFO:
	case NODE_MACRO:
		return;
	case NODE_VAR:
		use_of(l, node->var.variable)->is_whole = true;
		return;
	case NODE_LET:
		if (node->let.value)
			note_uses(&node->let.value, l);
		return;
	case NODE_ASSIGN:
		if (node->assign.target->kind != NODE_VAR)
			note_uses(&node->assign.target, l);
		note_uses(&node->assign.value, l);
		return;
	case NODE_CALL:
		note_asked(l, node);
		break;
	case NODE_FIELD:
		if (note_members(l, node))
			return;
		break;
	default:
		break;
	}
	ast_each_child(node, note_uses, l);
}

void lower_note_uses(struct lower *l)
{
	vec_foreach(struct node *, root, &l->input->script->roots)
		note_uses(root, l);
}

/* Whether one path is the other, or goes on from it. */
static bool is_along(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), least = n < m ? n : m;
	const char *longer = n < m ? b : a;
	return strncmp(a, b, least) == 0 &&
	       (n == m || longer[least] == '.' || longer[least] == '[');
}

static bool is_asked(const struct lower *l, const char *path)
{
	const char *dot = strrchr(path, '.');
	vec_foreach(const char *, asked, &l->asked) {
		if (*asked && strcmp(*asked, dot ? dot + 1 : path) == 0)
			return true;
	}
	return false;
}

static bool is_used(const struct lower_use *use, const char *path)
{
	if (!use || use->is_whole)
		return true;
	vec_foreach(const char *, used, &use->paths) {
		if (is_along(*used, path))
			return true;
	}
	return false;
}

/* --- copying --- */

struct copier {
	struct lower *l;
	const struct lower_use *use; /* NULL: all */
	unsigned n_members;
};

static void copy_part(struct copier *c, const struct type *type, const struct lower_access *access,
		      struct plan_place dest, const char *path);

static void copy_members(struct copier *c, const struct type *type,
			 const struct lower_access *access, struct plan_place dest,
			 const char *path)
{
	size_t n;
	const struct type_field *fields = struct_copy_fields(c->l->arena, type, &n);
	bool is_placed = access->root && access->path && *access->path;
	if ((!c->use || c->use->is_whole) && (is_placed || lower_is_relocatable(type->ctype)))
		lower_ctype_whole(c->l, type->ctype);
	for (size_t i = 0; i < n; i++) {
		const struct type *member = fields[i].type;
		const char *inner = arena_printf(c->l->arena, "%s%s%s", path, *path ? "." : "",
						 fields[i].name);
		if (!member->size || !is_used(c->use, inner))
			continue;
		struct lower_access part = *access;
		lower_into_member(c->l, type->ctype, fields[i].name, &part);
		copy_part(c, member, &part, plan_part(dest, fields[i].offset, member->size), inner);
	}
}

static void copy_elements(struct copier *c, const struct type *type,
			  const struct lower_access *access, struct plan_place dest,
			  const char *path)
{
	lower_note_value(c->l, access, type);
	for (uint64_t i = 0; i < type->count; i++) {
		struct lower_access element;
		lower_into_element(c->l, access, type->to, i, &element);
		copy_part(c, type->to, &element,
			  plan_part(dest, i * type->to->size, type->to->size), path);
	}
}

/* Runs what follows only if the target has it; gives the block to go back to. */
static plan_block *enter_if_exists(struct lower *l, const struct lower_access *access)
{
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = plan_relocated(l->arena, PLAN_EXPR_FIELD_EXISTS,
				    lower_ctype_root(l, access->root, access->path), access->path,
				    NULL);
	return lower_enter(l, &test->body);
}

/* Whether it is one of all members of something, or the script knows that it may be missing. */
static bool is_optional(const struct copier *c, const char *path)
{
	if (!c->use || c->use->is_whole || is_asked(c->l, path))
		return true;
	vec_foreach(const char *, used, &c->use->paths) {
		if (strlen(*used) >= strlen(path) && is_along(*used, path))
			return false;
	}
	return true;
}

static void copy_value(struct copier *c, const struct type *type, const struct lower_access *access,
		       struct plan_place dest, const char *path)
{
	struct lower *l = c->l;
	bool is_placed = access->root && access->path && *access->path;
	plan_block *outer = is_placed && is_optional(c, path) ? enter_if_exists(l, access) : NULL;
	if (lower_is_bytes(type))
		lower_access_bytes(l, access, type, dest);
	else
		lower_store(l, dest, lower_access_scalar(l, access, lower_scalar_type(type)));
	if (outer)
		lower_leave(l, outer);
}

static void copy_part(struct copier *c, const struct type *type, const struct lower_access *access,
		      struct plan_place dest, const char *path)
{
	if (c->n_members >= PLAN_COPY_MEMBERS)
		return;
	c->n_members += !lower_is_copied(type);
	if (!lower_is_copied(type))
		copy_value(c, type, access, dest, path);
	else if (type->kind == TYPE_ARRAY)
		copy_elements(c, type, access, dest, path);
	else
		copy_members(c, type, access, dest, path);
}

static void copy(struct copier *c, const struct lower_access *access, const struct type *type,
		 struct plan_place dest)
{
	struct lower_access plain = *access;
	plain.offset_patch = -1;
	if (plain.mode == PLAN_FIELD_DIRECT)
		plain.mode = PLAN_FIELD_KERNEL;
	/* What the address is made of may lie in the destination. */
	if (plain.base)
		plain.base = lower_keep(c->l, plain.base);
	lower_zero(c->l, dest);
	copy_part(c, type, &plain, dest, "");
	if (c->n_members < PLAN_COPY_MEMBERS || c->l->plan->large_copy.type)
		return;
	c->l->plan->large_copy.type = type_name(c->l->arena, type);
	c->l->plan->large_copy.line = c->l->line;
}

void lower_struct(struct lower *l, const struct lower_access *access, const struct type *type,
		  struct plan_place dest)
{
	struct copier c = { .l = l };
	copy(&c, access, type, dest);
}

bool lower_struct_variable(struct lower *l, const struct variable *variable,
			   const struct node *value, struct plan_place dest)
{
	struct copier c = { .l = l };
	struct lower_access access;
	if (variable->type->kind != TYPE_STRUCT || !lower_is_copied(variable->type) ||
	    !lower_find_access(l, value, &access))
		return false;
	vec_foreach(struct lower_use, use, &l->uses) {
		if (use->variable == variable)
			c.use = use;
	}
	copy(&c, &access, variable->type, dest);
	return true;
}
