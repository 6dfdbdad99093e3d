/*
 * Many blocks on one attach point become few programs, each of which runs some of the blocks in their order: the
 * kernel takes 64 programs on a tracepoint (BPF_TRACE_MAX_PROGS) and 38 on a function (BPF_MAX_TRAMP_LINKS), of all
 * tools together.
 *
 * needs: all probes and programs. leaves: probes that share a group's program, of which the first one attaches it.
 */
#include <string.h>

#include "plan/lowering.h"

/* So many blocks have a program each. Then a program has so many blocks. */
#define MANY_BLOCKS 24

static bool is_kernel_event(enum abi_probe_kind kind)
{
	return kind == ABI_PROBE_KPROBE || kind == ABI_PROBE_KRETPROBE ||
	       kind == ABI_PROBE_FENTRY || kind == ABI_PROBE_FEXIT ||
	       kind == ABI_PROBE_TRACEPOINT || kind == ABI_PROBE_RAWTRACEPOINT;
}

static bool is_shared(const struct plan *plan, const struct abi_probe *probe)
{
	vec_foreach(struct abi_probe, other, &plan->probes) {
		if (other != probe && other->program == probe->program)
			return true;
	}
	return false;
}

/* Whether it is there or not depends on itself alone, and what it stands for is known. */
static bool is_plain(const struct plan *plan, size_t index)
{
	const struct abi_probe *probe = &plan->probes.items[index];
	bool has_others = index + 1 < plan->probes.count && probe[1].is_fallback;
	for (uint32_t i = 0; i < probe->n_parts; i++) {
		if (strpbrk(probe->parts[i], "*$"))
			return false;
	}
	return is_kernel_event(probe->kind) && !probe->is_optional && !probe->is_fallback &&
	       !has_others && !probe->is_grouped && !is_shared(plan, probe);
}

/* 0: it has no other program; 1: its own; 2: one of another kind. */
static int sort_of_other(const struct abi_probe *probe)
{
	if (!probe->has_alternative)
		return 0;
	return probe->alternative == probe->program ? 1 : 2;
}

static bool is_same_place(const struct abi_probe *a, const struct abi_probe *b)
{
	if (a->kind != b->kind || a->n_parts != b->n_parts || sort_of_other(a) != sort_of_other(b))
		return false;
	for (uint32_t i = 0; i < a->n_parts; i++) {
		if (strcmp(a->parts[i], b->parts[i]) != 0)
			return false;
	}
	return true;
}

static struct plan_program *group_new(struct lower *l, const struct plan_program *first)
{
	struct plan_program *group = arena_new_of(l->arena, struct plan_program);
	*group = *first;
	group->name = arena_printf(l->arena, "g%zu_%s", l->plan->programs.count, first->name);
	group->has_pid_filter = group->has_stop = false; // the members have them
	group->syscall = NULL;
	group->syscall_set = 0;
	vec_init(&group->slots, l->arena);
	vec_init(&group->temps, l->arena);
	vec_init(&group->body, l->arena);
	return group;
}

static void add_member(struct lower *l, struct plan_program *group, uint32_t index)
{
	struct plan_program *member = l->plan->programs.items[index];
	member->is_member = true;
	member->first_slot = (unsigned)group->slots.count;
	vec_foreach(struct abi_slot, slot, &member->slots)
		vec_push(&group->slots, *slot);
	l->block = &group->body;
	l->line = member->line;
	struct plan_statement *call = lower_add(l, PLAN_SUBPROGRAM);
	call->program = (int)index;
}

typedef VEC(size_t) indexes;

/* One program of those that the probes have, or that they have as alternatives. */
static uint32_t add_group(struct lower *l, const indexes *probes, bool of_alternatives)
{
	struct plan_program *group = NULL;
	vec_foreach(size_t, index, probes) {
		const struct abi_probe *probe = &l->plan->probes.items[*index];
		uint32_t program = of_alternatives ? probe->alternative : probe->program;
		if (!group)
			group = group_new(l, l->plan->programs.items[program]);
		add_member(l, group, program);
	}
	vec_push(&l->plan->programs, group);
	return (uint32_t)l->plan->programs.count - 1;
}

static void join(struct lower *l, const indexes *probes)
{
	const struct abi_probe *first = &l->plan->probes.items[probes->items[0]];
	int other = sort_of_other(first);
	uint32_t program = add_group(l, probes, false);
	uint32_t alternative = other == 2 ? add_group(l, probes, true) : program;
	vec_foreach(size_t, index, probes) {
		struct abi_probe *probe = &l->plan->probes.items[*index];
		probe->is_grouped = true;
		probe->is_joined = index != probes->items;
		probe->member = probe->program;
		probe->program = program;
		probe->alternative = alternative;
	}
}

static size_t count_slots(const struct lower *l, size_t index)
{
	const struct abi_probe *probe = &l->plan->probes.items[index];
	size_t n = l->plan->programs.items[probe->program]->slots.count;
	size_t other = probe->has_alternative
			       ? l->plan->programs.items[probe->alternative]->slots.count
			       : 0;
	return n > other ? n : other;
}

static void join_all(struct lower *l, const indexes *probes)
{
	indexes group;
	size_t n_slots = 0;
	vec_init(&group, l->arena);
	vec_foreach(size_t, index, probes) {
		n_slots += count_slots(l, *index);
		if (group.count == MANY_BLOCKS || n_slots > ABI_SLOTS_MAX) {
			join(l, &group);
			group.count = 0;
			n_slots = count_slots(l, *index);
		}
		vec_push(&group, *index);
	}
	if (group.count > 1)
		join(l, &group);
}

void lower_groups(struct lower *l)
{
	const struct plan *plan = l->plan;
	for (size_t i = 0; i + MANY_BLOCKS < plan->probes.count; i++) {
		indexes probes;
		vec_init(&probes, l->arena);
		for (size_t k = i; k < plan->probes.count && is_plain(plan, i); k++) {
			if (is_plain(plan, k) &&
			    is_same_place(&plan->probes.items[i], &plan->probes.items[k]))
				vec_push(&probes, k);
		}
		if (probes.count > MANY_BLOCKS)
			join_all(l, &probes);
	}
}
