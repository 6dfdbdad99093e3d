/* Warnings about what is declared or written for nothing. */
#include "sema/pass.h"

static void warn_map(struct sema *s, const struct map_state *map)
{
	const struct map_symbol *symbol = map->symbol;

	if (map->declaration.begin != 0 && !map->is_used)
		diag_report(s->diag, map->declaration, DIAG_UNUSED_MAP, symbol->name);
}

static void warn_variable(struct sema *s, const struct variable_state *variable)
{
	const struct variable *symbol = variable->symbol;

	if (variable->is_declared && variable->is_used && !symbol->is_assigned)
		diag_report(s->diag, symbol->declared, DIAG_NEVER_ASSIGNED, symbol->name);
}

/* Needs: types. Leaves: the tree as it is. */
void warn_unused(struct sema *s)
{
	for (size_t i = 0; i < s->maps.count; i++)
		warn_map(s, &s->maps.items[i]);
	for (size_t i = 0; i < s->variables.count; i++)
		warn_variable(s, &s->variables.items[i]);
}
