/*
 * What the kernel has that the tool runs on: questions that are left in the object and answered when it is
 * loaded. A type or field that is asked for may be used without being known here.
 */
#include <string.h>

#include "sema/call_detail.h"
#include "sema/function_check.h"
#include "sema/type_syntax.h"

static struct node *arg_of(const struct node *call, size_t i)
{
	return call->call.args.items[i];
}

static struct call_existence *begin(struct sema *s, struct node *call)
{
	struct call_existence *detail = call_detail(s, call, sizeof(*detail));

	memset(detail, 0, sizeof(*detail));
	return detail;
}

static void add_test(struct sema *s, struct call_existence *detail, const struct ctype *root,
		     const char *path)
{
	struct existence_test *tests =
		arena_alloc(s->arena, (detail->n_tests + 1) * sizeof(*tests));

	if (detail->n_tests > 0)
		memcpy(tests, detail->tests, detail->n_tests * sizeof(*tests));
	tests[detail->n_tests].root = root;
	tests[detail->n_tests].path = path;
	tests[detail->n_tests].presumed = NULL;
	detail->tests = tests;
	detail->n_tests++;
}

static void settle(struct call_existence *detail, bool value)
{
	detail->is_known = true;
	detail->value = value;
}

static const struct type *unexpected(struct sema *s, const struct node *arg, const char *wanted)
{
	if (arg->kind != NODE_ERROR)
		sema_report(s, arg->span, DIAG_EXPECTED, wanted,
			    arg->kind == NODE_TYPE ? "a type" : "a value");
	return type_error();
}

static bool is_plain(const struct node *node)
{
	return node->kind == NODE_TYPE && node->type_name.suffixes.count == 0;
}

static enum ctype_kind kind_of_tag(const struct node *type)
{
	if (type->type_name.tag == TYPE_TAG_ENUM)
		return CTYPE_ENUM;
	return type->type_name.tag == TYPE_TAG_UNION ? CTYPE_UNION : CTYPE_STRUCT;
}

/* -- has_field -- */

typedef VEC(const char *) name_vec;

/* a.b.c as names; false if it is something else. */
static bool collect_names(const struct node *node, name_vec *names)
{
	if (node->kind == NODE_FIELD && collect_names(node->field.object, names)) {
		vec_push(names, node->field.name);
		return true;
	}
	if (node->kind != NODE_IDENT)
		return false;
	vec_push(names, node->ident.name);
	return true;
}

static bool has_members(const struct ctype *type)
{
	return type->kind == CTYPE_STRUCT || type->kind == CTYPE_UNION ||
	       type->kind == CTYPE_FORWARD;
}

/* The struct whose field is asked for; NULL, reported, if it is none. */
static const struct ctype *struct_argument(struct sema *s, struct node *call)
{
	struct node *arg = arg_of(call, 0);
	const struct type *type;

	if (is_plain(arg) &&
	    (arg->type_name.tag == TYPE_TAG_STRUCT || arg->type_name.tag == TYPE_TAG_UNION))
		return presume_c_tag(s, kind_of_tag(arg), arg->type_name.name);
	if (arg->kind == NODE_TYPE || arg->kind == NODE_TYPEOF)
		type = type_of_node(s, arg);
	else
		type = infer_value(s, arg, "an argument");
	while (type != NULL && type->kind == TYPE_POINTER)
		type = type->to;
	if (type == NULL || type->kind == TYPE_STRUCT)
		return type == NULL ? NULL : type->ctype;
	wrong_argument(s, call, 0, "a struct or a union");
	return NULL;
}

static const char *join(struct sema *s, const char *path, const char *name)
{
	return path == NULL ? name : arena_printf(s->arena, "%s.%s", path, name);
}

/* Each pointer on the way begins a question of its own. */
static void ask_for_field(struct sema *s, const struct node *call, const struct ctype *type,
			  const name_vec *names, struct call_existence *detail)
{
	const struct ctype *root = type;
	const struct ctype_member *presumed = NULL;
	const char *path = NULL;

	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->items[i];
		const struct ctype_member *member;

		if (type->kind == CTYPE_POINTER) {
			if (root->origin == CTYPE_KERNEL)
				add_test(s, detail, root, path);
			type = root = type->target;
			path = NULL;
		}
		if (!has_members(type)) {
			sema_report(s, arg_of(call, 1)->span, DIAG_NOT_STRUCT, name,
				    describe(s, type_of_ctype(s->arena, type, SPACE_KERNEL)));
			return;
		}
		member = ctype_find_member(type, name, NULL);
		if (member == NULL && type->origin != CTYPE_KERNEL) {
			settle(detail, false);
			return;
		}
		if (member == NULL || (member->is_presumed && i + 1 < names->count))
			member = ctype_presume_member(s->arena, type, name, i + 1 < names->count);
		path = join(s, path, name);
		type = member->type;
		presumed = member->is_presumed ? member : NULL;
	}
	if (root->origin == CTYPE_KERNEL) {
		add_test(s, detail, root, path);
		detail->tests[detail->n_tests - 1].presumed = presumed;
	} else if (detail->n_tests == 0)
		settle(detail, true);
}

const struct type *check_has_field(struct sema *s, struct node *call)
{
	struct call_existence *detail = begin(s, call);
	const struct ctype *type = struct_argument(s, call);
	name_vec names;

	vec_init(&names, s->arena);
	if (!collect_names(arg_of(call, 1), &names))
		return unexpected(s, arg_of(call, 1), "the name of a field");
	if (type == NULL)
		return type_bool();
	if (type->name == NULL && type->origin == CTYPE_KERNEL)
		wrong_argument(s, call, 0, "a struct with a name");
	ask_for_field(s, call, type, &names, detail);
	return type_bool();
}

/* -- has_type, has_enumerator -- */

static void ask_for_name(struct sema *s, const char *name, struct call_existence *detail)
{
	const struct ctype *known = find_c_typedef(s, name);

	if (known != NULL ? known->origin != CTYPE_KERNEL : is_type_name(s, name))
		settle(detail, true);
	else
		add_test(s, detail, ctype_presume(s->arena, CTYPE_VOID, name), NULL);
}

const struct type *check_has_type(struct sema *s, struct node *call)
{
	struct call_existence *detail = begin(s, call);
	const struct node *arg = arg_of(call, 0);
	const struct ctype *type;

	if (!is_plain(arg))
		return unexpected(s, arg, "the name of a type, without '*'");
	if (arg->type_name.tag == TYPE_TAG_NONE) {
		ask_for_name(s, arg->type_name.name, detail);
		return type_bool();
	}
	type = presume_c_tag(s, kind_of_tag(arg), arg->type_name.name);
	if (type->origin == CTYPE_KERNEL)
		add_test(s, detail, type, NULL);
	else
		settle(detail, true);
	return type_bool();
}

static bool has_name(const struct ctype *type, const char *name)
{
	for (size_t i = 0; i < type->n_enumerators; i++) {
		if (strcmp(type->enumerators[i].name, name) == 0)
			return true;
	}
	return false;
}

const struct type *check_has_enumerator(struct sema *s, struct node *call)
{
	struct call_existence *detail = begin(s, call);
	const struct node *arg = arg_of(call, 0), *name = arg_of(call, 1);
	const struct ctype *type;

	if (!is_plain(arg) || arg->type_name.tag != TYPE_TAG_ENUM)
		return unexpected(s, arg, "an enum");
	if (name->kind != NODE_IDENT)
		return unexpected(s, name, "the name of an enumerator");
	type = presume_c_tag(s, CTYPE_ENUM, arg->type_name.name);
	if (type->origin == CTYPE_KERNEL)
		add_test(s, detail, type, name->ident.name);
	else
		settle(detail, has_name(type, name->ident.name));
	return type_bool();
}
