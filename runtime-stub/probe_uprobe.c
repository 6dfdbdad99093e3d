/* uprobe and uretprobe through the uprobe PMU: BINARY:FUNCTION[+OFFSET] or BINARY:ADDRESS. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "binary.h"
#include "elf_symbol.h"
#include "number.h"
#include "perf_event.h"
#include "probe.h"
#include "rt.h"

static int find_function(struct rt_probe *probe, struct rt_elf *elf, const char *function)
{
	struct rt_target *target = &probe->target;
	uint64_t behind = 0;
	uint64_t size = 0;
	size_t length = strcspn(function, "+");
	if (function[length] && rt_number_parse(function + length + 1, &behind))
		return rt_probe_fail(probe, -EINVAL, "'%s' is no offset", function + length + 1);
	target->symbol = strndup(function, length);
	if (!target->symbol)
		return -ENOMEM;
	if (rt_elf_find_function(elf, target->symbol, &target->address, &size))
		return rt_probe_fail(probe, -ENOENT, "%s has no function '%s'", target->path,
				     target->symbol);
	if (behind && behind >= size)
		return rt_probe_fail(probe, -EINVAL,
				     "Offset outside the function bounds ('%s' size is %llu)",
				     target->symbol, (unsigned long long)size);
	target->address += behind;
	return 0;
}

static int find_address(struct rt_probe *probe, struct rt_elf *elf, uint64_t address)
{
	if (rt_elf_find_address(elf, address, &probe->target.address))
		return rt_probe_fail(probe, -ENOENT, "Could not resolve address: %s:0x%llx",
				     probe->target.path, (unsigned long long)address);
	return 0;
}

static int set_name(struct rt_probe *probe, const uint64_t *address)
{
	const char *provider = probe->abi->ops->provider;
	int length = address ? asprintf(&probe->name, "%s:%s:%llu", provider, probe->target.path,
					(unsigned long long)*address)
			     : asprintf(&probe->name, "%s:%s:%s", provider, probe->target.path,
					probe->parts[1]);
	if (length >= 0)
		return 0;
	probe->name = NULL;
	return -ENOMEM;
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	struct rt_elf *elf = NULL;
	uint32_t type;
	uint64_t return_bit;
	uint64_t address;
	if (probe->abi->n_parts != 2)
		return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:BINARY:FUNCTION",
				     probe->abi->ops->provider);
	if (rt_perf_probe_type("uprobe", &type, &return_bit))
		return rt_probe_fail(probe, -ENOENT,
				     "this kernel is built without uprobes "
				     "(CONFIG_UPROBE_EVENTS)");
	int err = rt_binary_open(probe, probe->parts[0], &elf);
	if (err)
		return err;
	bool is_address = !rt_number_parse(probe->parts[1], &address);
	err = is_address ? find_address(probe, elf, address)
			 : find_function(probe, elf, probe->parts[1]);
	rt_elf_close(elf);
	return err ? err : set_name(probe, is_address ? &address : NULL);
}

static int attach(struct rt *rt, struct rt_probe *probe)
{
	uint32_t type = 0;
	uint64_t return_bit = 0;
	int err = rt_perf_probe_type("uprobe", &type, &return_bit);
	if (err)
		return err;
	bool is_return = probe->abi->kind == ABI_PROBE_URETPROBE;
	struct perf_event_attr attr = rt_perf_attr(type, is_return ? return_bit : 0);
	attr.uprobe_path = (uint64_t)(uintptr_t)probe->target.path;
	attr.probe_offset = probe->target.address;
	pid_t pid = rt_probe_pid(rt);
	err = pid > 0 ? rt_perf_attach(rt, probe, &attr, pid, -1)
		      : rt_perf_attach_once(rt, probe, &attr);
	if (err == -EINVAL)
		return rt_probe_fail(probe, err,
				     "no instruction starts there, or %s is not on a "
				     "file system that can be probed",
				     probe->target.path);
	return err;
}

const struct rt_probe_ops rt_probe_uprobe = {
	.provider = "uprobe",
	.mechanism = "uprobe perf event",
	.resolve = resolve,
	.attach = attach,
};

const struct rt_probe_ops rt_probe_uretprobe = {
	.provider = "uretprobe",
	.mechanism = "uretprobe perf event",
	.resolve = resolve,
	.attach = attach,
};
