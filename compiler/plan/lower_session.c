/*
 * A wildcard of kprobe and one of kretprobe that say the same: besides a program each they have a common one for
 * kprobe sessions (Linux 6.10), where one link serves both. The tool chooses on its host.
 *
 * needs: all probes and programs. leaves: pairs of probes (abi_probe.session).
 */
#include <string.h>

#include "plan/lowering.h"

static bool is_pattern(const struct abi_probe *probe)
{
	for (uint32_t i = 0; i < probe->n_parts; i++) {
		if (strchr(probe->parts[i], '*'))
			return true;
	}
	return false;
}

/* Whether it may be one of a pair: it is there or not by itself, and its program reads registers alone. */
static bool is_fit(const struct plan *plan, size_t index, enum abi_probe_kind kind)
{
	const struct abi_probe *probe = &plan->probes.items[index];
	bool has_others = index + 1 < plan->probes.count && probe[1].is_fallback;
	return probe->kind == kind && is_pattern(probe) && !has_others && !probe->is_optional &&
	       !probe->is_fallback && !probe->has_session && !probe->is_grouped &&
	       !plan->programs.items[probe->program]->slots.count;
}

static bool is_same_pattern(const struct abi_probe *a, const struct abi_probe *b)
{
	if (a->n_parts != b->n_parts)
		return false;
	for (uint32_t i = 0; i < a->n_parts; i++) {
		if (strcmp(a->parts[i], b->parts[i]) != 0)
			return false;
	}
	return true;
}

static uint32_t add_program(struct lower *l, const struct plan_program *like, const char *prefix)
{
	struct plan_program *program = arena_new_of(l->arena, struct plan_program);
	*program = *like;
	program->name = arena_printf(l->arena, "%s_%s", prefix, like->name);
	program->has_pid_filter = program->has_stop = program->is_member = false;
	program->title = NULL;
	vec_init(&program->slots, l->arena);
	vec_init(&program->temps, l->arena);
	vec_init(&program->body, l->arena);
	vec_push(&l->plan->programs, program);
	l->program = program;
	l->block = &program->body;
	l->line = like->line;
	return (uint32_t)l->plan->programs.count - 1;
}

static void add_call(struct lower *l, uint32_t member)
{
	struct plan_statement *call = lower_add(l, PLAN_SUBPROGRAM);
	call->program = (int)member;
}

/* Lets the program of a block be called by two: one for itself, and the one of the session. */
static void make_member(struct lower *l, uint32_t member)
{
	struct plan_program *called = l->plan->programs.items[member];
	uint32_t own = add_program(l, called, "own");
	called->is_member = true;
	add_call(l, member);
	vec_foreach(struct abi_probe, probe, &l->plan->probes) {
		if (probe->has_alternative && probe->alternative == member)
			probe->alternative = own;
		if (probe->program != member)
			continue;
		probe->program = own;
		probe->member = member;
		probe->is_grouped = true;
	}
}

static void pair(struct lower *l, size_t entry_index, size_t exit_index)
{
	struct abi_probe *entry = &l->plan->probes.items[entry_index];
	struct abi_probe *leave = &l->plan->probes.items[exit_index];
	uint32_t members[] = { entry->program, leave->program };
	uint32_t session = add_program(l, l->plan->programs.items[entry->program], "session");
	struct plan_statement *question = lower_library(l, LIBRARY_session_is_return);
	const struct plan_expr *is_return = lower_result(l, question, SCALAR_U8);
	struct plan_statement *test = lower_add(l, PLAN_IF);
	test->expr = is_return;
	l->block = &test->body;
	add_call(l, members[1]);
	l->block = &test->orelse;
	add_call(l, members[0]);
	make_member(l, members[0]);
	make_member(l, members[1]);
	entry->has_session = leave->has_session = true;
	entry->session = leave->session = session;
	entry->partner = (uint32_t)exit_index;
	leave->partner = (uint32_t)entry_index;
}

void lower_sessions(struct lower *l)
{
	const struct plan *plan = l->plan;
	for (size_t i = 0; i < plan->probes.count; i++) {
		for (size_t k = 0; k < plan->probes.count && is_fit(plan, i, ABI_PROBE_KPROBE); k++) {
			if (is_fit(plan, k, ABI_PROBE_KRETPROBE) &&
			    is_same_pattern(&plan->probes.items[i], &plan->probes.items[k]))
				pair(l, i, k);
		}
	}
}
