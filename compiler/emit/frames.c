/*
 * The frames of all programs, and what calls of functions make of them: a caller needs the context
 * for its callees, and all that are at work at once share one stack.
 */
#include "emit/frame.h"
#include "emit/visit.h"

/* Bytes of the stack that frames of a chain of calls may take; the rest is for registers. */
#define CHAIN_STACK 384

/* What a function of a chain takes besides its frame, about. */
#define CHAIN_SPILLS 64

struct chains {
	struct frame **frames;
	unsigned *depths; /* by program: functions at work at once from it on; 1: it calls none */
	size_t caller;
};

static void note_call(struct visitor *v, const struct plan_statement *s)
{
	struct chains *chains = v->data;
	unsigned depth;

	if (s->kind != PLAN_SUBPROGRAM)
		return;
	chains->frames[chains->caller]->uses_context |= chains->frames[s->program]->uses_context;
	depth = chains->depths[s->program] + 1;
	if (depth > chains->depths[chains->caller])
		chains->depths[chains->caller] = depth;
}

static uint32_t stack_share(unsigned depth)
{
	uint32_t share = CHAIN_STACK / depth;

	return share > CHAIN_SPILLS ? share - CHAIN_SPILLS : 0;
}

struct frame **frames_new(const struct plan *plan, const struct record *records)
{
	size_t n = plan->programs.count;
	struct chains chains = { 0 };
	struct visitor v = { .statement = note_call, .data = &chains };
	unsigned deepest = 1;

	chains.frames = arena_alloc(plan->arena, (n + 1) * sizeof(*chains.frames));
	chains.depths = arena_alloc(plan->arena, (n + 1) * sizeof(*chains.depths));
	for (size_t i = 0; i < n; i++) {
		chains.caller = i;
		chains.depths[i] = 1;
		chains.frames[i] = frame_new(plan, plan->programs.items[i], records);
		visit_block(&v, &plan->programs.items[i]->body);
		deepest = chains.depths[i] > deepest ? chains.depths[i] : deepest;
	}
	for (size_t i = 0; i < n; i++)
		if (chains.depths[i] > 1 || plan->programs.items[i]->is_subprogram ||
		    plan->programs.items[i]->is_member)
			chains.frames[i]->is_scratch |=
				chains.frames[i]->size > stack_share(deepest);
	return chains.frames;
}
