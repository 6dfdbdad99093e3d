#include "emit/frame.h"

#include <string.h>

#include "base/diag.h"
#include "emit/lifetime.h"
#include "emit/visit.h"

/* A temporary's function before it is known. */
#define UNUSED (-1)

struct analysis {
	const struct plan *plan;
	const struct plan_program *program;
	struct frame *frame;
	const struct record *records;
	struct frame_slot *record_slot; /* once there is one: the last of the slots */
	bool is_changed;
};

static uint32_t align_up(uint32_t n, uint32_t align)
{
	return (n + align - 1) / align * align;
}

uint32_t event_arg_room(const struct plan_event_arg *arg)
{
	switch (arg->kind) {
	case PLAN_EVENT_SCALAR:
	case PLAN_EVENT_BYTES:
		return 0;
	case PLAN_EVENT_STRING:
		return arg->place.size + 1;
	case PLAN_EVENT_BUFFER:
		return arg->place.size - sizeof(uint32_t);
	case PLAN_EVENT_READ_STRING:
	case PLAN_EVENT_READ_BUFFER:
		return arg->limit;
	case PLAN_EVENT_KSTACK:
	case PLAN_EVENT_USTACK:
		return arg->limit * sizeof(uint64_t);
	case PLAN_EVENT_BUILD_IDS:
		return arg->limit * sizeof(struct abi_build_id);
	}
	BUG("event argument of kind %d", (int)arg->kind);
}

/* The NUL that is written behind a string is no part of it: the next argument goes over it. */
static uint32_t event_arg_most(const struct plan_event_arg *arg)
{
	bool is_string = arg->kind == PLAN_EVENT_STRING || arg->kind == PLAN_EVENT_READ_STRING;

	return event_arg_room(arg) - (is_string ? 1 : 0);
}

static void note_record(struct visitor *v, const struct plan_statement *s)
{
	struct record *record;
	uint32_t begin = 0, tail = 0;

	if (s->kind != PLAN_EVENT)
		return;
	record = (struct record *)v->data + s->event;
	vec_foreach(const struct plan_event_arg, arg, &s->event_args) {
		uint32_t room = event_arg_room(arg);

		record->is_packed |=
			arg->kind != PLAN_EVENT_SCALAR && arg->kind != PLAN_EVENT_BYTES;
		tail = begin + room > tail ? begin + room : tail;
		begin += event_arg_most(arg);
	}
	if (tail > record->tail)
		record->tail = tail;
}

struct record *records_new(const struct plan *plan)
{
	size_t n = plan->events.count;
	struct record *records = arena_alloc(plan->arena, (n + 1) * sizeof(*records));
	struct visitor v = { .statement = note_record, .data = records };

	vec_foreach(struct plan_program *, program, &plan->programs)
		visit_block(&v, &(*program)->body);
	for (size_t i = 0; i < n; i++)
		records[i].size = align_up(plan->events.items[i].fixed_size + records[i].tail, 8);
	return records;
}

int frame_loop(const struct frame *frame, const struct plan_statement *loop)
{
	for (size_t i = 0; i < frame->loops.count; i++)
		if (frame->loops.items[i] == loop)
			return (int)i + 1;
	BUG("a loop that is not in its program");
}

static void find_kind(struct visitor *v, const struct plan_statement *s)
{
	const enum plan_statement_kind **wanted = v->data;

	if (*wanted && s->kind == **wanted)
		*wanted = NULL;
}

bool block_holds(const plan_block *block, enum plan_statement_kind kind)
{
	const enum plan_statement_kind *wanted = &kind;
	struct visitor v = { .statement = find_kind, .data = &wanted };

	visit_block(&v, block);
	return wanted == NULL;
}

static struct analysis *analysis_of(const struct visitor *v)
{
	return v->data;
}

/* --- what the program does --- */

static bool is_loop(const struct plan_statement *s)
{
	return s->kind == PLAN_WHILE || s->kind == PLAN_REPEAT || s->kind == PLAN_FOR_MAP;
}

/* The kinds of probes whose arguments the kernel passes in an array of u64. */
static bool has_array_context(const struct plan_program *program)
{
	return program->kind == ABI_PROBE_FENTRY || program->kind == ABI_PROBE_FEXIT ||
	       program->kind == ABI_PROBE_RAWTRACEPOINT || program->kind == ABI_PROBE_ITER;
}

static void note_statement(struct visitor *v, const struct plan_statement *s)
{
	struct analysis *a = analysis_of(v);
	struct frame *frame = a->frame;

	if (is_loop(s))
		vec_push(&frame->loops, s);
	if (s->kind == PLAN_RETURN && v->loop)
		frame->is_loop_return = true;
	/* A perf buffer wants it. */
	if (s->kind == PLAN_EVENT)
		frame->uses_context = true;
	if (s->kind == PLAN_FIELD && s->field.mode == PLAN_FIELD_CONTEXT)
		frame->uses_context = true;
	vec_foreach(const struct plan_arg, arg, &s->args)
		frame->uses_context |= arg->kind == PLAN_ARG_CONTEXT;
}

static void note_expr(struct visitor *v, const struct plan_expr *expr)
{
	if (expr->kind == PLAN_EXPR_ADDRESS && expr->place.kind == PLACE_TEMP)
		analysis_of(v)->frame->temps[expr->place.temp].in_frame = true;
	if (expr->kind == PLAN_EXPR_CONTEXT || expr->kind == PLAN_EXPR_ARGUMENT ||
	    expr->kind == PLAN_EXPR_RETURN_VALUE || expr->kind == PLAN_EXPR_REGISTER ||
	    expr->kind == PLAN_EXPR_SLOT)
		analysis_of(v)->frame->uses_context = true;
}

/* A scalar that two functions use has its place in the frame. */
static void note_temp(struct visitor *v, int temp)
{
	struct analysis *a = analysis_of(v);
	struct frame_temp *t = &a->frame->temps[temp];
	int function = v->loop ? frame_loop(a->frame, v->loop) : 0;

	if (t->function != UNUSED && t->function != function)
		t->in_frame = true;
	t->function = function;
}

static bool expr_may_point(const struct analysis *a, const struct plan_expr *expr)
{
	switch (expr->kind) {
	case PLAN_EXPR_ARGUMENT:
		return has_array_context(a->program);
	case PLAN_EXPR_CONTEXT:
	case PLAN_EXPR_ADDRESS:
		return true;
	case PLAN_EXPR_SLOT:
		return expr->may_point;
	case PLAN_EXPR_FIELD_ADDRESS:
		return expr_may_point(a, expr->left);
	case PLAN_EXPR_TEMP:
		return a->frame->temps[expr->temp].may_point;
	case PLAN_EXPR_SELECT:
		return expr_may_point(a, expr->left) || expr_may_point(a, expr->right);
	case PLAN_EXPR_CAST:
		return expr->type.size == 8 && expr_may_point(a, expr->left);
	case PLAN_EXPR_BINARY:
	case PLAN_EXPR_CONST:
	case PLAN_EXPR_LOAD:
	case PLAN_EXPR_UNARY:
	case PLAN_EXPR_CONSTANT:
	case PLAN_EXPR_RETURN_VALUE:
	case PLAN_EXPR_REGISTER:
	case PLAN_EXPR_FIELD_OFFSET:
	case PLAN_EXPR_FIELD_SIZE:
	case PLAN_EXPR_ELEMENTS:
	case PLAN_EXPR_FIELD_EXISTS:
	case PLAN_EXPR_NAME_EXISTS:
	case PLAN_EXPR_TYPE_SIZE:
	case PLAN_EXPR_TYPE_ID:
	case PLAN_EXPR_TYPE_EXISTS:
	case PLAN_EXPR_ENUM_EXISTS:
	case PLAN_EXPR_ENUM_VALUE:
	case N_PLAN_EXPRS:
		return false;
	}
	return false;
}

/* What a direct load gives can be a pointer; what is kept in the frame can not. */
static void note_pointer(struct visitor *v, const struct plan_statement *s)
{
	struct analysis *a = analysis_of(v);
	struct frame_temp *temp;
	bool may_point = false;

	if (s->temp < 0)
		return;
	temp = &a->frame->temps[s->temp];
	if (s->kind == PLAN_SET)
		may_point = expr_may_point(a, s->expr);
	if (s->kind == PLAN_FIELD && s->place.size == 0 &&
	    (s->field.mode == PLAN_FIELD_DIRECT ||
	     (s->field.mode == PLAN_FIELD_CONTEXT && has_array_context(a->program))))
		may_point = a->program->temps.items[s->temp].scalar.size == 8;
	if (may_point && !temp->may_point && !temp->in_frame) {
		temp->may_point = true;
		a->is_changed = true;
	}
}

/* --- names and layout --- */

static bool is_named_before(const struct plan_program *program, size_t temp)
{
	for (size_t i = 0; i < temp; i++)
		if (program->temps.items[i].name &&
		    strcmp(program->temps.items[i].name, program->temps.items[temp].name) == 0)
			return true;
	return false;
}

static const char *temp_name(struct arena *arena, const struct plan_program *program, size_t temp)
{
	const char *name = program->temps.items[temp].name;

	if (!name)
		return arena_printf(arena, "t%zu", temp);
	if (is_named_before(program, temp))
		return arena_printf(arena, "t%zu_%s", temp, name);
	return name;
}

static void begin_temps(struct analysis *a)
{
	struct arena *arena = a->plan->arena;
	const struct plan_program *program = a->program;

	a->frame->temps = arena_alloc(arena, (program->temps.count + 1) * sizeof(*a->frame->temps));
	for (size_t i = 0; i < program->temps.count; i++) {
		const struct plan_temp *temp = &program->temps.items[i];
		struct frame_temp *t = &a->frame->temps[i];

		t->name = temp_name(arena, program, i);
		t->is_parameter = program->is_subprogram && (int)i < program->n_params;
		t->function = t->is_parameter ? 0 : UNUSED;
		t->in_frame = temp->is_bytes || temp->is_shared;
	}
}

static const char *scalar_member_type(struct arena *arena, struct plan_scalar type)
{
	if (type.is_bool)
		return "bool";
	return arena_printf(arena, "__%c%u", type.is_signed ? 's' : 'u', 8u * type.size);
}

static struct frame_slot *new_slot(struct analysis *a)
{
	struct frame_slot slot = { 0 };

	vec_init(&slot.members, a->plan->arena);
	vec_push(&a->frame->slots, slot);
	return &vec_last(&a->frame->slots);
}

static void add_member(struct frame_slot *slot, struct frame_member member)
{
	vec_push(&slot->members, member);
	slot->size = member.size > slot->size ? member.size : slot->size;
	slot->align = member.align > slot->align ? member.align : slot->align;
}

static void add_scalar(struct analysis *a, const char *name, struct plan_scalar type)
{
	struct frame_member member = { .name = name,
				       .type = scalar_member_type(a->plan->arena, type),
				       .size = type.size,
				       .align = type.size };

	add_member(new_slot(a), member);
}

/*
 * The slot that is free then and wastes least: the smallest that is large enough,
 * else the largest.
 */
static struct frame_slot *find_slot(struct frame *frame, uint32_t size, uint32_t first)
{
	struct frame_slot *best = NULL;

	vec_foreach(struct frame_slot, slot, &frame->slots) {
		bool is_better = !best || (best->size < size
						   ? slot->size > best->size
						   : slot->size >= size && slot->size < best->size);

		if (slot->free_after && slot->free_after < first && is_better)
			best = slot;
	}
	return best;
}

static void add_bytes(struct analysis *a, const char *name, uint32_t size, struct lifetime lifetime)
{
	struct frame_member member = { .name = name, .size = size, .align = 8 };
	struct frame_slot *slot = find_slot(a->frame, size, lifetime.first);

	if (!slot)
		slot = new_slot(a);
	add_member(slot, member);
	slot->free_after = lifetime.last;
}

/*
 * Whether the temporary is bytes in the frame. Parameters that are bytes stay where
 * the caller has them.
 */
static bool is_frame_bytes(const struct analysis *a, size_t temp)
{
	const struct frame_temp *t = &a->frame->temps[temp];

	return a->program->temps.items[temp].is_bytes && t->function != UNUSED && !t->is_parameter;
}

/* Slots are given in the order of the first use. */
static void add_all_bytes(struct analysis *a)
{
	const struct lifetime *lifetimes = lifetimes_new(a->plan->arena, a->program);
	size_t n = a->program->temps.count;
	uint32_t end = 0;

	for (size_t i = 0; i < n; i++)
		end = lifetimes[i].first > end ? lifetimes[i].first : end;
	for (uint32_t now = 1; now <= end; now++)
		for (size_t i = 0; i < n; i++)
			if (lifetimes[i].first == now && is_frame_bytes(a, i))
				add_bytes(a, a->frame->temps[i].name,
					  a->program->temps.items[i].size, lifetimes[i]);
}

static void add_shared_scalars(struct analysis *a)
{
	for (size_t i = 0; i < a->program->temps.count; i++) {
		const struct plan_temp *temp = &a->program->temps.items[i];
		const struct frame_temp *t = &a->frame->temps[i];

		if (t->in_frame && t->function != UNUSED && !temp->is_bytes)
			add_scalar(a, t->name, temp->scalar);
	}
}

static void add_loop_state(struct analysis *a)
{
	struct arena *arena = a->plan->arena;
	const struct plan_scalar flag = { 1, false, true }, number = { 8, true, false };

	for (size_t i = 0; i < a->frame->loops.count; i++)
		if (a->frame->loops.items[i]->kind == PLAN_REPEAT)
			add_scalar(a, arena_printf(arena, "begin_%zu", i + 1), number);
	if (!a->frame->is_loop_return)
		return;
	add_scalar(a, "returned", flag);
	if (a->program->result.size)
		add_scalar(a, "result", a->program->result);
}

static bool has_member(const struct frame_slot *slot, const char *name)
{
	vec_foreach(const struct frame_member, member, &slot->members)
		if (strcmp(member->name, name) == 0)
			return true;
	return false;
}

static void note_frame_record(struct visitor *v, const struct plan_statement *s)
{
	struct analysis *a = analysis_of(v);
	struct arena *arena = a->plan->arena;
	struct frame_member member = { .align = 8 };

	if (s->kind != PLAN_EVENT || !a->records[s->event].is_packed)
		return;
	member.name = arena_printf(arena, "event_%d", s->event);
	member.type = arena_printf(arena, "struct event_%d", s->event);
	member.size = a->records[s->event].size;
	if (!a->record_slot)
		a->record_slot = new_slot(a);
	if (!has_member(a->record_slot, member.name))
		add_member(a->record_slot, member);
}

static void set_size(struct frame *frame)
{
	uint32_t size = 0;

	/* Bytes that stand alone are an array, a union is padded. */
	vec_foreach(const struct frame_slot, slot, &frame->slots)
		size = align_up(size, slot->align) +
		       align_up(slot->size, slot->members.count > 1 ? slot->align : 1);
	frame->size = align_up(size, 8);
}

/* Loops share their frame with functions of their own. A record is no object of the script. */
static bool needs_scratch(const struct analysis *a)
{
	const struct frame *frame = a->frame;

	if (frame->size > LIMIT_STACK_FRAME || (frame->loops.count > 0 && frame->size > 0))
		return true;
	vec_foreach(const struct frame_slot, slot, &frame->slots)
		if (slot != a->record_slot && slot->size > a->plan->stack_limit)
			return true;
	return false;
}

struct frame *frame_new(const struct plan *plan, const struct plan_program *program,
			const struct record *records)
{
	struct frame *frame = arena_new_of(plan->arena, struct frame);
	struct analysis a = {
		.plan = plan, .program = program, .frame = frame, .records = records
	};
	struct visitor facts = {
		.statement = note_statement, .expr = note_expr, .temp = note_temp, .data = &a
	};
	struct visitor pointers = { .statement = note_pointer, .data = &a };
	struct visitor members = { .statement = note_frame_record, .data = &a };

	vec_init(&frame->loops, plan->arena);
	vec_init(&frame->slots, plan->arena);
	begin_temps(&a);
	visit_block(&facts, &program->body);
	do {
		a.is_changed = false;
		visit_block(&pointers, &program->body);
	} while (a.is_changed);
	add_all_bytes(&a);
	add_shared_scalars(&a);
	add_loop_state(&a);
	visit_block(&members, &program->body);
	set_size(frame);
	frame->is_scratch = needs_scratch(&a);
	return frame;
}
