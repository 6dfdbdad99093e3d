/*
 * What the target has: relocations, so that the verifier sees constants and drops what depends on the others.
 */
#include "plan/lower_call.h"

typedef const struct plan_expr *ask_fn(struct lower *l, const struct existence_test *test);

static const struct plan_expr *lower_existence(struct lower *l, const struct node *call,
					       ask_fn *ask)
{
	const struct call_existence *detail = call->call.detail;
	if (detail->is_known)
		return plan_const(l->arena, SCALAR_BOOL, detail->value);
	const struct plan_expr *all = NULL;
	for (size_t i = 0; i < detail->n_tests; i++) {
		const struct plan_expr *one = ask(l, &detail->tests[i]);
		all = all ? plan_binary(l->arena, PLAN_LOGICAL_AND, all, one) : one;
	}
	return all;
}

static const struct plan_expr *ask_field(struct lower *l, const struct existence_test *test)
{
	bool is_name = test->presumed && !ctype_presumed_is_read(test->presumed);
	return plan_relocated(l->arena, is_name ? PLAN_EXPR_NAME_EXISTS : PLAN_EXPR_FIELD_EXISTS,
			      lower_ctype_root(l, test->root, test->path), test->path, NULL);
}

static const struct plan_expr *ask_type(struct lower *l, const struct existence_test *test)
{
	return plan_relocated(l->arena, PLAN_EXPR_TYPE_EXISTS,
			      lower_ctype_root(l, test->root, NULL), NULL, NULL);
}

static const struct plan_expr *ask_enumerator(struct lower *l, const struct existence_test *test)
{
	const struct plan_ctype *root = lower_ctype_enumerator(l, test->root, test->path, 0);
	return plan_relocated(l->arena, PLAN_EXPR_ENUM_EXISTS, root, test->path, NULL);
}

const struct plan_expr *lower_has_field(struct lower *l, const struct node *call)
{
	return lower_existence(l, call, ask_field);
}

const struct plan_expr *lower_has_type(struct lower *l, const struct node *call)
{
	return lower_existence(l, call, ask_type);
}

const struct plan_expr *lower_has_enumerator(struct lower *l, const struct node *call)
{
	return lower_existence(l, call, ask_enumerator);
}
