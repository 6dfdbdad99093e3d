#include "emit/lifetime.h"

#include "emit/visit.h"

struct order {
	struct lifetime *lifetimes;
	uint32_t now;
};

static void note_use(struct visitor *v, int temp)
{
	const struct order *order = v->data;
	struct lifetime *lifetime = &order->lifetimes[temp];

	if (!lifetime->first)
		lifetime->first = order->now;
	lifetime->last = order->now;
}

/* Each statement has a number of its own; but a loop has one, with all that is in it. */
static void note_statement(struct visitor *v, const struct plan_statement *s)
{
	struct order *order = v->data;

	(void)s;
	if (!v->loop)
		order->now++;
}

/*
 * Bytes whose address stands in a temporary are in use as long as that one is. By index of the
 * temporaries: whether it may hold the address of another.
 */
struct addresses {
	struct lifetime *lifetimes;
	bool *holds;
	const struct plan_statement *statement;
	uint32_t end;
	bool is_changed;
};

static void extend(struct addresses *a, int temp, uint32_t last)
{
	if (a->lifetimes[temp].last >= last)
		return;
	a->lifetimes[temp].last = last;
	a->is_changed = true;
}

/* The statement puts the address of the temporary, or what the temporary holds, into another. */
static void extend_by(struct addresses *a, int temp, int holder)
{
	extend(a, temp, a->lifetimes[holder].last);
	if (a->holds[holder])
		return;
	a->holds[holder] = true;
	a->is_changed = true;
}

/* Where the address may go that the statement takes out of the temporary. */
static void follow(struct addresses *a, const struct plan_statement *s, int temp)
{
	if (s->temp >= 0)
		extend_by(a, temp, s->temp);
	if (s->place.size && s->place.kind == PLACE_TEMP)
		extend_by(a, temp, s->place.temp);
	if (s->kind == PLAN_MAP_SET)
		extend(a, temp, a->end);
}

static void note_address(struct visitor *v, const struct plan_expr *expr)
{
	struct addresses *a = v->data;
	bool is_place = expr->kind == PLAN_EXPR_ADDRESS || expr->kind == PLAN_EXPR_LOAD;
	int temp = is_place ? expr->place.temp : expr->temp;

	if (is_place ? expr->place.kind != PLACE_TEMP : expr->kind != PLAN_EXPR_TEMP)
		return;
	if (expr->kind == PLAN_EXPR_ADDRESS || a->holds[temp])
		follow(a, a->statement, temp);
}

static void begin_statement(struct visitor *v, const struct plan_statement *s)
{
	struct addresses *a = v->data;
	bool has_source = s->source.size && s->source.kind == PLACE_TEMP;

	a->statement = s;
	if (has_source && a->holds[s->source.temp])
		follow(a, s, s->source.temp);
}

static void extend_by_addresses(struct arena *arena, const struct plan_program *program,
				struct order *order)
{
	struct addresses a = { .lifetimes = order->lifetimes, .end = order->now };
	struct visitor v = { .statement = begin_statement, .expr = note_address, .data = &a };

	a.holds = arena_alloc(arena, (program->temps.count + 1) * sizeof(*a.holds));
	do {
		a.is_changed = false;
		visit_block(&v, &program->body);
	} while (a.is_changed);
}

struct lifetime *lifetimes_new(struct arena *arena, const struct plan_program *program)
{
	struct order order = { 0 };
	struct visitor v = { .statement = note_statement, .temp = note_use, .data = &order };

	order.lifetimes = arena_alloc(arena, (program->temps.count + 1) * sizeof(*order.lifetimes));
	visit_block(&v, &program->body);
	extend_by_addresses(arena, program, &order);
	return order.lifetimes;
}
