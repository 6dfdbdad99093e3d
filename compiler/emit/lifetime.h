/*
 * Which temporaries of a program are never in use at the same time, so that they
 * can stand in the same place.
 */
#ifndef EMIT_LIFETIME_H
#define EMIT_LIFETIME_H

#include "plan/plan.h"

/* Numbers of statements, in their order in the text; 0, 0: never used. */
struct lifetime {
	uint32_t first, last;
};

/*
 * By index of the program's temporaries. A loop around is one statement: what is
 * used in it lives as long as all of it does.
 */
struct lifetime *lifetimes_new(struct arena *arena, const struct plan_program *program);

#endif
