/* Functions of the script: what they take and give, and who calls whom. */
#include "front/ast_walk.h"
#include "sema/function_check.h"
#include "sema/pass.h"
#include "sema/type_syntax.h"

/* Registers that the kernel passes arguments in. */
#define MAX_PARAMS 5

/*
 * Functions that may be at work at once, the block itself and the bodies of loops included: the
 * kernel's MAX_CALL_FRAMES, less one for the functions of the BPF library.
 */
#define MAX_FRAMES 7

static struct span head_of(const struct node *node)
{
	return (struct span){ node->span.begin, node->function.return_type->span.end };
}

/* -- declarations -- */

static void declare_one(struct sema *s, struct node *node)
{
	const struct subprogram *other = name_table_find(&s->subprograms, node->function.name);
	const struct c_function *imported = find_c_function(s, node->function.name);
	struct subprogram *sub = arena_new_of(s->arena, struct subprogram);
	const char *name = node->function.name;

	sub->name = name;
	sub->node = node;
	node->function.subprogram = sub;
	if (function_find(name) != NULL || builtin_find(name) != NULL) {
		diag_report(s->diag, head_of(node), DIAG_REDECLARED, name);
		diag_note(s->diag, (struct span){ 0 }, "it belongs to the language");
		return;
	}
	if (imported != NULL) {
		diag_report(s->diag, head_of(node), DIAG_REDECLARED, name);
		diag_note(s->diag, imported->import, "it is imported here");
		return;
	}
	if (other != NULL) {
		diag_report(s->diag, head_of(node), DIAG_REDECLARED, name);
		diag_note(s->diag, head_of(other->node), "it is declared here");
		return;
	}
	name_table_set(&s->subprograms, name, sub);
}

void declare_subprograms(struct sema *s)
{
	name_table_init(&s->subprograms, s->arena);
	for (size_t i = 0; i < s->script->roots.count; i++) {
		struct node *root = s->script->roots.items[i];

		if (root->kind == NODE_FUNCTION)
			declare_one(s, root);
	}
}

/* -- types -- */

static bool can_return(const struct type *type)
{
	return !type_is_aggregation(type);
}

static void infer_result(struct sema *s, struct node *node)
{
	const struct type *type = type_of_node(s, node->function.return_type);

	if (type != NULL && !can_return(type)) {
		sema_report(s, node->function.return_type->span, DIAG_FUNCTION_RESULT,
			    describe(s, type));
		type = type_error();
	}
	node->function.subprogram->result = type;
}

static bool always_returns(const struct node *node)
{
	if (node == NULL)
		return false;
	if (node->kind == NODE_RETURN)
		return true;
	if (node->kind == NODE_IF)
		return always_returns(node->if_.then_block) && always_returns(node->if_.else_block);
	if (node->kind != NODE_BLOCK)
		return false;
	for (size_t i = 0; i < node->block.statements.count; i++) {
		if (always_returns(node->block.statements.items[i]))
			return true;
	}
	return always_returns(node->block.value);
}

static void infer_one(struct sema *s, struct node *node)
{
	const struct subprogram *sub = node->function.subprogram;

	s->subprogram = sub;
	for (size_t i = 0; i < node->function.params.count; i++)
		infer_statement(s, node->function.params.items[i]);
	infer_body(s, node->function.body);
	s->subprogram = NULL;
	if (s->reports && sub->result->kind != TYPE_NONE && sub->result->kind != TYPE_ERROR &&
	    !always_returns(node->function.body))
		diag_report(s->diag, head_of(node), DIAG_FUNCTION_NO_RETURN, sub->name);
}

void infer_subprograms(struct sema *s)
{
	for (size_t i = 0; i < s->script->roots.count; i++) {
		if (s->script->roots.items[i]->kind == NODE_FUNCTION)
			infer_result(s, s->script->roots.items[i]);
	}
	for (size_t i = 0; i < s->script->roots.count; i++) {
		if (s->script->roots.items[i]->kind == NODE_FUNCTION)
			infer_one(s, s->script->roots.items[i]);
	}
}

void infer_return(struct sema *s, struct node *node)
{
	const struct subprogram *sub = s->subprogram;
	const struct type *type = NULL;
	struct slot slot = { .is_fixed = true };

	if (node->expression != NULL)
		type = infer_value(s, node->expression, "the value of return");
	if (!s->reports || sub->result->kind == TYPE_ERROR)
		return;
	if (sub->result->kind == TYPE_NONE && type != NULL) {
		diag_report(s->diag, node->expression->span, DIAG_RETURN_VALUE, sub->name);
	} else if (sub->result->kind != TYPE_NONE && type == NULL) {
		diag_report(s->diag, node->span, DIAG_RETURN_NOTHING, sub->name,
			    describe(s, sub->result));
	} else if (type != NULL) {
		slot.type = sub->result;
		slot.from = sub->node->function.return_type->span;
		check_annotated(s, &slot, arena_printf(s->arena, "%s()", sub->name), type,
				node->expression);
	}
}

static bool has_all_arguments(struct sema *s, const struct node *call)
{
	const struct subprogram *sub = call->call.subprogram;
	size_t n = sub->node->function.params.count;

	if (n == call->call.args.count)
		return true;
	sema_report(s, call->span, DIAG_ARGUMENT_COUNT, sub->name,
		    n == 0 ? "no arguments"
			   : arena_printf(s->arena, "%zu argument%s", n, n == 1 ? "" : "s"),
		    call->call.args.count);
	sema_note(s, head_of(sub->node), "it is declared here");
	return false;
}

const struct type *infer_subprogram_call(struct sema *s, struct node *call)
{
	const struct subprogram *sub = call->call.subprogram;
	bool is_complete = has_all_arguments(s, call);

	for (size_t i = 0; i < call->call.args.count; i++) {
		struct node *arg = call->call.args.items[i];
		const struct type *type = infer_value(s, arg, "an argument");

		if (is_complete && sub->node->function.params.items[i]->let.var->kind == NODE_VAR)
			assign_variable(s, sub->node->function.params.items[i]->let.var, type, arg);
	}
	return is_complete ? sub->result : type_error();
}

void report_subprogram_as_value(struct sema *s, const struct node *word)
{
	const struct subprogram *sub = name_table_find(&s->subprograms, word->ident.name);

	diag_report(s->diag, word->span, DIAG_FUNCTION_AS_VALUE, sub->name);
	diag_note(s->diag, head_of(sub->node), "it is declared here");
}

/* -- who calls whom -- */

/* What a function, or a block of a probe, does with others. */
struct caller {
	struct sema *s;
	unsigned n_loops;  /* around the node at work */
	unsigned n_frames; /* at most, the caller's own included */
	bool uses_context;
};

static void visit_subprogram(struct sema *s, struct subprogram *sub);

static bool is_stack(const struct node *node)
{
	if (node->kind == NODE_IDENT)
		return node->ident.builtin != NULL && (node->ident.builtin->id == BUILTIN_kstack ||
						       node->ident.builtin->id == BUILTIN_ustack);
	return node->kind == NODE_CALL && node->call.function != NULL &&
	       (node->call.function->id == FUNCTION_kstack ||
		node->call.function->id == FUNCTION_ustack);
}

static bool is_loop(const struct node *node)
{
	return node->kind == NODE_FOR || node->kind == NODE_WHILE || node->kind == NODE_UNROLL;
}

/* Functions of the library, or of imported C, that are at work in a call besides the caller. */
static unsigned frames_of_call(const struct node *call)
{
	if (call->call.c_function != NULL)
		return 2;
	if (call->call.function != NULL && (call->call.function->id == FUNCTION_strstr ||
					    call->call.function->id == FUNCTION_strcontains))
		return 1; /* besides the one that MAX_FRAMES leaves room for */
	return 0;
}

/* What stands at span keeps so many functions at work, with the caller and the loops around it. */
static void count_frames(struct caller *caller, struct span span, unsigned n_inner)
{
	unsigned n = 1 + caller->n_loops + n_inner;
	/* Neither what is around it nor what is in it was too deep by itself. */
	bool is_new = n_inner <= MAX_FRAMES && 1 + caller->n_loops <= MAX_FRAMES;

	if (n > caller->n_frames)
		caller->n_frames = n;
	if (n > MAX_FRAMES && is_new)
		diag_report(caller->s->diag, span, DIAG_FUNCTION_DEPTH, MAX_FRAMES - 1);
}

static void visit_call(struct caller *caller, const struct node *call)
{
	struct subprogram *sub = call->call.subprogram;

	if (sub->is_at_work) {
		diag_report(caller->s->diag, call->call.name_span, DIAG_FUNCTION_RECURSION,
			    sub->name);
		diag_note(caller->s->diag, head_of(sub->node), "it is declared here");
		return;
	}
	visit_subprogram(caller->s, sub);
	caller->uses_context |= sub->uses_context;
	count_frames(caller, call->span, sub->n_frames);
}

static void visit(struct node **place, void *data)
{
	struct caller *caller = data;
	struct node *node = *place;

	if (node->kind == NODE_CALL && node->call.subprogram != NULL)
		visit_call(caller, node);
	if (node->kind == NODE_CALL)
		count_frames(caller, node->span, frames_of_call(node));
	caller->uses_context |= is_stack(node);
	if (is_loop(node)) {
		count_frames(caller, node->span, 1);
		caller->n_loops++;
	}
	ast_each_child(node, visit, caller);
	caller->n_loops -= is_loop(node);
}

static void check_params(struct sema *s, const struct subprogram *sub)
{
	bool gives_bytes = sub->result->kind != TYPE_NONE && sub->result->kind != TYPE_ERROR &&
			   !type_is_scalar(sub->result);
	int most = MAX_PARAMS - sub->uses_context - gives_bytes;

	if ((int)sub->node->function.params.count <= most)
		return;
	diag_report(s->diag, head_of(sub->node), DIAG_FUNCTION_PARAMS, most);
	if (gives_bytes)
		diag_note(s->diag, (struct span){ 0 },
			  "one less than usual, as its result is neither a number nor a pointer");
	if (sub->uses_context)
		diag_note(s->diag, (struct span){ 0 },
			  "one less than usual, as it takes a stack or calls a function that does");
}

/* Callees come before their callers. */
static void visit_subprogram(struct sema *s, struct subprogram *sub)
{
	struct caller caller = { .s = s };

	if (sub->n_frames > 0)
		return;
	sub->is_at_work = true;
	ast_each_child(sub->node, visit, &caller);
	sub->is_at_work = false;
	sub->n_frames = caller.n_frames > 0 ? caller.n_frames : 1;
	sub->uses_context = caller.uses_context;
	check_params(s, sub);
	sub->index = (unsigned)s->info->subprograms.count;
	vec_push(&s->info->subprograms, sub);
}

/* Needs: types. Leaves: the functions that are called in info->subprograms. */
void check_subprograms(struct sema *s)
{
	size_t n_called;

	for (size_t i = 0; i < s->script->roots.count; i++) {
		struct node *root = s->script->roots.items[i];
		struct caller caller = { .s = s };

		if (root->kind == NODE_PROBE)
			ast_each_child(root, visit, &caller);
	}
	/* Those that nobody calls are looked at too, but are no part of the program. */
	n_called = s->info->subprograms.count;
	for (size_t i = 0; i < s->script->roots.count; i++) {
		if (s->script->roots.items[i]->kind == NODE_FUNCTION)
			visit_subprogram(s, s->script->roots.items[i]->function.subprogram);
	}
	s->info->subprograms.count = n_called;
}
