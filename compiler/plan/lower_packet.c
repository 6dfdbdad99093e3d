/*
 * skboutput(): packets that the verifier knows are copied by the kernel; of others the program reads what it can.
 */
#include "front/ast_walk.h"
#include "plan/lower_call.h"
#include "sema/builtin.h"
#include "sema/symbol.h"

/* Of the arguments that sema made (expand_skboutput). */
enum { ARG_FILE, ARG_PACKET, ARG_SIZES, ARG_READ };

struct assignments {
	const struct variable *variable;
	const struct node *value; /* of its let, or of the assignment that is one */
	unsigned n;
};

static void note(struct assignments *a, const struct node *target, const struct node *value)
{
	if (target->kind != NODE_VAR || target->var.variable != a->variable)
		return;
	a->n++;
	if (target->span.begin == a->variable->declared.begin)
		a->value = value;
}

static void find_assignments(struct node **child, void *data)
{
	struct assignments *a = data;
	const struct node *node = *child;
	if (node->kind == NODE_LET)
		note(a, node->let.var, node->let.value);
	if (node->kind == NODE_ASSIGN)
		note(a, node->assign.target, node->assign.value);
	if (node->kind == NODE_INCDEC)
		note(a, node->incdec.operand, NULL);
	if (node->kind == NODE_UNARY) // &$variable
		note(a, node->unary.operand, NULL);
	if (node->kind == NODE_FOR)
		note(a, node->for_.var, NULL);
	ast_each_child(*child, find_assignments, data);
}

/* What the variable has been given at its declaration and never after it; NULL: something else. */
static const struct node *only_value(const struct lower *l, const struct variable *variable)
{
	struct assignments a = { .variable = variable };
	if (!variable || variable->is_captured)
		return NULL;
	ast_each_child((struct node *)l->root, find_assignments, &a);
	return a.n == 1 ? a.value : NULL;
}

/* An argument of the traced function or raw tracepoint as it is. */
static bool is_argument(const struct node *node)
{
	if (node->kind == NODE_FIELD)
		return lower_is_args(node->field.object);
	return node->kind == NODE_IDENT && node->ident.builtin &&
	       node->ident.builtin->id == BUILTIN_argN;
}

/* Whether the verifier knows the pointer for one that the kernel has handed over. */
static bool is_known(const struct lower *l, const struct node *node)
{
	while (node && (node->kind == NODE_CAST || node->kind == NODE_VAR))
		node = node->kind == NODE_CAST ? node->cast.value
					       : only_value(l, node->var.variable);
	return node && !l->program->is_subprogram && is_argument(node);
}

static const struct plan_expr *lower_known(struct lower *l, const struct node *call)
{
	const node_vec *sizes = &lower_call_arg(call, ARG_SIZES)->tuple;
	struct lower_operand values[4];
	struct abi_event event = lower_event(l, ABI_EVENT_SKBOUTPUT, call);
	event.text = lower_call_arg(call, ARG_FILE)->string.text;
	event.fixed_size = sizeof(struct abi_packet);
	for (size_t i = 0; i < 4; i++) {
		const struct node *node =
			i ? sizes->items[i - 1] : lower_call_arg(call, ARG_PACKET);
		values[i] = lower_operand_of(l, lower_scalar_as(l, node, SCALAR_U64));
	}
	lower_hold(l, values, 4);
	vec_push(&l->plan->events, event);
	struct plan_statement *output = lower_library(l, LIBRARY_packet_output);
	lower_arg(output, values[0].expr);
	lower_arg(output, plan_const(l->arena, SCALAR_U32, l->plan->events.count - 1));
	for (size_t i = 1; i < 4; i++)
		lower_arg(output, values[i].expr);
	return lower_result(l, output, SCALAR_S64);
}

const struct plan_expr *lower_skboutput(struct lower *l, const struct node *call)
{
	const node_vec *read = &lower_call_arg(call, ARG_READ)->tuple;
	if (is_known(l, lower_call_arg(call, ARG_PACKET)))
		return lower_known(l, call);
	struct abi_event event = lower_event(l, ABI_EVENT_SKBOUTPUT, call);
	event.text = lower_call_arg(call, ARG_FILE)->string.text;
	lower_event_nodes(l, &event, read->items, read->count);
	return plan_const(l->arena, SCALAR_S64, 0);
}
