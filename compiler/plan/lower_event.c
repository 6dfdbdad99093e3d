/*
 * Records for the tool: their descriptions, and the arguments packed into them.
 */
#include "plan/lowering.h"

static struct abi_place place_of(const struct source_set *sources, struct span span)
{
	struct source_place begin = source_place(sources, span.begin);
	struct source_place end = source_place(sources, span.end);
	bool is_line = end.line == begin.line;
	return (struct abi_place){ begin.line, begin.column,
				   is_line ? end.column : begin.column + 1 };
}

/* Calls that a message shows; the outermost may be missing. */
#define MAX_EXPANSIONS 16

/* The calls of the macros around the span, the innermost first. */
static void note_expansions(struct lower *l, struct span span, struct abi_event *event)
{
	const struct source_set *sources = l->input->sources;
	struct abi_place *places = arena_alloc(l->arena, MAX_EXPANSIONS * sizeof(*places));
	struct span from;
	while (event->n_expansions < MAX_EXPANSIONS &&
	       source_origin(sources, span.begin, &from) == SOURCE_EXPANDED) {
		span = lower_script_span(l, from);
		places[event->n_expansions++] = place_of(sources, span);
	}
	event->expansions = places;
}

struct abi_event lower_event(struct lower *l, enum abi_event_kind kind, const struct node *node)
{
	const struct source_set *sources = l->input->sources;
	struct span span = lower_script_span(l, node->span);
	struct abi_place place = place_of(sources, span);
	struct abi_event event = { .kind = kind, .map = -1 };
	event.line = place.line;
	event.column = place.column;
	event.end_column = place.end_column;
	if (kind == ABI_EVENT_RUNTIME_ERROR)
		note_expansions(l, span, &event);
	event.fixed_size = sizeof(struct abi_record);
	event.program = l->program->is_subprogram ? -1 : (int32_t)l->plan->programs.count;
	return event;
}

static bool is_packed(enum plan_event_arg_kind kind)
{
	return kind != PLAN_EVENT_SCALAR && kind != PLAN_EVENT_BYTES;
}

/* Gives the arguments their places in the fixed part. */
static void lay_out(struct lower *l, struct abi_event *event, const struct plan_event_arg *args,
		    const struct abi_type *const *types, size_t n_args)
{
	struct abi_arg *list = arena_alloc(l->arena, (n_args + 1) * sizeof(*list));
	uint32_t offset = sizeof(struct abi_record);
	for (size_t i = 0; i < n_args; i++) {
		bool packed = is_packed(args[i].kind);
		uint32_t align = packed ? 4 : types[i]->align;
		list[i].type = types[i];
		list[i].is_packed = packed;
		list[i].offset = (offset + align - 1) / align * align;
		offset = list[i].offset + (packed ? sizeof(struct abi_packed) : types[i]->size);
	}
	event->args = n_args ? list : NULL;
	event->n_args = n_args;
	event->fixed_size = offset;
}

void lower_event_args(struct lower *l, struct abi_event *event, const struct plan_event_arg *args,
		      const struct abi_type *const *types, size_t n_args)
{
	lay_out(l, event, args, types, n_args);
	vec_push(&l->plan->events, *event);
	struct plan_statement *statement = lower_add(l, PLAN_EVENT);
	statement->event = l->plan->events.count - 1;
	for (size_t i = 0; i < n_args; i++)
		vec_push(&statement->event_args, args[i]);
}

void lower_event_plain(struct lower *l, struct abi_event *event)
{
	lower_event_args(l, event, NULL, NULL, 0);
}

void lower_event_scalar(struct lower *l, struct abi_event *event, const struct plan_expr *value)
{
	struct plan_event_arg arg = { .kind = PLAN_EVENT_SCALAR, .expr = value };
	const struct abi_type *type =
		layout_int(&l->layout, value->type.size, value->type.is_signed);
	lower_event_args(l, event, &arg, &type, 1);
}

void lower_event_bytes(struct lower *l, struct abi_event *event, struct plan_place place,
		       const struct type *type)
{
	struct plan_event_arg arg = { .kind = PLAN_EVENT_BYTES, .place = place };
	const struct abi_type *abi_type = layout_type(&l->layout, type);
	lower_event_args(l, event, &arg, &abi_type, 1);
}

static enum plan_event_arg_kind place_kind(const struct type *type)
{
	if (type->kind == TYPE_STRING)
		return PLAN_EVENT_STRING;
	return type->kind == TYPE_BUFFER ? PLAN_EVENT_BUFFER : PLAN_EVENT_BYTES;
}

/* A string behind the record of a tracepoint is read from there. */
static bool read_args_string(struct lower *l, const struct node *node, struct plan_event_arg *arg)
{
	if (node->type->kind != TYPE_STRING || !lower_has_args_data(l, node))
		return false;
	arg->expr = lower_args_data(l, node);
	arg->kind = PLAN_EVENT_READ_STRING;
	arg->limit = node->type->size;
	arg->failure = -1;
	return true;
}

/* Type of an argument in the record: an aggregation stands there as its number. */
static const struct type *argument_type(const struct type *type)
{
	return type_is_aggregation(type) ? type_int(8, type->is_signed) : type;
}

static struct lower_operand event_operand(struct lower *l, const struct node *node,
					  struct plan_event_arg *arg)
{
	struct lower_operand operand;
	if (lower_call_event_arg(l, node, arg) || read_args_string(l, node, arg)) {
		operand = lower_operand_of(l, arg->expr);
		return operand;
	}
	operand = lower_operand(l, node);
	arg->kind = operand.expr ? PLAN_EVENT_SCALAR : place_kind(node->type);
	return operand;
}

/* Whether a statement from there on tells of a failure. */
static bool may_tell(const plan_block *block, size_t from)
{
	for (size_t i = from; i < block->count; i++) {
		const struct plan_statement *s = block->items[i];
		if (s->kind == PLAN_EVENT || s->failure >= 0 || may_tell(&s->condition, 0) ||
		    may_tell(&s->body, 0) || may_tell(&s->orelse, 0))
			return true;
	}
	return false;
}

/* Under -k: reads it in its place. What is read into the record says nothing then. */
static void tell_early(struct lower *l, const struct node *node, struct plan_event_arg *arg,
		       const struct lower_operand *operand, struct plan_place *room)
{
	struct plan_statement *test = plan_statement_new(l->arena, PLAN_IF, l->line);
	const struct node *outer_node = l->node;
	test->expr = plan_constant_value(l->arena, SCALAR_U32,
				   offsetof(struct abi_constants, report_helpers));
	plan_block *outer = lower_enter(l, &test->body);
	l->node = node;
	lower_read_arg(l, arg, room);
	l->node = outer_node;
	lower_leave(l, outer);
	plan_block_insert(operand->block, operand->mark, test);
	arg->failure = -1;
}

/*
 * What is read straight into the record is read behind all that other arguments need. Where one of those
 * may tell of a failure, the read is tried in its place, so that failures are told in the order of the arguments.
 */
static void keep_order(struct lower *l, struct node *const *nodes, struct plan_event_arg *args,
		       struct lower_operand *operands, size_t n)
{
	struct plan_place room = { .size = 0 };
	for (size_t i = 0; i < n; i++) {
		bool is_read = args[i].kind == PLAN_EVENT_READ_STRING ||
			       args[i].kind == PLAN_EVENT_READ_BUFFER;
		if (!is_read || args[i].failure < 0 || operands[i].block != l->block ||
		    !may_tell(l->block, operands[i].mark))
			continue;
		tell_early(l, nodes[i], &args[i], &operands[i], &room);
		for (size_t j = i; j < n; j++)
			operands[j].mark++;
	}
}

void lower_event_nodes(struct lower *l, struct abi_event *event, struct node *const *nodes,
		       size_t n)
{
	struct plan_event_arg *args = arena_alloc(l->arena, (n + 1) * sizeof(*args));
	struct lower_operand *operands = arena_alloc(l->arena, (n + 1) * sizeof(*operands));
	const struct abi_type **types = arena_alloc(l->arena, (n + 1) * sizeof(*types));
	for (size_t i = 0; i < n; i++) {
		operands[i] = event_operand(l, nodes[i], &args[i]);
		types[i] = layout_type(&l->layout, argument_type(nodes[i]->type));
	}
	keep_order(l, nodes, args, operands, n);
	lower_hold(l, operands, n);
	for (size_t i = 0; i < n; i++) {
		args[i].expr = operands[i].expr;
		args[i].place = operands[i].place;
	}
	lower_event_args(l, event, args, types, n);
}

void lower_runtime_error(struct lower *l, const struct node *node, const char *text,
			 const char *helper, const struct plan_expr *code)
{
	struct abi_event event = lower_event(l, ABI_EVENT_RUNTIME_ERROR, node);
	event.text = text;
	event.helper = helper;
	if (code)
		lower_event_scalar(l, &event, code);
	else
		lower_event_plain(l, &event);
}

void lower_warn_if(struct lower *l, const struct plan_expr *condition, const struct node *node,
		   const char *text)
{
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = condition;
	plan_block *outer = lower_enter(l, &test->body);
	lower_runtime_error(l, node, text, NULL, NULL);
	lower_leave(l, outer);
}
