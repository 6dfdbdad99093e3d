#include "attach.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load_btf.h"
#include "load_error.h"
#include "load_patch.h"
#include "loader.h"
#include "privilege.h"
#include "probe.h"
#include "progress.h"
#include "rt.h"
#include "slot.h"
#include "text.h"

const struct rt_way rt_ways_run[] = {
	{ &(const struct rt_mechanism){ .name = "run by this program" }, false },
	{ NULL, false },
};

/* What the ways of one probe had to say, each once. */
struct reasons {
	struct rt_text text;
	unsigned n;
	int err; /* of the last one */
};

static bool is_forced(const struct rt_way *ways, const char *word)
{
	for (; word && ways->mechanism; ways++)
		if (ways->mechanism->word && !strcmp(ways->mechanism->word, word))
			return true;
	return false;
}

/* Whether the probe may go this way. TRACEC_ATTACH leaves alone the kinds that lack its mechanism. */
static bool is_open(const struct rt_probe *probe, const struct rt_way *ways,
		    const struct rt_way *way)
{
	const char *word = getenv("TRACEC_ATTACH");
	if (way->is_alternative && !probe->abi->has_alternative)
		return false;
	return !is_forced(ways, word) ||
	       (way->mechanism->word && !strcmp(way->mechanism->word, word));
}

static const struct rt_way *ways_of(const struct rt_probe *probe)
{
	const struct rt_probe_ops *ops = probe->abi->ops;
	return probe->is_pattern && ops->pattern_ways ? ops->pattern_ways : ops->ways;
}

static void note_reason(struct reasons *reasons, const struct rt_probe *probe,
			const struct rt_way *way, int err)
{
	const char *reason = probe->reason ? probe->reason : strerror(-err);
	reasons->err = err;
	const char *known = rt_text_string(&reasons->text);
	if (known && strstr(known, reason))
		return;
	if (reasons->n++)
		rt_text_add_string(&reasons->text, "; ");
	rt_text_add_string(&reasons->text, "as ");
	rt_text_add_string(&reasons->text, way->mechanism->name);
	rt_text_add_string(&reasons->text, ": ");
	rt_text_add_string(&reasons->text, reason);
}

/* --- load --- */

static uint32_t program_of(const struct rt_probe *probe, const struct rt_way *way)
{
	return way->is_alternative ? probe->abi->alternative : probe->abi->program;
}

static bool takes_cookie(const struct rt_mechanism *mechanism)
{
	return mechanism->cookie == RT_COOKIE_ALWAYS ||
	       (mechanism->cookie == RT_COOKIE_PERF && rt_kernel_is_at_least(5, 15));
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
		return rt_probe_fail(probe, err, "this kernel has no '%s' for it to attach to",
				     target->symbol);
	return 0;
}

static int load_target(struct rt *rt, struct rt_probe *probe, const struct rt_way *way,
		       struct rt_target *target)
{
	const struct rt_mechanism *mechanism = way->mechanism;
	struct rt_btf_place place = { 0 };
	struct rt_slot slots[ABI_SLOTS_MAX];
	uint32_t program = program_of(probe, way);
	struct rt_load load = { .program = program, .attach_type = mechanism->attach_type };
	int err = mechanism->binding ? bind(rt, probe, way, target, &place) : 0;
	if (!err)
		err = rt_slots_find(rt, probe, target, &rt->tool->programs[program], &place, slots);
	if (err)
		return err;
	load.btf_id = place.id;
	load.btf_module_fd = place.module_fd;
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
		rt_explain(rt, "skipped %s: %s", probe->targets[i].name, probe->reason);
		rt_probe_remove_target(probe, i--);
		err = 0;
	}
	return err;
}

static int load_way(struct rt *rt, struct rt_probe *probe, const struct rt_way *way)
{
	const struct rt_mechanism *mechanism = way->mechanism;
	probe->gives_id = takes_cookie(mechanism) &&
			  rt_loader_wants_id(rt, program_of(probe, way));
	int err = mechanism->check ? mechanism->check(rt, probe) : 0;
	if (!err)
		err = load_targets(rt, probe, way);
	return err;
}

/* Finds a way from this one on. */
static int load_probe(struct rt *rt, struct rt_probe *probe, const struct rt_way *from,
		      struct reasons *reasons)
{
	const struct rt_way *ways = ways_of(probe);
	for (const struct rt_way *way = from; way->mechanism; way++) {
		if (!is_open(probe, ways, way))
			continue;
		int err = load_way(rt, probe, way);
		probe->way = way;
		if (!err)
			return 0;
		note_reason(reasons, probe, way, err);
		rt_explain(rt, "%s: not as %s: %s", rt_probe_title(probe), way->mechanism->name,
			   probe->reason ? probe->reason : strerror(-err));
	}
	if (!reasons->err)
		reasons->err =
			rt_probe_fail(probe, -EINVAL, "it cannot attach as TRACEC_ATTACH asks");
	return reasons->err;
}

/* All that was said becomes the reason. */
static int give_up(struct rt *rt, struct rt_probe *probe, struct reasons *reasons)
{
	const char *all = rt_text_string(&reasons->text);
	if (reasons->n > 1 && all)
		rt_probe_fail(probe, reasons->err, "%s", all);
	return rt_probe_give_up(rt, probe, reasons->err);
}

int rt_probes_load(struct rt *rt)
{
	int first = 0;
	rt_progress_begin(rt, "Loading");
	for (uint32_t i = 0; i < rt->tool->n_probes; i++) {
		struct rt_probe *probe = &rt->probes[i];
		struct reasons reasons = { .n = 0 };
		if (!rt_probe_is_active(probe) || (first && !rt->options.check_only))
			continue;
		int err = load_probe(rt, probe, ways_of(probe), &reasons);
		if (err)
			err = give_up(rt, probe, &reasons);
		rt_text_release(&reasons.text);
		first = first ? first : err;
	}
	rt_progress_end(rt);
	return first;
}

/* --- attach --- */

static int attach_targets(struct rt *rt, struct rt_probe *probe)
{
	const struct rt_mechanism *mechanism = probe->way->mechanism;
	int err = 0;
	if (mechanism->is_joint) {
		err = mechanism->attach(rt, probe, NULL);
		rt_progress_step(rt, probe->n_targets);
		return err;
	}
	for (uint32_t i = 0; i < probe->n_targets && !err; i++) {
		err = mechanism->attach(rt, probe, &probe->targets[i]);
		rt_progress_step(rt, 1);
		if (!err || err != -ENOENT || !probe->is_pattern || probe->n_targets == 1)
			continue;
		rt_explain(rt, "skipped %s: %s", probe->targets[i].name, probe->reason);
		rt_probe_remove_target(probe, i--);
		err = 0;
	}
	return err;
}

static void explain(struct rt *rt, const struct rt_probe *probe)
{
	if (probe->n_targets == 1)
		rt_explain(rt, "attached %s: %s", probe->targets[0].name,
			   probe->way->mechanism->name);
	else
		rt_explain(rt, "attached %s to %u: %s", probe->abi->text, probe->n_targets,
			   probe->way->mechanism->name);
}

/* By the way that it was loaded for, or one behind it. */
static int attach_probe(struct rt *rt, struct rt_probe *probe)
{
	struct reasons reasons = { .n = 0 };
	int err = attach_targets(rt, probe);
	while (err) {
		rt_probe_detach(probe);
		note_reason(&reasons, probe, probe->way, err);
		err = load_probe(rt, probe, probe->way + 1, &reasons);
		if (err)
			break;
		err = attach_targets(rt, probe);
	}
	if (err)
		err = give_up(rt, probe, &reasons);
	else if (!rt->options.check_only)
		explain(rt, probe);
	rt_text_release(&reasons.text);
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
	rt_progress_begin(rt, "Attaching");
	for (uint32_t i = 0; i < 2 * n && (!first || rt->options.check_only); i++) {
		bool is_first_pass = i < n;
		struct rt_probe *probe = &rt->probes[is_first_pass ? i : 2 * n - 1 - i];
		if (!rt_probe_is_active(probe) || !probe->way || !probe->way->mechanism->attach ||
		    probe->way->mechanism->attaches_forward != is_first_pass)
			continue;
		int err = attach_probe(rt, probe);
		first = first ? first : err;
	}
	rt_progress_end(rt);
	if (!first && !rt_probes_count(rt)) {
		rt_error(rt, "No probes to attach");
		return -ENOENT;
	}
	return first;
}
