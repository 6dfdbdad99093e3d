/* Calls of macros become what they stand for. */
#include "sema/expand.h"

#include "front/ast_walk.h"
#include "front/parser.h"
#include "sema/builtin.h"
#include "sema/function.h"
#include "sema/macro.h"

/* Nodes that all expansions of a script may have together. */
#define MAX_NODES 200000

struct expander {
	struct arena *arena;
	struct diag *diag;
	struct source_set *sources;
	struct macro_table macros;
	unsigned depth;            /* of the node at work, from its root */
	size_t budget;             /* nodes that expansions may still make */
	bool is_full, is_too_deep; /* reported */
};

static void expand(struct expander *x, struct node **place);

static void make_error(struct node *node)
{
	node->kind = NODE_ERROR;
	node->height = 1;
}

/* -- calls -- */

static bool report_recursion(struct expander *x, const struct macro *macro, struct span call)
{
	if (!macro->is_active)
		return false;
	diag_report(x->diag, call, DIAG_MACRO_RECURSION, macro->node->macro.name);
	return true;
}

static bool report_full(struct expander *x, struct span call)
{
	if (x->budget > 0)
		return false;
	if (!x->is_full)
		diag_report(x->diag, call, DIAG_MACRO_SIZE, MAX_NODES);
	x->is_full = true;
	return true;
}

/* A body that is nothing but a value is that value, so that a literal stays one. */
static struct node *simplify(struct node *body)
{
	if (body->kind == NODE_BLOCK && body->block.statements.count == 0 &&
	    body->block.value != NULL)
		return body->block.value;
	return body;
}

static void expand_macro(struct expander *x, struct node **place, struct macro *macro,
			 const node_vec *args)
{
	struct span call = (*place)->span;
	struct node *body;

	if (macro->is_broken || x->is_full || report_recursion(x, macro, call)) {
		make_error(*place);
		return;
	}
	body = macro_body(x->arena, x->sources, macro, args, call, &x->budget);
	if (report_full(x, call)) {
		make_error(*place);
		return;
	}
	*place = simplify(body);
	macro->is_active = true;
	expand(x, place);
	macro->is_active = false;
}

static void expand_child(struct node **place, void *data)
{
	expand(data, place);
}

static bool is_other_name(const char *name)
{
	return function_find(name) != NULL || builtin_find(name) != NULL;
}

static void expand_call(struct expander *x, struct node **place)
{
	struct node *call = *place;
	struct macro *macro = macro_match(&x->macros, call->call.name, &call->call.args);

	ast_each_child(call, expand_child, x);
	if (macro != NULL) {
		expand_macro(x, place, macro, &call->call.args);
	} else if (macro_find(&x->macros, call->call.name) != NULL &&
		   !is_other_name(call->call.name)) {
		if (!macro_is_broken(&x->macros, call->call.name))
			macro_report_mismatch(&x->macros, call->call.name, call->call.name_span,
					      &call->call.args);
		make_error(call);
	}
}

/* A macro without parameters needs no parentheses. */
static void expand_word(struct expander *x, struct node **place)
{
	const node_vec none = { 0 };
	const char *name = (*place)->ident.name;
	struct macro *macro = macro_match(&x->macros, name, &none);

	if (macro != NULL) {
		expand_macro(x, place, macro, &none);
	} else if (macro_find(&x->macros, name) != NULL && !is_other_name(name)) {
		diag_report(x->diag, (*place)->span, DIAG_MACRO_AS_VALUE, name);
		make_error(*place);
	}
}

static void raise_above(struct node **place, void *data)
{
	struct node *parent = data;

	if (parent->height <= (*place)->height)
		parent->height = (*place)->height + 1;
}

/* The node's height from those of its children. */
static void measure(struct node *node)
{
	node->height = 1;
	ast_each_child(node, raise_above, node);
}

/* -- what parents ask of an expanded child -- */

static struct node *statement_of(struct expander *x, struct node *value)
{
	struct node *statement = arena_new_of(x->arena, struct node);

	statement->kind = NODE_EXPR_STATEMENT;
	statement->span = value->span;
	statement->expression = value;
	measure(statement);
	return statement;
}

/* The values of a block that nobody uses become statements. */
static void drop_value(struct expander *x, struct node *node)
{
	struct node *value;

	if (node->kind == NODE_IF) {
		drop_value(x, node->if_.then_block);
		if (node->if_.else_block != NULL)
			drop_value(x, node->if_.else_block);
	} else if (node->kind == NODE_BLOCK && node->block.value != NULL) {
		value = node->block.value;
		node->block.value = NULL;
		if (value->kind == NODE_IF || value->kind == NODE_BLOCK)
			drop_value(x, value);
		else
			value = statement_of(x, value);
		vec_push(&node->block.statements, value);
	}
	measure(node);
}

/* A call as a statement: its body is one. */
static void become_statement(struct expander *x, struct node **place)
{
	struct node *expression = (*place)->expression;

	if (expression->kind != NODE_BLOCK && expression->kind != NODE_IF)
		return;
	drop_value(x, expression);
	*place = expression;
}

static void check_increment(struct expander *x, struct node *node)
{
	const struct node *operand = node->incdec.operand;

	if (operand->kind == NODE_VAR || operand->kind == NODE_MAP)
		return;
	if (operand->kind != NODE_ERROR)
		diag_report(x->diag, node->span, DIAG_INCREMENT_OPERAND,
			    node->incdec.is_decrement ? "--" : "++");
	make_error(node);
}

/* The parser lets a word stand for the map of a for. */
static void check_source(struct expander *x, struct node *map)
{
	bool has_key = map->kind == NODE_MAP && map->map.key != NULL;

	if ((map->kind == NODE_MAP && !has_key) || map->kind == NODE_ERROR)
		return;
	diag_report(x->diag, map->span, DIAG_EXPECTED,
		    has_key ? "a map without a key" : "a map or a range 'a..b'",
		    has_key ? "a key" : node_kind_name(map->kind));
	make_error(map);
}

/* A call never stands for what can be assigned to. */
static void check_target(struct expander *x, struct node *target)
{
	struct macro *macro = NULL;

	if (target->kind == NODE_CALL)
		macro = macro_find(&x->macros, target->call.name);
	else if (target->kind == NODE_IDENT)
		macro = macro_find(&x->macros, target->ident.name);
	if (macro == NULL)
		return;
	diag_report(x->diag, target->span, DIAG_NOT_ASSIGNABLE);
	make_error(target);
}

/* Where a type may stand a word alone is one. */
static bool is_type_query(const struct node *node)
{
	return node->kind == NODE_SIZEOF || node->kind == NODE_OFFSETOF ||
	       node->kind == NODE_TYPEOF || node->kind == NODE_TYPEINFO;
}

static void expand_children(struct expander *x, struct node *node)
{
	if (is_type_query(node) && node->type_query.operand != NULL &&
	    node->type_query.operand->kind == NODE_IDENT)
		return;
	if (node->kind == NODE_ASSIGN)
		check_target(x, node->assign.target);
	ast_each_child(node, expand_child, x);
	if (node->kind == NODE_INCDEC)
		check_increment(x, node);
	else if (node->kind == NODE_FOR && node->for_.map != NULL)
		check_source(x, node->for_.map);
}

static void expand_node(struct expander *x, struct node **place)
{
	struct node *node = *place;

	if (node->kind == NODE_CALL) {
		expand_call(x, place);
	} else if (node->kind == NODE_IDENT) {
		expand_word(x, place);
	} else {
		expand_children(x, node);
	}
	if (node->kind == NODE_EXPR_STATEMENT)
		become_statement(x, place);
}

static void expand(struct expander *x, struct node **place)
{
	if (x->depth == PARSE_MAX_DEPTH) {
		if (!x->is_too_deep)
			diag_report(x->diag, (*place)->span, DIAG_TOO_DEEP, PARSE_MAX_DEPTH);
		x->is_too_deep = true;
		make_error(*place);
		return;
	}
	x->depth++;
	expand_node(x, place);
	x->depth--;
	measure(*place);
}

/* What a probe or function is made of. */
static void expand_root(struct expander *x, struct node *root)
{
	x->depth = 1;
	if (root->kind == NODE_PROBE) {
		if (root->probe.predicate != NULL)
			expand(x, &root->probe.predicate);
		expand(x, &root->probe.body);
	} else if (root->kind == NODE_FUNCTION) {
		expand(x, &root->function.body);
	}
}

void expand_macros(struct arena *arena, struct diag *diag, struct source_set *sources,
		   struct script *script)
{
	struct expander x = {
		.arena = arena, .diag = diag, .sources = sources, .budget = MAX_NODES
	};
	node_vec roots;

	macro_table_init(&x.macros, arena, diag, sources, script);
	vec_init(&roots, arena);
	vec_foreach(struct node *, root, &script->roots) {
		if ((*root)->kind == NODE_MACRO) {
			vec_push(&script->macros, (*root)->macro.name);
			continue;
		}
		expand_root(&x, *root);
		vec_push(&roots, *root);
	}
	script->roots = roots;
}
