/*
 * Blocks to programs. The attach points of a block share one program where they can: not if they are of
 * different kinds, if the kernel wants to know the target when the program is loaded, or if the body reads what
 * depends on the attach point (`probe`, `args`).
 */
#include <ctype.h>
#include <string.h>

#include "plan/lowering.h"
#include "sema/probe_kind.h"

#define PROGRAM_NAME_MAX 60

const struct probe_kind *lower_probe_kind(const struct lower *l)
{
	return l->attach_point ? l->attach_point->attach_point.kind : NULL;
}

const struct probe_target *lower_probe_target(const struct lower *l)
{
	return l->attach_point ? l->attach_point->attach_point.target : NULL;
}

/* "p0_tracepoint_syscalls_sys_enter_openat": kind and parts, without paths. */
static const char *program_name(struct lower *l, const struct node *point,
				const struct probe_kind *kind)
{
	struct strbuf name;
	strbuf_init(&name, l->arena);
	strbuf_printf(&name, "p%zu_%s", l->plan->programs.count, kind->name);
	vec_foreach(const char *, part, &point->attach_point.parts) {
		if (strchr(*part, '/'))
			continue;
		strbuf_putc(&name, '_');
		for (const char *c = *part; *c && name.size < PROGRAM_NAME_MAX; c++)
			strbuf_putc(&name, isalnum((unsigned char)*c) ? *c : '_');
	}
	return strbuf_text(&name);
}

bool lower_is_bpf_program(const struct node *point)
{
	return point->attach_point.parts.count > 1 &&
	       strcmp(point->attach_point.parts.items[0], "bpf") == 0;
}

static const char *section(struct lower *l, const struct node *point)
{
	const struct probe_kind *kind = point->attach_point.kind;
	if (!(kind->flags & PROBE_NEEDS_BTF_TARGET) || !point->attach_point.parts.count)
		return kind->section;
	const char *target = vec_last(&point->attach_point.parts);
	if (lower_is_bpf_program(point) || strpbrk(target, "*$"))
		return kind->section;
	return arena_printf(l->arena, "%s/%s", kind->section, target);
}

/* An alternative is of another kind than its attach point. */
static struct plan_program *program_new(struct lower *l, const struct node *point,
					const struct probe_kind *kind)
{
	bool is_alternative = kind != point->attach_point.kind;
	struct plan_program *program = arena_new_of(l->arena, struct plan_program);
	program->name = program_name(l, point, kind);
	program->kind = kind->kind;
	program->is_user_event = kind->flags & PROBE_IS_USER;
	program->has_pid_filter = kind->flags & PROBE_FILTERS_PID;
	program->section = is_alternative ? kind->section : section(l, point);
	program->title = point->attach_point.text;
	program->line = lower_line(l, point->span);
	vec_init(&program->slots, l->arena);
	vec_init(&program->temps, l->arena);
	vec_init(&program->body, l->arena);
	return program;
}

static void lower_body(struct lower *l, const struct node *probe)
{
	l->block = &l->program->body;
	const struct node *predicate = probe->probe.predicate;
	if (predicate) {
		size_t mark = lower_begin(l);
		const struct plan_expr *condition = lower_truth(l, predicate);
		struct plan_statement *test = lower_add(l, PLAN_IF);
		test->expr = condition;
		lower_release(l, mark);
		l->block = &test->body;
	}
	lower_block(l, probe->probe.body);
}

/* Lowers the block for one attach point; the program's index in the plan. */
static unsigned lower_program(struct lower *l, const struct node *probe, const struct node *point,
			      const struct lower_other *other)
{
	l->program = program_new(l, point, other->kind);
	l->program->syscall = other->syscall;
	l->program->is_syscall_exit = other->is_exit;
	l->program->syscall_set = other->is_syscall_set ? ++l->n_syscall_sets : 0;
	l->root = probe;
	l->attach_point = point;
	l->probe = l->plan->probes.count;
	l->is_bound = false;
	l->line = l->program->line;
	vec_init(&l->variables, l->arena);
	vec_init(&l->busy, l->arena);
	vec_init(&l->idle, l->arena);
	lower_body(l, probe);
	plan_mark_shared(l->program);
	vec_push(&l->plan->programs, l->program);
	return l->plan->programs.count - 1;
}

/* The programs of a block for an attach point, which others may share; -1: there is none. */
struct programs {
	int own, other;
};

static bool can_join(const struct plan_program *program, const struct node *point)
{
	const struct probe_kind *kind = point->attach_point.kind;
	return program->kind == kind->kind && !(kind->flags & PROBE_NEEDS_BTF_TARGET) &&
	       strcmp(program->section, kind->section) == 0;
}

static void add_probe(struct lower *l, const struct node *point, int program, int alternative)
{
	const struct probe_target *target = point->attach_point.target;
	struct abi_probe probe = { .kind = point->attach_point.kind->kind };
	probe.text = point->attach_point.text;
	probe.name = target ? target->name : NULL;
	probe.parts = point->attach_point.parts.items;
	probe.n_parts = point->attach_point.parts.count;
	probe.program = (uint32_t)program;
	probe.has_alternative = alternative >= 0;
	probe.alternative = alternative >= 0 ? (uint32_t)alternative : 0;
	if (alternative >= 0) {
		const struct plan_program *other = l->plan->programs.items[alternative];
		probe.syscall_set = other->syscall_set;
		probe.is_syscall_exit = other->syscall_set && other->is_syscall_exit;
	}
	probe.is_optional = point->attach_point.is_optional;
	probe.is_fallback = point->attach_point.is_fallback;
	probe.build_id = target && lower_uses_args(l->root) ? target->build_id : NULL;
	probe.line = lower_line(l, point->span);
	vec_push(&l->plan->probes, probe);
}

/* The program for another way to attach there; -1: there is no other way. */
static int lower_alternative(struct lower *l, const struct node *probe, const struct node *point,
			     struct programs *programs)
{
	struct lower_other other;
	if (!lower_find_other(probe, point, &other))
		return -1;
	if (other.is_same)
		return programs->own;
	bool is_alone = other.syscall || other.is_syscall_set;
	if (programs->other >= 0 && !is_alone)
		return programs->other;
	int program = (int)lower_program(l, probe, point, &other);
	if (!l->is_bound && !is_alone)
		programs->other = program;
	return program;
}

void lower_probe_root(struct lower *l, const struct node *probe)
{
	VEC(struct programs) shared; /* those of this block that others may join */
	vec_init(&shared, l->arena);
	vec_foreach(struct node *, point, &probe->probe.attach_points) {
		struct lower_other own = { .kind = (*point)->attach_point.kind };
		struct programs bound = { -1, -1 };
		struct programs *programs = NULL;
		vec_foreach(struct programs, candidate, &shared) {
			if (can_join(l->plan->programs.items[candidate->own], *point))
				programs = candidate;
		}
		if (!programs) {
			bound.own = (int)lower_program(l, probe, *point, &own);
			programs = &bound;
		}
		if (programs == &bound && !l->is_bound) {
			vec_push(&shared, bound);
			programs = &vec_last(&shared);
		}
		int other = lower_alternative(l, probe, *point, programs);
		add_probe(l, *point, programs->own, other);
	}
}
