/* kprobe and kretprobe: [MODULE:]FUNCTION[+OFFSET], with wildcards, or an address. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "capability.h"
#include "functions.h"
#include "number.h"
#include "probe.h"
#include "rt.h"
#include "wildcard.h"

/* MODULE may be NULL. `probe` has offsets in decimal. */
static int set_name(struct rt_probe *probe, struct rt_target *target)
{
	const char *provider = probe->abi->ops->provider;
	const char *module = target->module ? target->module : "";
	const char *colon = target->module ? ":" : "";
	if (!target->symbol)
		return rt_target_set(&target->name, "%s:%llu", provider,
				     (unsigned long long)target->address);
	if (!target->address)
		return rt_target_set(&target->name, "%s:%s%s%s", provider, module, colon,
				     target->symbol);
	return rt_target_set(&target->name, "%s:%s%s%s+%llu", provider, module, colon,
			     target->symbol, (unsigned long long)target->address);
}

static int parse_function(struct rt_probe *probe, struct rt_target *target)
{
	uint32_t n = probe->abi->n_parts;
	const char *function = probe->parts[n - 1];
	size_t size = strcspn(function, "+");
	if (function[size] && rt_number_unsigned(function + size + 1, &target->address))
		return rt_probe_fail(probe, -EINVAL, "'%s' is no offset", function + size + 1);
	int err = n == 2 ? rt_target_set(&target->module, "%s", probe->parts[0]) : 0;
	return err ? err : rt_target_set(&target->symbol, "%.*s", (int)size, function);
}

/* A parameter may give an address that the compiler has not seen. */
static int check_address(const struct rt *rt, struct rt_probe *probe)
{
	if (rt->tool->is_unsafe)
		return 0;
	return rt_probe_fail(probe, -EINVAL,
			     "a probe at an address needs a tool that is built with --unsafe");
}

static int take_matches(struct rt_probe *probe, const struct rt_functions *functions)
{
	const char *provider = probe->abi->ops->provider;
	for (size_t i = 0; i < functions->n; i++) {
		const struct rt_function *function = &functions->items[i];
		const char *module = function->module;
		struct rt_target *target = rt_probe_add_target(probe);
		if (!target || rt_target_set(&target->symbol, "%s", function->name) ||
		    (module && rt_target_set(&target->module, "%s", module)) ||
		    rt_target_set(&target->name, "%s:%s%s%s", provider, module ? module : "",
				  module ? ":" : "", function->name))
			return -ENOMEM;
	}
	return 0;
}

/* Offsets have no place behind a wildcard. */
static int resolve_pattern(struct rt *rt, struct rt_probe *probe)
{
	struct rt_functions functions;
	uint32_t n = probe->abi->n_parts;
	probe->is_pattern = true;
	int err = rt_functions_find(rt, n == 2 ? probe->parts[0] : NULL, probe->parts[n - 1],
				    &functions);
	if (err == -ENODEV)
		err = rt_probe_fail(probe, err,
				    "neither ftrace nor BTF lists the functions of this kernel");
	if (!err)
		err = take_matches(probe, &functions);
	rt_functions_release(&functions);
	return err ? err : rt_probe_check_matches(rt, probe, "function of this kernel");
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	uint32_t n = probe->abi->n_parts;
	if (n < 1 || n > 2 || !*probe->parts[n - 1])
		return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:FUNCTION",
				     probe->abi->ops->provider);
	if (rt_wildcard_is_in(probe->parts[0]) || rt_wildcard_is_in(probe->parts[n - 1]))
		return resolve_pattern(rt, probe);
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target)
		return -ENOMEM;
	bool is_address = n == 1 && !rt_number_parse(probe->parts[0], &target->address);
	int err = is_address ? check_address(rt, probe) : parse_function(probe, target);
	return err ? err : set_name(probe, target);
}

static const struct rt_way kprobe_ways[] = {
	{ &rt_attach_fentry, true },
	{ &rt_attach_kprobe_multi, false },
	{ &rt_attach_kprobe, false },
	{ NULL, false },
};

/* One program and one link serve all functions of a wildcard. */
static const struct rt_way kprobe_pattern_ways[] = {
	{ &rt_attach_kprobe_session, false },
	{ &rt_attach_kprobe_multi, false },
	{ &rt_attach_kprobe, false },
	{ &rt_attach_fentry, true },
	{ NULL, false },
};

static const struct rt_way kretprobe_ways[] = {
	{ &rt_attach_fexit, true },
	{ &rt_attach_kretprobe_multi, false },
	{ &rt_attach_kretprobe, false },
	{ NULL, false },
};

static const struct rt_way kretprobe_pattern_ways[] = {
	{ &rt_attach_kretprobe_multi, false },
	{ &rt_attach_kretprobe, false },
	{ &rt_attach_fexit, true },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_kprobe = {
	.provider = "kprobe",
	.resolve = resolve,
	.ways = kprobe_ways,
	.explain = rt_function_explain,
	.pattern_ways = kprobe_pattern_ways,
	.needs = RT_CAPABILITY(DAC_READ_SEARCH),
};

const struct rt_probe_ops rt_probe_kretprobe = {
	.provider = "kretprobe",
	.resolve = resolve,
	.ways = kretprobe_ways,
	.explain = rt_function_explain,
	.pattern_ways = kretprobe_pattern_ways,
	.needs = RT_CAPABILITY(DAC_READ_SEARCH),
};
