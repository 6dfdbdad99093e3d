/*
 * What the files that print a plan share. Text goes to the end of `out`.
 */
#ifndef PLAN_PLAN_DUMP_H
#define PLAN_PLAN_DUMP_H

#include "plan/plan.h"

struct dump {
	struct strbuf *out;
	const struct plan *plan;
	const struct plan_program *program; /* at work */
};

void dump_scalar(struct dump *d, struct plan_scalar type);
void dump_temp(struct dump *d, int temp);
void dump_place(struct dump *d, const struct plan_place *place);
void dump_ctype(struct dump *d, const struct plan_ctype *ctype);
void dump_path(struct dump *d, const struct plan_ctype *root, const char *path);
void dump_expr(struct dump *d, const struct plan_expr *expr);
/* A literal in quotes. */
void dump_text(struct dump *d, const char *text, size_t size);

/* The statements, indented to depth. */
void dump_block(struct dump *d, const plan_block *block, int depth);

#endif
