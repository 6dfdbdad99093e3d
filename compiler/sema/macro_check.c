/* What a macro may do, whatever it is called with. */
#include "front/ast_walk.h"
#include "sema/macro.h"

struct check {
	struct macro_table *table;
	struct macro *macro;
};

static void report_twice(struct check *check, const struct node *node, const struct node *param,
			 const char *text)
{
	diag_report(check->table->diag, node->span, DIAG_REDECLARED, text);
	diag_note(check->table->diag, param->span, "it is declared here");
	check->macro->is_broken = true;
}

static const char *text_of(struct check *check, const struct node *node)
{
	struct arena *arena = check->table->arena;

	if (node->kind == NODE_VAR)
		return arena_printf(arena, "$%s", node->var.name);
	if (node->kind == NODE_MAP)
		return arena_printf(arena, "@%s", node->map.name);
	return node->ident.name;
}

static void check_params(struct check *check)
{
	const node_vec *params = &check->macro->node->macro.params;

	for (size_t i = 0; i < params->count; i++) {
		int first = macro_param(check->macro, params->items[i]);

		if (first >= 0 && (size_t)first < i)
			report_twice(check, params->items[i], params->items[first],
				     text_of(check, params->items[i]));
	}
}

/* A variable that a let or a for declares. */
static void find_declared(struct check *check, const struct node *var)
{
	int param;

	if (var->kind != NODE_VAR)
		return;
	param = macro_param(check->macro, var);
	if (param >= 0)
		report_twice(check, var, check->macro->node->macro.params.items[param],
			     text_of(check, var));
	name_table_set(&check->macro->locals, var->var.name, check->macro);
}

static void find_locals(struct node **place, void *data)
{
	struct check *check = data;
	const struct node *node = *place;

	if (node->kind == NODE_LET)
		find_declared(check, node->let.var);
	else if (node->kind == NODE_FOR)
		find_declared(check, node->for_.var);
	else if (node->kind == NODE_ASSIGN && node->assign.op == OPERATOR_NONE &&
		 node->assign.target->kind == NODE_VAR &&
		 macro_param(check->macro, node->assign.target) < 0)
		find_declared(check, node->assign.target);
	ast_each_child(*place, find_locals, check);
}

static bool is_foreign(const struct check *check, const struct node *node)
{
	if (node->kind == NODE_MAP)
		return macro_param(check->macro, node) < 0;
	return node->kind == NODE_VAR && macro_param(check->macro, node) < 0 &&
	       name_table_find(&check->macro->locals, node->var.name) == NULL;
}

static const char *jump_word(const struct node *node)
{
	switch ((int)node->kind) {
	case NODE_RETURN:
		return "return";
	case NODE_BREAK:
		return "break";
	case NODE_CONTINUE:
		return "continue";
	default:
		return NULL;
	}
}

static void check_node(struct node **place, void *data)
{
	struct check *check = data;
	const struct node *node = *place;
	struct diag *diag = check->table->diag;

	if (jump_word(node) != NULL) {
		diag_report(diag, node->span, DIAG_MACRO_JUMP, jump_word(node));
		check->macro->is_broken = true;
	} else if (is_foreign(check, node)) {
		diag_report(diag, node->span, DIAG_MACRO_HYGIENE, text_of(check, node),
			    check->macro->node->macro.name);
		diag_note(diag, (struct span){ 0 },
			  "a macro sees only its parameters and its own variables");
		check->macro->is_broken = true;
	}
	ast_each_child(*place, check_node, check);
}

void macro_check(struct macro_table *table, struct macro *macro)
{
	struct check check = { .table = table, .macro = macro };

	name_table_init(&macro->locals, table->arena);
	check_params(&check);
	ast_each_child(macro->node->macro.body, find_locals, &check);
	ast_each_child(macro->node->macro.body, check_node, &check);
}
