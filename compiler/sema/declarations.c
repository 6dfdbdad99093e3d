/* What is declared: is it used, and as it is declared? */
#include <string.h>

#include "sema/pass.h"

static void warn_map(struct sema *s, const struct map_state *map)
{
	const struct map_symbol *symbol = map->symbol;

	if (map->declaration.begin != 0 && !map->is_used)
		diag_report(s->diag, map->declaration, DIAG_UNUSED_MAP, symbol->name);
}

/* Per-CPU maps hold aggregations, the others plain values. */
static void check_kind(struct sema *s, const struct map_state *map)
{
	const struct map_symbol *symbol = map->symbol;
	bool is_percpu;

	if (symbol->declared_kind == NULL || symbol->value == NULL ||
	    symbol->value->kind == TYPE_ERROR)
		return;
	is_percpu = strncmp(symbol->declared_kind, "percpu", 6) == 0;
	if (is_percpu == type_is_aggregation(symbol->value))
		return;
	diag_report(s->diag, map->declaration, DIAG_MAP_KIND_VALUE, symbol->declared_kind,
		    describe(s, symbol->value));
	diag_note(s->diag, symbol->value_from, "'@%s' has type '%s' since here", symbol->name,
		  describe(s, symbol->value));
}

static void warn_variable(struct sema *s, const struct variable_state *variable)
{
	const struct variable *symbol = variable->symbol;

	if (variable->is_declared && !symbol->is_assigned &&
	    (symbol->type == NULL || symbol->type->kind != TYPE_ERROR))
		diag_report(s->diag, symbol->declared, DIAG_NEVER_ASSIGNED, symbol->name);
}

/* Needs: types. Leaves: the tree as it is. */
void check_declarations(struct sema *s)
{
	for (size_t i = 0; i < s->maps.count; i++)
		warn_map(s, &s->maps.items[i]);
	for (size_t i = 0; i < s->maps.count; i++)
		check_kind(s, &s->maps.items[i]);
	for (size_t i = 0; i < s->variables.count; i++)
		warn_variable(s, &s->variables.items[i]);
}
