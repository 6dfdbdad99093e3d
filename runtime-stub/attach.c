#include "attach.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feature.h"
#include "load_btf.h"
#include "load_error.h"
#include "load_patch.h"
#include "load_programs.h"
#include "loader.h"
#include "output.h"
#include "probe.h"
#include "problem.h"
#include "progress.h"
#include "rt.h"
#include "signals.h"
#include "slot.h"

const struct rt_way rt_ways_run[] = {
	{ &(const struct rt_mechanism){ .name = "run by this program" }, false },
	{ NULL, false },
};

/* Whether the tool has a program for it. */
static bool is_there(const struct rt_probe *probe, const struct rt_way *way)
{
	return (!way->is_alternative || probe->abi->has_alternative) &&
	       (!way->is_alternative || !probe->abi->syscall_set == !way->mechanism->is_syscall_set) &&
	       (!way->mechanism->is_session || probe->abi->has_session);
}

static bool is_forced(const struct rt_probe *probe, const struct rt_way *ways, const char *word)
{
	for (; word && ways->mechanism; ways++)
		if (ways->mechanism->word && !strcmp(ways->mechanism->word, word) &&
		    (!ways->mechanism->is_session || probe->abi->has_session))
			return true;
	return false;
}

/* Whether the probe may go this way. TRACEC_ATTACH leaves alone the kinds that lack its mechanism. */
static bool is_open(const struct rt_probe *probe, const struct rt_way *ways,
		    const struct rt_way *way)
{
	const char *word = getenv("TRACEC_ATTACH");
	if (!is_there(probe, way))
		return false;
	return !is_forced(probe, ways, word) ||
	       (way->mechanism->word && !strcmp(way->mechanism->word, word));
}

bool rt_probe_has_company(const struct rt *rt, const struct rt_probe *probe, rt_company *counts)
{
	for (uint32_t i = 0; i < rt->tool->n_probes; i++) {
		const struct rt_probe *other = &rt->probes[i];
		if (other != probe && rt_probe_is_active(other) && counts(rt, other, probe) &&
		    rt_probes_overlap(other, probe))
			return true;
	}
	return false;
}

/*
 * A block that does not attach as a single one does: another on its event takes the same way then, so that they run in
 * the script's order.
 */
static bool is_unlike_single(const struct rt *rt, const struct rt_probe *other,
			     const struct rt_probe *probe)
{
	(void)rt;
	return other->abi->kind == probe->abi->kind && (other->is_pattern || !other->abi->has_alternative);
}

/*
 * Another block on a session's functions: a session attaches last of all, but returns run what attached first, so that only
 * links of their own keep the script's order. Its partner is none.
 */
static bool is_beside_session(const struct rt *rt, const struct rt_probe *other,
			      const struct rt_probe *probe)
{
	enum abi_probe_kind kind = other->abi->kind;
	bool is_of_functions = kind == ABI_PROBE_KPROBE || kind == ABI_PROBE_KRETPROBE ||
			       kind == ABI_PROBE_FENTRY || kind == ABI_PROBE_FEXIT;
	return is_of_functions && other != &rt->probes[probe->abi->partner];
}

static const struct rt_way *ways_of(const struct rt *rt, const struct rt_probe *probe)
{
	const struct rt_probe_ops *ops = probe->abi->ops;
	if (ops->pattern_ways && (probe->is_pattern || rt_probe_has_company(rt, probe, is_unlike_single)))
		return ops->pattern_ways;
	return ops->ways;
}

static void explain(const struct rt *rt, const struct rt_probe *probe)
{
	if (probe->n_targets == 1)
		rt_explain(rt, "attached %s: %s", probe->targets[0].name,
			   probe->way->mechanism->name);
	else
		rt_explain(rt, "attached %s to %u: %s", probe->abi->text, probe->n_targets,
			   probe->way->mechanism->name);
}

/* What became of a probe became of those that have their part in its program. */
static void tell_joined(struct rt *rt, const struct rt_probe *probe, bool is_attached)
{
	for (uint32_t i = 0; probe->abi->is_grouped && i < rt->tool->n_probes; i++) {
		struct rt_probe *other = &rt->probes[i];
		if (!other->abi->is_joined || other->abi->program != probe->abi->program)
			continue;
		other->way = probe->way;
		other->is_dropped |= probe->is_dropped;
		if (is_attached && rt_probe_is_active(other) && !rt->options.check_only)
			explain(rt, other);
	}
}

/* What a way has to say is kept, each thing once: if none of them serves, the user is told all of it. */
static void note_reason(struct rt *rt, struct rt_probe *probe, const struct rt_way *way, int err)
{
	const char *reason = probe->reason ? probe->reason : rt_problem_text(err);
	const char *name = way->mechanism->name;
	char *all = NULL;
	rt_explain(rt, "%s: not as %s: %s", rt_probe_title(probe), name, reason);
	if (probe->tried && strstr(probe->tried, reason))
		return;
	if (asprintf(&all, "%s%sas %s: %s", probe->tried ? probe->tried : "",
		     probe->tried ? "; " : "", name, reason) < 0)
		return;
	free(probe->tried);
	probe->tried = all;
	probe->n_tried++;
}

/* --- load --- */

uint32_t rt_way_program(const struct rt_probe *probe, const struct rt_way *way)
{
	if (way->mechanism->is_session)
		return probe->abi->session;
	return way->is_alternative ? probe->abi->alternative : probe->abi->program;
}

/* Where links have cookies, those of perf events have them too. */
static bool takes_cookie(struct rt *rt, const struct rt_mechanism *mechanism)
{
	return mechanism->cookie != RT_COOKIE_NONE && rt_has(rt, FEATURE_COOKIE);
}

/* What the kernel calls the thing that a program is bound to. */
static int find_place(struct rt *rt, const struct rt_mechanism *mechanism,
		      const struct rt_target *target, struct rt_btf_place *place)
{
	char name[256];
	struct rt_btf *btf = rt_btf_get(rt);
	const char *prefix = mechanism->binding == RT_BINDS_TRACEPOINT ? "btf_trace_" : "bpf_iter_";
	if (!btf)
		return -ENOMEM;
	if (target->program_id)
		return rt_programs_find(rt, target->program_id, target->symbol, place);
	if (mechanism->binding == RT_BINDS_FUNCTION)
		return rt_btf_find_function(btf, target->module, target->symbol, place);
	snprintf(name, sizeof(name), "%s%s", prefix, target->symbol);
	if (mechanism->binding == RT_BINDS_TRACEPOINT)
		return rt_btf_find_typedef(btf, name, place);
	return rt_btf_find_function(btf, NULL, name, place);
}

static int bind(struct rt *rt, struct rt_probe *probe, const struct rt_way *way,
		const struct rt_target *target, struct rt_btf_place *place)
{
	int err = find_place(rt, way->mechanism, target, place);
	if (err == -ENODEV)
		return rt_probe_fail(probe, -ENOENT,
				     "this kernel gives no BTF "
				     "(/sys/kernel/btf/vmlinux is missing)");
	if (err)
		return rt_probe_fail(probe, err, "%s has no '%s' for it to attach to",
				     target->program_id ? "the BPF program" : "this kernel",
				     target->symbol);
	return 0;
}

/* What a program of a session asks, by BTF's number; it came with sessions. */
static int find_is_return(struct rt *rt, struct rt_probe *probe)
{
	struct rt_btf_place place;
	struct rt_btf *btf = rt_btf_get(rt);
	if (!getenv("TRACEC_ATTACH") && rt_probe_has_company(rt, probe, is_beside_session))
		return rt_probe_fail(probe, -ENOENT, "another block is on the same functions");
	int err = btf ? rt_btf_find_function(btf, NULL, "bpf_session_is_return", &place) : -ENOMEM;
	if (err)
		return rt_probe_fail(probe, err,
				     "this kernel has no sessions (Linux 6.10, CONFIG_FPROBE)");
	probe->is_return_id = place.id;
	return 0;
}

static int load_target(struct rt *rt, struct rt_probe *probe, const struct rt_way *way,
		       struct rt_target *target)
{
	const struct rt_mechanism *mechanism = way->mechanism;
	struct rt_btf_place place = { 0 };
	struct rt_slot slots[ABI_SLOTS_MAX];
	uint32_t program = rt_way_program(probe, way);
	struct rt_load load = { .program = program,
				.type = mechanism->type,
				.attach_type = mechanism->attach_type };
	int err = mechanism->binding == RT_BINDS_FUNCTION
			  ? rt_trampoline_check(mechanism, probe, target)
			  : 0;
	if (!err && mechanism->binding)
		err = bind(rt, probe, way, target, &place);
	if (!err)
		err = rt_slots_find(rt, probe, target, &rt->tool->programs[program], &place, slots);
	if (err)
		return err;
	load.is_return_id = mechanism->is_session ? probe->is_return_id : 0;
	load.btf_id = place.id;
	load.btf_module_fd = place.module_fd;
	load.program_fd = place.program_fd;
	load.slots = slots;
	load.n_slots = rt->tool->programs[program].n_slots;
	load.has_id = rt_loader_wants_id(rt, program) && !probe->gives_id;
	load.id = load.has_id ? target->id : 0;
	target->program_fd = rt_loader_program(rt, &load);
	if (target->program_fd >= 0)
		return 0;
	return rt_load_error_note(rt, probe, mechanism, target->program_fd,
				  rt_loader_full_log(rt, program));
}

/* What a wildcard matches may be refused; what remains is attached. */
static int load_targets(struct rt *rt, struct rt_probe *probe, const struct rt_way *way)
{
	unsigned limit = rt->tool->settings->max_bpf_progs;
	int err = 0;
	for (uint32_t i = 0; i < probe->n_targets && !err; i++) {
		if (rt_loader_count(rt) >= limit)
			return rt_probe_fail(probe, -E2BIG,
					     "it takes more than %u BPF programs; the config "
					     "variable max_bpf_progs raises that limit",
					     limit);
		err = load_target(rt, probe, way, &probe->targets[i]);
		rt_progress_step(rt, 1);
		if (!err || err != -ENOENT || !probe->is_pattern || probe->n_targets == 1)
			continue;
		rt_probe_leave_out(rt, probe, i--, probe->reason);
		err = 0;
	}
	return err;
}

/* One link takes one program. */
static int check_joint(struct rt_probe *probe)
{
	for (uint32_t i = 1; i < probe->n_targets; i++)
		if (probe->targets[i].program_fd != probe->targets[0].program_fd)
			return rt_probe_fail(
				probe, -EINVAL,
				"the functions do not have the arguments in one place");
	return 0;
}

/* The partner has no program and no link of its own then. */
static void carry(struct rt *rt, struct rt_probe *probe, const struct rt_way *way)
{
	struct rt_probe *partner = &rt->probes[probe->abi->partner];
	partner->carrier = probe;
	partner->way = way;
}

static int load_way(struct rt *rt, struct rt_probe *probe, const struct rt_way *way)
{
	const struct rt_mechanism *mechanism = way->mechanism;
	bool wants_id = rt_loader_wants_id(rt, rt_way_program(probe, way));
	probe->gives_id = wants_id && takes_cookie(rt, mechanism);
	if (mechanism->is_joint && wants_id && !probe->gives_id)
		return rt_probe_fail(probe, -ENOENT, "one program for all needs cookies");
	int err = mechanism->check ? mechanism->check(rt, probe) : 0;
	if (!err && mechanism->is_session)
		err = find_is_return(rt, probe);
	if (!err)
		err = load_targets(rt, probe, way);
	if (!err && mechanism->is_joint)
		err = check_joint(probe);
	if (!err && mechanism->is_session)
		carry(rt, probe, way);
	return err;
}

/* Finds a way from this one on; err is why those before it do not serve. */
static int load_probe(struct rt *rt, struct rt_probe *probe, const struct rt_way *from, int err)
{
	const struct rt_way *ways = ways_of(rt, probe);
	for (const struct rt_way *way = from; way->mechanism; way++) {
		if (!is_open(probe, ways, way))
			continue;
		err = load_way(rt, probe, way);
		probe->way = way;
		if (!err)
			return 0;
		note_reason(rt, probe, way, err);
	}
	return err ? err : rt_probe_fail(probe, -EINVAL, "it cannot attach as TRACEC_ATTACH asks");
}

/* All that was said becomes the reason. */
static int give_up(struct rt *rt, struct rt_probe *probe, int err)
{
	int one = probe->abi->ops->explain ? probe->abi->ops->explain(rt, probe) : 0;
	if (!one && probe->n_tried > 1)
		rt_probe_fail(probe, err, "%s", probe->tried);
	return rt_probe_give_up(rt, probe, one ? one : err);
}

static bool may_be_carried(const struct rt_probe *probe)
{
	return probe->abi->has_session && probe->abi->kind == ABI_PROBE_KRETPROBE;
}

/* Those that others may carry come last. */
int rt_probes_load(struct rt *rt)
{
	uint32_t n = rt->tool->n_probes;
	int first = 0;
	rt_progress_begin(rt, "Loading", rt_probes_count(rt));
	for (uint32_t i = 0; i < 2 * n; i++) {
		struct rt_probe *probe = &rt->probes[i % n];
		if (!rt_probe_is_active(probe) || probe->abi->is_joined || probe->carrier ||
		    may_be_carried(probe) != (i >= n) || (first && !rt->options.check_only))
			continue;
		int err = load_probe(rt, probe, ways_of(rt, probe), 0);
		if (err)
			err = give_up(rt, probe, err);
		tell_joined(rt, probe, false);
		first = first ? first : err;
	}
	rt_progress_end(rt);
	return first;
}

/* --- attach --- */

/* By Ctrl-C, where there are thousands. A check can be ended at any time. */
static bool is_interrupted(const struct rt *rt)
{
	return !rt->options.check_only && rt_signals_stop_requested();
}

static int attach_targets(struct rt *rt, struct rt_probe *probe)
{
	const struct rt_mechanism *mechanism = probe->way->mechanism;
	int err = 0;
	if (mechanism->is_joint) {
		err = mechanism->attach(rt, probe, NULL);
		rt_progress_step(rt, probe->n_targets);
		return err;
	}
	for (uint32_t i = 0; i < probe->n_targets && !err && !is_interrupted(rt); i++) {
		err = mechanism->attach(rt, probe, &probe->targets[i]);
		rt_progress_step(rt, 1);
		if (!err || err != -ENOENT || !probe->is_pattern || probe->n_targets == 1)
			continue;
		rt_probe_leave_out(rt, probe, i--, probe->reason);
		err = 0;
	}
	return err;
}

static int attach_one(struct rt *rt, struct rt_probe *probe);

/* A session cannot be had after all: the partner goes a way of its own. */
static int put_down(struct rt *rt, struct rt_probe *probe)
{
	struct rt_probe *partner = &rt->probes[probe->abi->partner];
	if (!probe->abi->has_session || partner->carrier != probe)
		return 0;
	partner->carrier = NULL;
	int err = load_probe(rt, partner, ways_of(rt, partner), 0);
	return err ? give_up(rt, partner, err) : attach_one(rt, partner);
}

/* By the way that it was loaded for, or one behind it. */
static int attach_one(struct rt *rt, struct rt_probe *probe)
{
	int err = attach_targets(rt, probe);
	while (err) {
		rt_probe_detach(rt, probe);
		note_reason(rt, probe, probe->way, err);
		int partner_err = put_down(rt, probe);
		if (partner_err)
			return partner_err;
		err = load_probe(rt, probe, probe->way + 1, err);
		if (err)
			break;
		err = attach_targets(rt, probe);
	}
	if (err)
		err = give_up(rt, probe, err);
	else if (rt->options.check_only)
		rt_probe_detach(rt, probe);
	else {
		explain(rt, probe);
		rt_probe_tell_left_out(rt, probe);
	}
	if (!err && probe->way->mechanism->is_session && !rt->options.check_only)
		explain(rt, &rt->probes[probe->abi->partner]);
	return err;
}

/* The probe, or the first of its alternatives that can be had. */
static int attach_probe(struct rt *rt, struct rt_probe *probe)
{
	int err = attach_one(rt, probe);
	while (!err && probe && probe->is_dropped) {
		probe = rt_probe_active_of(rt, probe);
		if (!probe)
			break;
		err = load_probe(rt, probe, ways_of(rt, probe), 0);
		err = err ? give_up(rt, probe, err) : attach_one(rt, probe);
	}
	return err;
}

/*
 * Two passes, so that several blocks on one event run in the script's order:
 * the kernel runs what attaches to a tracepoint or a perf event in the order of attaching, and what
 * attaches to a function in the reverse one. A check goes on to find every error.
 */
int rt_probes_attach(struct rt *rt)
{
	uint32_t n = rt->tool->n_probes;
	int first = 0;
	rt_progress_begin(rt, "Attaching", rt_probes_count(rt));
	for (uint32_t i = 0; i < 2 * n && (!first || rt->options.check_only) && !is_interrupted(rt); i++) {
		bool is_first_pass = i < n;
		struct rt_probe *probe = &rt->probes[is_first_pass ? i : 2 * n - 1 - i];
		if (!rt_probe_is_active(probe) || probe->abi->is_joined || probe->carrier ||
		    !probe->way ||
		    !probe->way->mechanism->attach ||
		    probe->way->mechanism->attaches_forward != is_first_pass)
			continue;
		int err = attach_probe(rt, probe);
		tell_joined(rt, probe, !err);
		first = first ? first : err;
	}
	rt_progress_end(rt);
	if (!first && !rt_probes_count(rt)) {
		rt_output_no_probes(rt);
		return -ENOENT;
	}
	return first;
}
