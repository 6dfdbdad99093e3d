#include "sema/macro.h"

#include <string.h>

struct macro *macro_find(const struct macro_table *table, const char *name)
{
	return name_table_find(&table->names, name);
}

/* What an argument can be passed as, besides an expression. */
static bool is_variable(const struct node *node)
{
	return node->kind == NODE_VAR;
}

static bool is_whole_map(const struct node *node)
{
	return node->kind == NODE_MAP && node->map.key == NULL;
}

static bool takes(const struct node *param, const struct node *arg)
{
	if (param->kind == NODE_VAR)
		return is_variable(arg);
	if (param->kind == NODE_MAP)
		return is_whole_map(arg);
	return true;
}

static const char *param_text(const struct macro_table *table, const struct node *param)
{
	if (param->kind == NODE_VAR)
		return arena_printf(table->arena, "$%s", param->var.name);
	if (param->kind == NODE_MAP)
		return arena_printf(table->arena, "@%s", param->map.name);
	return param->ident.name;
}

static bool same_signature(const struct macro *a, const struct macro *b)
{
	const node_vec *p = &a->node->macro.params, *q = &b->node->macro.params;

	if (p->count != q->count)
		return false;
	for (size_t i = 0; i < p->count; i++) {
		if (p->items[i]->kind != q->items[i]->kind)
			return false;
	}
	return true;
}

/* The part of a definition before its body, without the space between them. */
static struct span head_of(const struct macro_table *table, const struct node *node)
{
	const struct node *body = node->kind == NODE_MACRO ? node->macro.body : node->function.body;
	struct span head = { node->span.begin, body->span.begin };
	size_t size;
	const char *text = source_text(table->sources, head, &size);

	while (size > 0 && strchr(" \t\r\n", text[size - 1]) != NULL)
		size--;
	head.end = head.begin + (uint32_t)size;
	return head;
}

/* A macro of the same name whose calls could not be told from the new one's. */
static void check_signature(struct macro_table *table, struct macro *macro)
{
	const struct macro *other = macro_find(table, macro->node->macro.name);

	for (; other != NULL; other = other->next) {
		if (!same_signature(macro, other))
			continue;
		diag_report(table->diag, head_of(table, macro->node), DIAG_REDECLARED,
			    macro->node->macro.name);
		diag_note(table->diag, head_of(table, other->node), "it is declared here");
		return;
	}
}

static void append(struct macro_table *table, struct macro *macro)
{
	struct macro *last = macro_find(table, macro->node->macro.name);

	if (last == NULL) {
		name_table_set(&table->names, macro->node->macro.name, macro);
		return;
	}
	while (last->next != NULL)
		last = last->next;
	last->next = macro;
}

static void add(struct macro_table *table, struct node *node)
{
	struct macro *macro = arena_new_of(table->arena, struct macro);

	macro->node = node;
	check_signature(table, macro);
	append(table, macro);
	macro_check(table, macro);
}

/* A function of the script cannot have the name of a macro. */
static void check_function(struct macro_table *table, const struct node *node)
{
	const struct macro *macro = macro_find(table, node->function.name);

	if (macro == NULL)
		return;
	diag_report(table->diag, head_of(table, node), DIAG_REDECLARED, node->function.name);
	diag_note(table->diag, head_of(table, macro->node), "it is declared here");
}

void macro_table_init(struct macro_table *table, struct arena *arena, struct diag *diag,
		      const struct source_set *sources, const struct script *script)
{
	*table = (struct macro_table){ .arena = arena, .diag = diag, .sources = sources };
	name_table_init(&table->names, arena);
	vec_foreach(struct node *const, root, &script->roots)
		if ((*root)->kind == NODE_MACRO)
			add(table, *root);
	vec_foreach(struct node *const, root, &script->roots)
		if ((*root)->kind == NODE_FUNCTION)
			check_function(table, *root);
}

bool macro_is_broken(const struct macro_table *table, const char *name)
{
	for (const struct macro *macro = macro_find(table, name); macro != NULL;
	     macro = macro->next) {
		if (macro->is_broken)
			return true;
	}
	return false;
}

static bool takes_all(const struct macro *macro, const node_vec *args)
{
	const node_vec *params = &macro->node->macro.params;

	if (params->count != args->count)
		return false;
	for (size_t i = 0; i < args->count; i++) {
		if (!takes(params->items[i], args->items[i]))
			return false;
	}
	return true;
}

/* Of two that take the same arguments: the one whose first different parameter is no word. */
static bool is_better(const struct macro *a, const struct macro *b)
{
	const node_vec *p = &a->node->macro.params, *q = &b->node->macro.params;

	for (size_t i = 0; i < p->count; i++) {
		if (p->items[i]->kind != q->items[i]->kind)
			return q->items[i]->kind == NODE_IDENT;
	}
	return false;
}

struct macro *macro_match(const struct macro_table *table, const char *name, const node_vec *args)
{
	struct macro *best = NULL;

	for (struct macro *macro = macro_find(table, name); macro != NULL; macro = macro->next) {
		if (takes_all(macro, args) && (best == NULL || is_better(macro, best)))
			best = macro;
	}
	return best;
}

/* The only macro of a name has as many parameters as there are arguments: which one is wrong? */
static void report_argument(const struct macro_table *table, const struct macro *macro,
			    const node_vec *args)
{
	const node_vec *params = &macro->node->macro.params;

	for (size_t i = 0; i < args->count; i++) {
		const struct node *param = params->items[i], *arg = args->items[i];
		const char *found =
			arg->kind == NODE_MAP ? "a map with a key" : node_kind_name(arg->kind);

		if (takes(param, arg))
			continue;
		if (is_whole_map(arg))
			found = "a map";
		diag_report(table->diag, arg->span, DIAG_MACRO_ARGUMENT, macro->node->macro.name,
			    param->kind == NODE_VAR ? "a variable" : "a map without a key",
			    param_text(table, param), found);
		diag_note(table->diag, head_of(table, macro->node), "the macro is declared here");
	}
}

void macro_report_mismatch(const struct macro_table *table, const char *name, struct span name_span,
			   const node_vec *args)
{
	const struct macro *first = macro_find(table, name);
	size_t n_params = first->node->macro.params.count;

	if (first->next == NULL && n_params == args->count) {
		report_argument(table, first, args);
		return;
	}
	if (first->next == NULL)
		diag_report(table->diag, name_span, DIAG_ARGUMENT_COUNT, name,
			    n_params == 0 ? "no arguments"
					  : arena_printf(table->arena, "%zu argument%s", n_params,
							 n_params == 1 ? "" : "s"),
			    args->count);
	else
		diag_report(table->diag, name_span, DIAG_MACRO_OVERLOAD, name);
	for (const struct macro *macro = first; macro != NULL; macro = macro->next)
		diag_note(table->diag, head_of(table, macro->node),
			  first->next == NULL ? "the macro is declared here" : "one is this");
}

int macro_param(const struct macro *macro, const struct node *node)
{
	const node_vec *params = &macro->node->macro.params;

	for (size_t i = 0; i < params->count; i++) {
		const struct node *param = params->items[i];

		if (param->kind != node->kind)
			continue;
		if ((node->kind == NODE_VAR && param->var.name == node->var.name) ||
		    (node->kind == NODE_MAP && param->map.name == node->map.name) ||
		    (node->kind == NODE_IDENT && param->ident.name == node->ident.name))
			return (int)i;
	}
	return -1;
}
