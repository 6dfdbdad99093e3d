/*
 * Walks over the parts of statements, for passes that collect facts.
 */
#ifndef EMIT_VISIT_H
#define EMIT_VISIT_H

#include "plan/plan.h"

struct visitor {
	/* Each may be NULL. The loop is the innermost loop statement around, or NULL. */
	void (*statement)(struct visitor *v, const struct plan_statement *s);
	void (*expr)(struct visitor *v, const struct plan_expr *expr);
	void (*temp)(struct visitor *v, int temp);
	const struct plan_statement *loop;
	void *data;
};

/* Every statement, expression and temporary of a block and the blocks inside of it, in order. */
void visit_block(struct visitor *v, const plan_block *block);

#endif
