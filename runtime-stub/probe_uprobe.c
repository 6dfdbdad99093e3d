/* uprobe and uretprobe: BINARY:FUNCTION[+OFFSET] or BINARY:ADDRESS. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "binary.h"
#include "elf_symbol.h"
#include "number.h"
#include "probe.h"
#include "rt.h"

static int find_function(struct rt_probe *probe, struct rt_target *target, struct rt_elf *elf,
			 const char *function)
{
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

static int find_address(struct rt_probe *probe, struct rt_target *target, struct rt_elf *elf,
			uint64_t address)
{
	if (rt_elf_find_address(elf, address, &target->address))
		return rt_probe_fail(probe, -ENOENT, "Could not resolve address: %s:0x%llx",
				     target->path, (unsigned long long)address);
	return 0;
}

static int set_name(struct rt_probe *probe, struct rt_target *target, const uint64_t *address)
{
	const char *provider = probe->abi->ops->provider;
	if (address)
		return rt_target_set(&target->name, "%s:%s:%llu", provider, target->path,
				     (unsigned long long)*address);
	return rt_target_set(&target->name, "%s:%s:%s", provider, target->path, probe->parts[1]);
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	(void)rt;
	struct rt_elf *elf = NULL;
	uint64_t address;
	if (probe->abi->n_parts != 2)
		return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:BINARY:FUNCTION",
				     probe->abi->ops->provider);
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target)
		return -ENOMEM;
	int err = rt_binary_open(probe, target, probe->parts[0], &elf);
	if (err)
		return err;
	bool is_address = !rt_number_parse(probe->parts[1], &address);
	err = is_address ? find_address(probe, target, elf, address)
			 : find_function(probe, target, elf, probe->parts[1]);
	rt_elf_close(elf);
	return err ? err : set_name(probe, target, is_address ? &address : NULL);
}

static const struct rt_way uprobe_ways[] = {
	{ &rt_attach_uprobe, false },
	{ NULL, false },
};

static const struct rt_way uretprobe_ways[] = {
	{ &rt_attach_uretprobe, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_uprobe = {
	.provider = "uprobe",
	.resolve = resolve,
	.ways = uprobe_ways,
};

const struct rt_probe_ops rt_probe_uretprobe = {
	.provider = "uretprobe",
	.resolve = resolve,
	.ways = uretprobe_ways,
};
