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

struct lifetime *lifetimes_new(struct arena *arena, const struct plan_program *program)
{
	struct order order = { 0 };
	struct visitor v = { .statement = note_statement, .temp = note_use, .data = &order };

	order.lifetimes = arena_alloc(arena, (program->temps.count + 1) * sizeof(*order.lifetimes));
	visit_block(&v, &program->body);
	return order.lifetimes;
}
