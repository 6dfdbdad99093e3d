/* The body of a macro for one call of it. */
#include "front/ast_walk.h"
#include "sema/macro.h"

struct expansion {
	struct arena *arena;
	const struct macro *macro;
	const node_vec *args;
	uint32_t delta;           /* to the positions of this expansion */
	struct name_table locals; /* the body's names to those of this expansion */
	size_t *budget;
};

static void spend(struct expansion *e)
{
	if (*e->budget > 0)
		--*e->budget;
}

static void shift(const struct expansion *e, struct span *span)
{
	if (span->begin == 0)
		return;
	span->begin += e->delta;
	span->end += e->delta;
}

static void shift_all(const struct expansion *e, struct node *node)
{
	shift(e, &node->span);
	if (node->kind == NODE_BINARY)
		shift(e, &node->binary.op_span);
	else if (node->kind == NODE_ASSIGN)
		shift(e, &node->assign.op_span);
	else if (node->kind == NODE_CALL)
		shift(e, &node->call.name_span);
	else if (node->kind == NODE_FIELD)
		shift(e, &node->field.name_span);
}

static void count(struct node **place, void *data)
{
	struct expansion *e = data;

	spend(e);
	ast_each_child(*place, count, e);
}

/* The argument once more, with the places that it has in the call. */
static struct node *copy_argument(struct expansion *e, int param)
{
	struct node *copy = ast_clone(e->arena, e->args->items[param]);

	count(&copy, e);
	return copy;
}

/* A name of a body's own: the same text as another pointer, which no other name is equal to. */
static const char *local_name(struct expansion *e, const char *name)
{
	const char *local = name_table_find(&e->locals, name);

	if (local == NULL) {
		local = arena_strdup(e->arena, name);
		name_table_set(&e->locals, name, (void *)local);
	}
	return local;
}

static void substitute_variable(struct expansion *e, struct node *var)
{
	int param = macro_param(e->macro, var);

	var->var.name = param >= 0 ? e->args->items[param]->var.name : local_name(e, var->var.name);
}

static void substitute_map(struct expansion *e, struct node *map)
{
	int param = macro_param(e->macro, map);

	if (param >= 0)
		map->map.name = e->args->items[param]->map.name;
}

/* `T` where a type stands and the argument is a type. */
static struct node *substitute_type(struct expansion *e, struct node *type)
{
	struct node word = { .kind = NODE_IDENT };
	struct node *argument;
	int param;

	word.ident.name = type->type_name.name;
	param = type->type_name.tag == TYPE_TAG_NONE ? macro_param(e->macro, &word) : -1;
	if (param < 0)
		return type;
	argument = e->args->items[param];
	if (argument->kind != NODE_TYPE &&
	    (argument->kind != NODE_TYPEOF || type->type_name.suffixes.count > 0))
		return type;
	argument = copy_argument(e, param);
	if (argument->kind == NODE_TYPE && type->type_name.suffixes.count > 0) {
		/* A copy shares its suffixes with the original until it gets more. */
		struct node own = *argument;

		vec_init(&own.type_name.suffixes, e->arena);
		vec_foreach(struct type_suffix, suffix, &argument->type_name.suffixes)
			vec_push(&own.type_name.suffixes, *suffix);
		vec_foreach(struct type_suffix, suffix, &type->type_name.suffixes)
			vec_push(&own.type_name.suffixes, *suffix);
		*argument = own;
	}
	return argument;
}

static void substitute(struct node **place, void *data)
{
	struct expansion *e = data;
	struct node *node = *place;
	int param = node->kind == NODE_IDENT ? macro_param(e->macro, node) : -1;

	if (*e->budget == 0)
		return;
	if (param >= 0) {
		*place = copy_argument(e, param);
		return;
	}
	spend(e);
	if (node->kind == NODE_TYPE) {
		*place = substitute_type(e, node);
		if (*place != node)
			return;
	}
	shift_all(e, node);
	if (node->kind == NODE_VAR)
		substitute_variable(e, node);
	else if (node->kind == NODE_MAP)
		substitute_map(e, node);
	ast_each_child(node, substitute, e);
}

struct node *macro_body(struct arena *arena, struct source_set *sources, const struct macro *macro,
			const node_vec *args, struct span call, size_t *budget)
{
	struct node *definition = macro->node->macro.body;
	struct expansion e = { .arena = arena, .macro = macro, .args = args, .budget = budget };
	struct node *body = ast_clone(arena, definition);

	e.delta = source_add_expansion(sources, definition->span, call);
	if (e.delta == 0)
		*budget = 0;
	name_table_init(&e.locals, arena);
	substitute(&body, &e);
	return body;
}
