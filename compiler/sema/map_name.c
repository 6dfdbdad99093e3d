/* Maps by their names: whether they have keys, and how they are declared. */
#include "sema/map_name.h"

#include "sema/map_kind.h"

struct map_state *map_state_named(struct sema *s, const char *name, struct span span)
{
	struct map_symbol *symbol = name_table_find(&s->map_names, name);
	struct map_state state = { 0 };

	if (symbol != NULL)
		return &s->maps.items[symbol->index];
	symbol = arena_new_of(s->arena, struct map_symbol);
	symbol->name = name;
	symbol->index = (unsigned)s->info->maps.count;
	symbol->first_use = span;
	state.symbol = symbol;
	name_table_set(&s->map_names, name, symbol);
	vec_push(&s->info->maps, symbol);
	vec_push(&s->maps, state);
	return &vec_last(&s->maps);
}

/* A use that says whether the map has keys. */
void map_use_as(struct sema *s, struct map_state *map, bool is_keyed, struct span span)
{
	struct span *mine = is_keyed ? &map->keyed_use : &map->scalar_use;
	const struct span *other = is_keyed ? &map->scalar_use : &map->keyed_use;

	map->is_used = true;
	if (mine->begin == 0)
		*mine = span;
	if (other->begin == 0)
		return;
	diag_report(s->diag, span, is_keyed ? DIAG_MAP_IS_SCALAR : DIAG_MAP_IS_KEYED,
		    map->symbol->name);
	diag_note(s->diag, *other,
		  is_keyed ? "it is used without a key here" : "it is used with a key here");
}

static void report_kind(struct sema *s, const struct node *node)
{
	const char *wanted = node->map_declaration.map_kind;
	size_t n;
	const struct map_kind *rows = map_kind_rows(&n);
	const char **names = arena_alloc(s->arena, n * sizeof(*names));

	for (size_t i = 0; i < n; i++)
		names[i] = rows[i].name;
	diag_report(s->diag, node->span, DIAG_MAP_KIND, wanted);
	diag_did_you_mean(s->diag, wanted, names, n);
}

void map_declare(struct sema *s, struct node *node)
{
	struct map_state *map = map_state_named(s, node->map_declaration.name, node->span);
	struct node *max = node->map_declaration.max_entries;

	node->map_declaration.map = map->symbol;
	if (map->declaration.begin != 0) {
		diag_report(s->diag, node->span, DIAG_REDECLARED,
			    arena_printf(s->arena, "@%s", map->symbol->name));
		diag_note(s->diag, map->declaration, "it is declared here");
		return;
	}
	map->declaration = node->span;
	if (map_kind_find(node->map_declaration.map_kind) == NULL)
		report_kind(s, node);
	map->symbol->declared_kind = node->map_declaration.map_kind;
	if (max == NULL || max->kind != NODE_INT || max->integer.value == 0 ||
	    max->integer.value > UINT32_MAX)
		diag_report(s->diag, max != NULL ? max->span : node->span, DIAG_MAP_SIZE,
			    UINT32_MAX);
	else
		map->symbol->max_entries = max->integer.value;
}
