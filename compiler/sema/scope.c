#include "sema/scope.h"

void scope_init(struct scope *scope, struct arena *arena)
{
	name_table_init(&scope->visible, arena);
	vec_init(&scope->declared, arena);
}

size_t scope_enter(const struct scope *scope)
{
	return scope->declared.count;
}

void scope_leave(struct scope *scope, size_t entered)
{
	while (scope->declared.count > entered) {
		name_table_set(&scope->visible, vec_last(&scope->declared)->name, NULL);
		scope->declared.count--;
	}
}

struct variable *scope_find(const struct scope *scope, const char *name)
{
	return name_table_find(&scope->visible, name);
}

void scope_declare(struct scope *scope, struct variable *variable)
{
	name_table_set(&scope->visible, variable->name, variable);
	vec_push(&scope->declared, variable);
}
