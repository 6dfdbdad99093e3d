/* Names: what each variable, map, identifier and call stands for. */
#include <stdlib.h>
#include <string.h>

#include "front/ast_walk.h"
#include "sema/map_name.h"
#include "sema/pass.h"
#include "sema/scope.h"
#include "sema/type_syntax.h"

struct resolver {
	struct sema *s;
	struct scope scope;
	unsigned loop_depth;
	size_t first_variable; /* of the block at work */
};

static void resolve(struct resolver *r, struct node *node);

static void resolve_child(struct node **child, void *data)
{
	resolve(data, *child);
}

/* -- variables -- */

static struct variable *declare(struct resolver *r, const struct node *var, bool by_let)
{
	struct sema *s = r->s;
	struct variable *variable = arena_new_of(s->arena, struct variable);
	struct variable_state state = { .symbol = variable,
					.loop_depth = r->loop_depth,
					.is_declared = by_let };

	variable->name = var->var.name;
	variable->declared = var->span;
	variable->id = (unsigned)s->variables.count;
	vec_push(&s->variables, state);
	scope_declare(&r->scope, variable);
	return variable;
}

static void use_variable(struct resolver *r, struct node *var)
{
	struct variable *variable = scope_find(&r->scope, var->var.name);

	var->var.variable = variable;
	if (variable != NULL && r->loop_depth > r->s->variables.items[variable->id].loop_depth)
		variable->is_captured = true;
}

/* Older scripts assign in a block what they use behind it. */
static bool note_inner_variable(struct resolver *r, const struct node *var)
{
	struct sema *s = r->s;

	for (size_t i = s->variables.count; i > r->first_variable; i--) {
		const struct variable *inner = s->variables.items[i - 1].symbol;

		if (inner->name != var->var.name)
			continue;
		diag_note(
			s->diag, inner->declared,
			"this one is gone at the end of its block; 'let $%s;' before the block keeps it",
			inner->name);
		return true;
	}
	return false;
}

static void resolve_variable(struct resolver *r, struct node *var)
{
	struct sema *s = r->s;
	const char **names;
	size_t n = r->scope.declared.count;

	use_variable(r, var);
	if (var->var.variable != NULL) {
		s->variables.items[var->var.variable->id].is_used = true;
		return;
	}
	diag_report(s->diag, var->span, DIAG_UNDEFINED_VARIABLE,
		    arena_printf(s->arena, "$%s", var->var.name));
	if (note_inner_variable(r, var) || strlen(var->var.name) < 2)
		n = 0; /* every other short name is similar */
	names = arena_alloc(s->arena, (n + 1) * sizeof(*names));
	for (size_t i = 0; i < n && i < 100; i++)
		names[i] = arena_printf(s->arena, "$%s", r->scope.declared.items[i]->name);
	diag_did_you_mean(s->diag, arena_printf(s->arena, "$%s", var->var.name), names,
			  n < 100 ? n : 100);
	poison(var);
}

/* A declaration: the name must not be visible yet. */
static void declare_new(struct resolver *r, struct node *var, bool by_let)
{
	const struct variable *visible = scope_find(&r->scope, var->var.name);

	if (visible != NULL) {
		diag_report(r->s->diag, var->span, DIAG_REDECLARED,
			    arena_printf(r->s->arena, "$%s", var->var.name));
		diag_note(r->s->diag, visible->declared, "it is declared here");
		use_variable(r, var);
		return;
	}
	var->var.variable = declare(r, var, by_let);
}

/* What is written to: declared by that if it is not yet. */
static void resolve_target(struct resolver *r, struct node *var)
{
	if (scope_find(&r->scope, var->var.name) == NULL)
		var->var.variable = declare(r, var, false);
	else
		use_variable(r, var);
}

/* -- maps -- */

static void resolve_map(struct resolver *r, struct node *node)
{
	struct map_state *map = map_state_named(r->s, node->map.name, node->span);

	node->map.map = map->symbol;
	map_use_as(r->s, map, node->map.key != NULL, node->span);
	if (node->map.key != NULL)
		resolve(r, node->map.key);
}

/* A map by its name alone, as an argument of a function that takes maps or of `for`. */
static void resolve_whole_map(struct resolver *r, struct node *node, bool is_keyed)
{
	struct map_state *map = map_state_named(r->s, node->map.name, node->span);

	node->map.map = map->symbol;
	map->is_used = true;
	if (is_keyed)
		map_use_as(r->s, map, true, node->span);
}

/* Whether argument i of the call is a map as such, and then whether one with keys. */
static bool takes_map(const struct node *call, size_t i, bool *is_keyed)
{
	const struct node *arg = call->call.args.items[i];

	*is_keyed = false;
	if (i != 0 || arg->kind != NODE_MAP || arg->map.key != NULL || call->call.function == NULL)
		return false;
	switch (call->call.function->id) {
	case FUNCTION_print:
	case FUNCTION_clear:
	case FUNCTION_zero:
	case FUNCTION_len:
		return true;
	case FUNCTION_is_scalar:
		return true;
	case FUNCTION_find:
		*is_keyed = true;
		return true;
	case FUNCTION_has_key:
		return true; /* a scalar map is the function's own error */
	case FUNCTION_delete:
		*is_keyed = call->call.args.count == 2;
		return true;
	default:
		return false;
	}
}

/* -- identifiers and calls -- */

static void report_unknown(struct sema *s, const struct node *node, enum diag_tag tag,
			   const char *name)
{
	size_t n_functions, n_builtins;
	const struct function_row *functions = function_rows(&n_functions);
	const struct builtin_row *builtins = builtin_rows(&n_builtins);
	VEC(const char *) names;

	vec_init(&names, s->arena);
	vec_foreach(const char *, macro, &s->script->macros)
		vec_push(&names, *macro);
	if (tag == DIAG_UNKNOWN_FUNCTION) {
		vec_foreach(struct node *, root, &s->script->roots)
			if ((*root)->kind == NODE_FUNCTION)
				vec_push(&names, (*root)->function.name);
		for (size_t i = 0; i < n_functions; i++)
			vec_push(&names, functions[i].name);
	}
	for (size_t i = 0; i < n_builtins; i++)
		vec_push(&names, builtins[i].name);
	diag_report(s->diag, node->kind == NODE_CALL ? node->call.name_span : node->span, tag,
		    name);
	diag_did_you_mean(s->diag, name, names.items, names.count);
}

/* Variables and maps are written with what tells them from names. */
static void note_variable(struct resolver *r, const char *name)
{
	if (scope_find(&r->scope, name) != NULL)
		diag_note(r->s->diag, (struct span){ 0 }, "the variable is '$%s'", name);
	else if (name_table_find(&r->s->map_names, name) != NULL)
		diag_note(r->s->diag, (struct span){ 0 }, "the map is '@%s'", name);
}

static void resolve_expansion(struct resolver *r, struct node *node, const char *name)
{
	struct sema *s = r->s;
	const char *outer = s->c_table_name;

	s->c_table_name = name;
	s->c_depth++;
	resolve(r, node);
	s->c_depth--;
	s->c_table_name = outer;
}

static void resolve_identifier(struct resolver *r, struct node *node)
{
	struct sema *s = r->s;
	const char *name = node->ident.name;

	node->ident.builtin = builtin_find(name);
	if (node->ident.builtin != NULL) {
		if (node->ident.builtin->id == BUILTIN_argN)
			node->ident.constant = strtoul(name + 3, NULL, 10);
		return;
	}
	switch (expand_c_name(s, node)) {
	case C_NAME_DONE:
		return;
	case C_NAME_EXPRESSION:
		resolve_expansion(r, node, name);
		return;
	case C_NAME_WRONG:
		poison(node);
		return;
	case C_NAME_UNKNOWN:
		break;
	}
	if (is_type_name(s, name)) {
		diag_report(s->diag, node->span, DIAG_TYPE_AS_VALUE);
	} else if (name_table_find(&s->subprograms, name) != NULL) {
		report_subprogram_as_value(s, node);
	} else if (function_find(name) != NULL) {
		diag_report(s->diag, node->span, DIAG_FUNCTION_AS_VALUE, name);
		diag_note(s->diag, (struct span){ 0 }, "it is called as %s",
			  function_find(name)->signature);
	} else {
		report_unknown(s, node, DIAG_UNKNOWN_NAME, name);
		note_unknown_constant(s, name);
		note_variable(r, name);
	}
	poison(node);
}

/* `pid()` is `pid`. */
static bool become_builtin(struct resolver *r, struct node *call)
{
	const struct builtin_row *row = builtin_find(call->call.name);
	const char *name = call->call.name;

	if (row == NULL || call->call.args.count > 0)
		return false;
	call->kind = NODE_IDENT;
	memset(&call->ident, 0, sizeof(call->ident));
	call->ident.name = name;
	resolve_identifier(r, call);
	return true;
}

/* Whether a bare word may be an argument, as far as is known of what is not available yet. */
static bool may_take_word(const struct node *call, size_t i)
{
	if (call->call.function != NULL && call->call.function->id == FUNCTION_container_of)
		return i > 0;
	if (call->call.function != NULL)
		return call->call.function->flags & FUNCTION_WORDS;
	return builtin_find(call->call.name) != NULL;
}

/* A word stands for itself, but for macros and constants of the script's C. */
static void resolve_word(struct resolver *r, struct node *word)
{
	struct sema *s = r->s;

	switch (expand_script_name(s, word)) {
	case C_NAME_EXPRESSION:
		s->c_depth++;
		if (word->kind == NODE_IDENT)
			resolve_word(r, word);
		else
			resolve(r, word);
		s->c_depth--;
		return;
	case C_NAME_WRONG:
		poison(word);
		return;
	case C_NAME_DONE:
	case C_NAME_UNKNOWN:
		return;
	}
}

static void become_type(struct resolver *r, struct node *word)
{
	const char *name = word->ident.name;

	word->kind = NODE_TYPE;
	memset(&word->type_name, 0, sizeof(word->type_name));
	word->type_name.name = name;
	vec_init(&word->type_name.suffixes, r->s->arena);
}

static void presume_asked(struct sema *s, const struct node *type, const struct node *name)
{
	if (type->kind == NODE_TYPE && type->type_name.tag == TYPE_TAG_ENUM &&
	    type->type_name.suffixes.count == 0 && name->kind == NODE_IDENT)
		presume_enumerator(s, type->type_name.name, name->ident.name);
}

/* Names of has_field() and its kin, which only the target may know. */
static bool is_target_name(struct resolver *r, const struct node *call, size_t i)
{
	struct node *arg = call->call.args.items[i];
	bool is_word = arg->kind == NODE_IDENT;

	if (call->call.function == NULL)
		return false;
	switch (call->call.function->id) {
	case FUNCTION_has_field:
		if (i == 0 && is_word && builtin_find(arg->ident.name) == NULL &&
		    is_type_name(r->s, arg->ident.name))
			become_type(r, arg);
		return i > 0;
	case FUNCTION_has_type:
		if (is_word)
			become_type(r, arg);
		return is_word;
	case FUNCTION_has_enumerator:
		if (i > 0)
			presume_asked(r->s, call->call.args.items[0], arg);
		return i > 0;
	default:
		return false;
	}
}

static void resolve_call(struct resolver *r, struct node *call)
{
	struct sema *s = r->s;
	bool is_keyed;

	call->call.subprogram = name_table_find(&s->subprograms, call->call.name);
	if (call->call.subprogram != NULL) {
		ast_each_child(call, resolve_child, r);
		return;
	}
	call->call.function = function_find(call->call.name);
	if (call->call.function == NULL && builtin_find(call->call.name) == NULL)
		call->call.c_function = find_c_function(s, call->call.name);
	if (call->call.c_function != NULL) {
		ast_each_child(call, resolve_child, r);
		return;
	}
	if (call->call.function == NULL || call->call.function->min_args > 0) {
		if (become_builtin(r, call))
			return;
	}
	if (call->call.function == NULL) {
		if (builtin_find(call->call.name) != NULL) {
			diag_report(
				s->diag, call->span, DIAG_UNAVAILABLE,
				arena_printf(s->arena, "'%s()' with arguments", call->call.name));
		} else {
			report_unknown(s, call, DIAG_UNKNOWN_FUNCTION, call->call.name);
		}
	}
	for (size_t i = 0; i < call->call.args.count; i++) {
		struct node *arg = call->call.args.items[i];

		if (is_target_name(r, call, i))
			continue;
		if (i == 2 && arg->kind == NODE_VAR && call->call.function != NULL &&
		    call->call.function->id == FUNCTION_find)
			resolve_target(r, arg);
		else if (takes_map(call, i, &is_keyed))
			resolve_whole_map(r, arg, is_keyed);
		else if (arg->kind == NODE_IDENT && may_take_word(call, i))
			resolve_word(r, arg);
		else
			resolve(r, arg);
	}
	if (call->call.function == NULL)
		poison(call);
}

/* -- structure -- */

/* `sizeof(name)`: a type if there is one of that name. */
static void resolve_query(struct resolver *r, struct node *node)
{
	struct node *operand = node->type_query.operand;

	if (operand == NULL)
		return;
	if (operand->kind == NODE_IDENT && is_type_name(r->s, operand->ident.name)) {
		become_type(r, operand);
		return;
	}
	resolve(r, operand);
}

/* A bare word that something is assigned to: a variable or a map was meant. */
static void resolve_word_target(struct resolver *r, struct node *target)
{
	const char *name = target->ident.name;
	bool is_known = scope_find(&r->scope, name) != NULL ||
			name_table_find(&r->s->map_names, name) != NULL;

	resolve_identifier(r, target);
	if (target->kind == NODE_ERROR && !is_known)
		diag_note(r->s->diag, (struct span){ 0 }, "a variable is '$%s', a map '@%s'", name,
			  name);
}

static void resolve_assignment(struct resolver *r, struct node *node)
{
	struct node *target = node->assign.target;

	resolve(r, node->assign.value);
	if (target->kind == NODE_IDENT)
		resolve_word_target(r, target);
	else if (target->kind != NODE_VAR)
		resolve(r, target);
	else if (node->assign.op == OPERATOR_NONE)
		resolve_target(r, target);
	else
		resolve_variable(r, target);
}

static void resolve_for(struct resolver *r, struct node *node)
{
	size_t entered;

	if (node->for_.map != NULL && node->for_.map->kind == NODE_MAP &&
	    node->for_.map->map.key == NULL)
		resolve_whole_map(r, node->for_.map, true);
	else if (node->for_.map != NULL)
		resolve(r, node->for_.map);
	if (node->for_.begin != NULL)
		resolve(r, node->for_.begin);
	if (node->for_.end != NULL)
		resolve(r, node->for_.end);
	entered = scope_enter(&r->scope);
	r->loop_depth++;
	if (node->for_.var->kind == NODE_VAR)
		declare_new(r, node->for_.var, true);
	resolve(r, node->for_.body);
	r->loop_depth--;
	scope_leave(&r->scope, entered);
}

static void resolve_block(struct resolver *r, struct node *node)
{
	size_t entered = scope_enter(&r->scope);

	ast_each_child(node, resolve_child, r);
	scope_leave(&r->scope, entered);
}

static void resolve_let(struct resolver *r, struct node *node)
{
	if (node->let.type_node != NULL)
		resolve(r, node->let.type_node);
	if (node->let.value != NULL)
		resolve(r, node->let.value);
	if (node->let.var->kind == NODE_VAR)
		declare_new(r, node->let.var, true);
}

/* What an `if comptime` does not take need not mean anything. */
static void resolve_if(struct resolver *r, struct node *node)
{
	resolve(r, node->if_.condition);
	if (node->if_.is_comptime && comptime_take_branch(r->s, node)) {
		resolve(r, node);
		return;
	}
	resolve(r, node->if_.then_block);
	if (node->if_.else_block != NULL)
		resolve(r, node->if_.else_block);
}

static void resolve_while(struct resolver *r, struct node *node)
{
	r->loop_depth++;
	ast_each_child(node, resolve_child, r);
	r->loop_depth--;
}

static void resolve(struct resolver *r, struct node *node)
{
	switch (node->kind) {
	case NODE_VAR:
		resolve_variable(r, node);
		break;
	case NODE_UNARY:
		if (node->unary.op == UNARY_ADDRESS && node->unary.operand->kind == NODE_MAP &&
		    node->unary.operand->map.key == NULL)
			resolve_whole_map(r, node->unary.operand, false);
		else
			resolve(r, node->unary.operand);
		break;
	case NODE_MAP:
		resolve_map(r, node);
		break;
	case NODE_IDENT:
		resolve_identifier(r, node);
		break;
	case NODE_CALL:
		resolve_call(r, node);
		break;
	case NODE_PARAM:
		if (node->param > r->s->info->n_positional)
			r->s->info->n_positional = node->param;
		break;
	case NODE_SIZEOF:
	case NODE_OFFSETOF:
	case NODE_TYPEOF:
	case NODE_TYPEINFO:
		resolve_query(r, node);
		break;
	case NODE_ASSIGN:
		resolve_assignment(r, node);
		break;
	case NODE_LET:
		resolve_let(r, node);
		break;
	case NODE_FOR:
		resolve_for(r, node);
		break;
	case NODE_BLOCK:
		resolve_block(r, node);
		break;
	case NODE_IF:
		resolve_if(r, node);
		break;
	case NODE_WHILE:
		resolve_while(r, node);
		break;
	default:
		ast_each_child(node, resolve_child, r);
		break;
	}
}

static void refuse(struct sema *s, struct node *root, const char *what)
{
	diag_report(s->diag, root->span, DIAG_UNAVAILABLE, what);
}

static void resolve_function(struct resolver *r, struct node *root)
{
	size_t entered = scope_enter(&r->scope);

	r->s->subprogram = root->function.subprogram;
	r->first_variable = r->s->variables.count;
	for (size_t i = 0; i < root->function.params.count; i++) {
		struct node *param = root->function.params.items[i];

		resolve_let(r, param);
		if (param->let.var->kind == NODE_VAR && param->let.var->var.variable != NULL)
			param->let.var->var.variable->is_assigned = true;
	}
	resolve(r, root->function.return_type);
	resolve(r, root->function.body);
	scope_leave(&r->scope, entered);
	r->s->subprogram = NULL;
}

static void resolve_root(struct resolver *r, struct node *root)
{
	switch (root->kind) {
	case NODE_PROBE:
		r->s->probe = root;
		r->first_variable = r->s->variables.count;
		if (root->probe.predicate != NULL)
			resolve(r, root->probe.predicate);
		resolve(r, root->probe.body);
		r->s->probe = NULL;
		break;
	case NODE_MAP_DECLARATION:
		map_declare(r->s, root);
		break;
	case NODE_MACRO:
		refuse(r->s, root, "'macro'");
		break;
	case NODE_FUNCTION:
		resolve_function(r, root);
		break;
	case NODE_IMPORT:
		refuse(r->s, root, "'import'");
		break;
	default:
		break;
	}
}

/*
 * Needs: attach points with kinds. Leaves: VAR, MAP, IDENT and CALL nodes with what they stand for;
 * what stands for nothing is an error node.
 */
void resolve_names(struct sema *s)
{
	struct resolver r = { .s = s };

	scope_init(&r.scope, s->arena);
	declare_subprograms(s);
	for (size_t i = 0; i < s->script->roots.count; i++)
		resolve_root(&r, s->script->roots.items[i]);
}
