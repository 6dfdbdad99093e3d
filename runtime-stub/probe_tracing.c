/* fentry, fexit and rawtracepoint: [MODULE:]NAME, with wildcards. */
#include <errno.h>
#include <string.h>

#include "attach.h"
#include "capability.h"
#include "functions.h"
#include "load_btf.h"
#include "load_programs.h"
#include "probe.h"
#include "wildcard.h"

static int add(struct rt_probe *probe, const char *module, const char *symbol)
{
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target || (module && rt_target_set(&target->module, "%s", module)))
		return -ENOMEM;
	return rt_target_set(&target->symbol, "%s", symbol);
}

static int set_name(const struct rt_probe *probe, struct rt_target *target)
{
	const char *module = target->module;
	return rt_target_set(&target->name, "%s:%s%s%s", probe->abi->ops->provider,
			     module ? module : "", module ? ":" : "", target->symbol);
}

static const char *pattern_of(const struct rt_probe *probe)
{
	return probe->parts[probe->abi->n_parts - 1];
}

static int check_form(struct rt_probe *probe)
{
	uint32_t n = probe->abi->n_parts;
	if (n >= 1 && n <= 2 && *probe->parts[n - 1])
		return 0;
	return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:NAME",
			     probe->abi->ops->provider);
}

static bool is_pattern(const struct rt_probe *probe)
{
	return rt_wildcard_is_in(probe->parts[0]) || rt_wildcard_is_in(pattern_of(probe));
}

static int resolve_functions(struct rt *rt, struct rt_probe *probe)
{
	struct rt_functions functions;
	bool has_module = probe->abi->n_parts == 2;
	probe->is_pattern = true;
	int err = rt_functions_find(rt, has_module ? probe->parts[0] : NULL, pattern_of(probe),
				    &functions);
	if (err == -ENODEV)
		err = rt_probe_fail(probe, err,
				    "neither ftrace nor BTF lists the functions of this kernel");
	for (size_t i = 0; i < functions.n && !err; i++) {
		err = add(probe, functions.items[i].module, functions.items[i].name);
		if (!err)
			err = set_name(probe, &probe->targets[i]);
	}
	rt_functions_release(&functions);
	return err ? err : rt_probe_check_matches(rt, probe, "function of this kernel");
}

static int take_program(void *context, uint32_t id, const char *function)
{
	struct rt_probe *probe = context;
	int err = add(probe, NULL, function);
	if (err)
		return err;
	struct rt_target *target = &probe->targets[probe->n_targets - 1];
	target->program_id = id;
	return rt_target_set(&target->name, "%s:bpf:%u:%s", probe->abi->ops->provider, id,
			     function);
}

/* bpf:[ID:]NAME: of the programs that are loaded now, all that have the name. */
static int resolve_programs(struct rt *rt, struct rt_probe *probe)
{
	const char *id = probe->abi->n_parts == 3 ? probe->parts[1] : "";
	probe->is_pattern = true;
	int err = rt_programs_each(id, pattern_of(probe), take_program, probe);
	if (err == -EPERM)
		return rt_probe_fail(probe, err, "to look at BPF programs takes CAP_SYS_ADMIN");
	if (err == -EOPNOTSUPP && !probe->n_targets)
		return rt_probe_fail(probe, err,
				     "the BPF program was loaded without BTF, so that it cannot be "
				     "traced");
	if (err && err != -EOPNOTSUPP)
		return rt_probe_fail(probe, err, "cannot read the list of BPF programs: %s",
				     strerror(-err));
	return rt_probe_check_matches(rt, probe, "BPF program that is loaded");
}

static int resolve_function(struct rt *rt, struct rt_probe *probe)
{
	if (probe->abi->n_parts > 1 && !strcmp(probe->parts[0], "bpf"))
		return resolve_programs(rt, probe);
	int err = check_form(probe);
	if (err)
		return err;
	if (is_pattern(probe))
		return resolve_functions(rt, probe);
	return add(probe, probe->abi->n_parts == 2 ? probe->parts[0] : NULL, pattern_of(probe));
}

/* Every raw tracepoint has a type of this name. */
static const char prefix[] = "btf_trace_";

static int take_tracepoint(void *context, const char *module, const char *name)
{
	struct rt_probe *probe = context;
	bool has_module = probe->abi->n_parts == 2;
	if (strncmp(name, prefix, strlen(prefix)) != 0 ||
	    !rt_wildcard_matches(pattern_of(probe), name + strlen(prefix)) ||
	    (has_module && !rt_wildcard_matches(probe->parts[0], module ? module : "vmlinux")))
		return 0;
	int err = add(probe, has_module ? module : NULL, name + strlen(prefix));
	return err ? err : set_name(probe, &probe->targets[probe->n_targets - 1]);
}

static int compare(const void *a, const void *b)
{
	const struct rt_target *left = a;
	const struct rt_target *right = b;
	return strcmp(left->name, right->name);
}

static int resolve_tracepoints(struct rt *rt, struct rt_probe *probe)
{
	struct rt_btf *btf = rt_btf_get(rt);
	probe->is_pattern = true;
	int err = btf ? rt_btf_each_typedef(btf, take_tracepoint, probe) : -ENOMEM;
	if (err == -ENODEV)
		return rt_probe_fail(probe, -ENOENT,
				     "this kernel gives no BTF "
				     "(/sys/kernel/btf/vmlinux is missing)");
	rt_probe_unite_targets(probe, 0, compare);
	return err ? err : rt_probe_check_matches(rt, probe, "tracepoint of this kernel's BTF");
}

static int resolve_tracepoint(struct rt *rt, struct rt_probe *probe)
{
	int err = check_form(probe);
	if (err)
		return err;
	if (is_pattern(probe))
		return resolve_tracepoints(rt, probe);
	return add(probe, probe->abi->n_parts == 2 ? probe->parts[0] : NULL, pattern_of(probe));
}

static const struct rt_way fentry_ways[] = {
	{ &rt_attach_fentry, false },
	{ &rt_attach_kprobe_multi, true },
	{ &rt_attach_kprobe, true },
	{ NULL, false },
};

static const struct rt_way fexit_ways[] = {
	{ &rt_attach_fexit, false },
	{ &rt_attach_kretprobe_multi, true },
	{ &rt_attach_kretprobe, true },
	{ NULL, false },
};

static const struct rt_way rawtracepoint_ways[] = {
	{ &rt_attach_btf_tracepoint, false },
	{ NULL, false },
};

/* The kernel tells of the types of its modules to CAP_SYS_ADMIN alone (BPF_BTF_GET_NEXT_ID). */
static uint64_t needs_of(const struct abi_probe *probe)
{
	bool is_module = probe->n_parts == 2 && strcmp(probe->parts[0], "vmlinux") != 0;
	return is_module ? RT_NEED_MODULE : 0;
}

const struct rt_probe_ops rt_probe_fentry = {
	.provider = "fentry",
	.resolve = resolve_function,
	.ways = fentry_ways,
	.explain = rt_function_explain,
	.needs_of = needs_of,
};

const struct rt_probe_ops rt_probe_fexit = {
	.provider = "fexit",
	.resolve = resolve_function,
	.ways = fexit_ways,
	.explain = rt_function_explain,
	.needs_of = needs_of,
};

const struct rt_probe_ops rt_probe_rawtracepoint = {
	.provider = "rawtracepoint",
	.resolve = resolve_tracepoint,
	.ways = rawtracepoint_ways,
};
