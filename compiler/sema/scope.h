/*
 * Which scratch variables are visible. Scopes nest; a name that is visible is not declared again, so
 * each name has at most one variable at a time.
 */
#ifndef SEMA_SCOPE_H
#define SEMA_SCOPE_H

#include "base/vec.h"
#include "sema/name_table.h"
#include "sema/symbol.h"

struct scope {
	struct name_table visible;
	VEC(struct variable *) declared; /* in the order of declaration, of all open scopes */
};

void scope_init(struct scope *scope, struct arena *arena);

/* Opens a scope; give the result to scope_leave. */
size_t scope_enter(const struct scope *scope);
void scope_leave(struct scope *scope, size_t entered);

struct variable *scope_find(const struct scope *scope, const char *name);
void scope_declare(struct scope *scope, struct variable *variable);

#endif
