/* Blocks with several attach points whose values differ in type become a block for each. */
#include "front/ast_walk.h"
#include "sema/pass.h"
#include "sema/probe_match.h"
#include "sema/user_type.h"

/* Builtins in a block whose type depends on the probe. */
struct uses {
	struct sema *s;
	bool args, retval, function, argument, context, type, mode;
};

static void find_uses(struct node **child, void *data)
{
	struct uses *uses = data;
	const struct node *node = *child;
	const struct builtin_row *row = NULL;

	if (node->kind == NODE_IDENT)
		row = builtin_find(node->ident.name);
	else if (node->kind == NODE_CALL && node->call.args.count == 0)
		row = builtin_find(node->call.name);
	if (row != NULL) {
		uses->args |= row->id == BUILTIN_args;
		uses->retval |= row->id == BUILTIN_retval;
		uses->function |= row->id == BUILTIN_func;
		uses->argument |= row->id == BUILTIN_argN;
		uses->context |= row->id == BUILTIN_ctx;
		uses->type |= row->id == BUILTIN_probetype;
		uses->mode |= row->id == BUILTIN_usermode;
	}
	ast_each_child(*child, find_uses, uses);
}

static bool same_type(const struct type *a, const struct type *b)
{
	return a == b || (a != NULL && b != NULL && type_equal(a, b));
}

static bool is_same(const struct uses *uses, const struct node *a, const struct node *b)
{
	const struct probe_kind *x = a->attach_point.kind, *y = b->attach_point.kind;
	const struct probe_target *p = a->attach_point.target, *q = b->attach_point.target;

	if (x == NULL || y == NULL)
		return true; /* an error already */
	if ((x->flags ^ y->flags) & PROBE_IS_USER)
		return false;
	if ((uses->argument || uses->context || uses->type || uses->mode || uses->function) &&
	    x != y)
		return false;
	/* Lowering finds fields by name in each tracepoint, so equal types are enough. */
	if (uses->args && !same_type(p->args, q->args))
		return false;
	return !uses->retval || (same_type(p->retval, q->retval) && x == y);
}

/* Wildcards and debug information are looked at only where something of them is needed. */
static void complete_args(struct sema *s, struct node *probe)
{
	for (size_t i = 0; i < probe->probe.attach_points.count; i++) {
		const struct node *point = probe->probe.attach_points.items[i];

		if (point->attach_point.kind == NULL)
			continue;
		find_matches(s, point, point->attach_point.target);
		if (point->attach_point.kind->kind == ABI_PROBE_UPROBE)
			find_user_function(s, point, point->attach_point.target);
	}
}

static bool needs_split(struct sema *s, struct node *probe)
{
	struct uses uses = { .s = s };
	const struct node *first;

	ast_each_child(probe, find_uses, &uses);
	if (uses.args)
		complete_args(s, probe);
	if (probe->probe.attach_points.count < 2)
		return false;
	first = probe->probe.attach_points.items[0];
	for (size_t i = 1; i < probe->probe.attach_points.count; i++) {
		if (!is_same(&uses, first, probe->probe.attach_points.items[i]))
			return true;
	}
	return false;
}

static struct node *with_one_point(struct sema *s, struct node *probe, size_t i)
{
	struct node *copy = arena_new_of(s->arena, struct node);

	*copy = *probe;
	vec_init(&copy->probe.attach_points, s->arena);
	vec_push(&copy->probe.attach_points, probe->probe.attach_points.items[i]);
	if (i == 0)
		return copy;
	copy->probe.body = ast_clone(s->arena, probe->probe.body);
	if (probe->probe.predicate != NULL)
		copy->probe.predicate = ast_clone(s->arena, probe->probe.predicate);
	return copy;
}

/*
 * Needs: kinds and targets of attach points; names may be unresolved. Leaves: blocks in which every
 * builtin has one type.
 */
void split_probes(struct sema *s)
{
	node_vec roots;

	vec_init(&roots, s->arena);
	for (size_t i = 0; i < s->script->roots.count; i++) {
		struct node *root = s->script->roots.items[i];

		if (root->kind != NODE_PROBE || !needs_split(s, root)) {
			vec_push(&roots, root);
			continue;
		}
		for (size_t k = 0; k < root->probe.attach_points.count; k++)
			vec_push(&roots, with_one_point(s, root, k));
	}
	s->script->roots = roots;
}
