/* kprobe and kretprobe through the kprobe PMU: [MODULE:]FUNCTION[+OFFSET] or an address. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "perf_event.h"
#include "probe.h"
#include "rt.h"

/* The symbol keeps its module, as the kernel takes "module:function". */
static int parse_function(struct rt_probe *probe)
{
	struct rt_target *target = &probe->target;
	uint32_t n = probe->abi->n_parts;
	const char *function = probe->parts[n - 1];
	size_t size = strcspn(function, "+");
	if (function[size] && rt_number_parse(function + size + 1, &target->address))
		return rt_probe_fail(probe, -EINVAL, "'%s' is no offset", function + size + 1);
	int length =
		n == 2 ? asprintf(&target->symbol, "%s:%.*s", probe->parts[0], (int)size, function)
		       : asprintf(&target->symbol, "%.*s", (int)size, function);
	if (length < 0) {
		target->symbol = NULL;
		return -ENOMEM;
	}
	return 0;
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	uint32_t type;
	uint64_t return_bit;
	uint32_t n = probe->abi->n_parts;
	if (n < 1 || n > 2 || !*probe->parts[n - 1])
		return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:FUNCTION",
				     probe->abi->ops->provider);
	if (rt_perf_probe_type("kprobe", &type, &return_bit))
		return rt_probe_fail(probe, -ENOENT,
				     "this kernel is built without kprobes "
				     "(CONFIG_KPROBES, CONFIG_KPROBE_EVENTS)");
	if (n == 1 && !rt_number_parse(probe->parts[0], &probe->target.address))
		return 0;
	return parse_function(probe);
}

static int explain(struct rt_probe *probe, int err)
{
	const char *symbol = probe->target.symbol ? probe->target.symbol : "there";
	switch (-err) {
	case ENOENT:
		return rt_probe_fail(probe, -ENOENT, "this kernel has no function '%s'", symbol);
	case EADDRNOTAVAIL:
		return rt_probe_fail(probe, -ENOENT,
				     "this kernel has several functions '%s', or none", symbol);
	case EINVAL:
	case EILSEQ:
		return rt_probe_fail(probe, -ENOENT,
				     "the kernel does not let '%s' be probed (notrace, "
				     "blacklisted, or no start of an instruction)",
				     symbol);
	default:
		return err;
	}
}

static int attach(struct rt *rt, struct rt_probe *probe)
{
	uint32_t type = 0;
	uint64_t return_bit = 0;
	int err = rt_perf_probe_type("kprobe", &type, &return_bit);
	if (err)
		return err;
	bool is_return = probe->abi->kind == ABI_PROBE_KRETPROBE;
	struct perf_event_attr attr = rt_perf_attr(type, is_return ? return_bit : 0);
	attr.kprobe_func = (uint64_t)(uintptr_t)probe->target.symbol;
	attr.probe_offset = probe->target.address; // without a function: the address
	return explain(probe, rt_perf_attach_once(rt, probe, &attr));
}

const struct rt_probe_ops rt_probe_kprobe = {
	.provider = "kprobe",
	.mechanism = "kprobe perf event",
	.resolve = resolve,
	.attach = attach,
};

const struct rt_probe_ops rt_probe_kretprobe = {
	.provider = "kretprobe",
	.mechanism = "kretprobe perf event",
	.attaches_forward = true,
	.resolve = resolve,
	.attach = attach,
};
