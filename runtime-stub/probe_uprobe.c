/* uprobe and uretprobe: BINARY:FUNCTION[+OFFSET] or BINARY:ADDRESS, with wildcards in either part. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "binary.h"
#include "capability.h"
#include "elf_symbol.h"
#include "number.h"
#include "probe.h"
#include "wildcard.h"

static int find_function(struct rt_probe *probe, struct rt_target *target,
			 const struct rt_binary *binary, struct rt_elf *elf, const char *function)
{
	uint64_t behind = 0;
	uint64_t size = 0;
	size_t length = strcspn(function, "+");
	if (function[length] && rt_number_parse(function + length + 1, &behind))
		return rt_probe_fail(probe, -EINVAL, "'%s' is no offset", function + length + 1);
	if (rt_target_set(&target->symbol, "%.*s", (int)length, function))
		return -ENOMEM;
	if (rt_elf_find_function(elf, target->symbol, &target->address, &size))
		return rt_probe_fail(probe, -ENOENT, "%s has no function '%s'", binary->name,
				     target->symbol);
	if (behind && behind >= size)
		return rt_probe_fail(probe, -EINVAL,
				     "Offset outside the function bounds ('%s' size is %llu)",
				     target->symbol, (unsigned long long)size);
	target->address += behind;
	return 0;
}

static int find_address(struct rt_probe *probe, struct rt_target *target,
			const struct rt_binary *binary, struct rt_elf *elf, uint64_t address)
{
	if (rt_elf_find_address(elf, address, &target->address))
		return rt_probe_fail(probe, -ENOENT, "Could not resolve address: %s:0x%llx",
				     binary->name, (unsigned long long)address);
	return 0;
}

static int resolve_one(struct rt_probe *probe, const struct rt_binary *binary, struct rt_elf *elf)
{
	const char *provider = probe->abi->ops->provider;
	const char *place = probe->parts[1];
	uint64_t address;
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target)
		return -ENOMEM;
	bool is_address = !rt_number_parse(place, &address);
	int err = is_address ? find_address(probe, target, binary, elf, address)
			     : find_function(probe, target, binary, elf, place);
	if (!err)
		err = rt_target_set(&target->path, "%s", binary->path);
	if (!err && is_address)
		err = rt_target_set(&target->name, "%s:%s:%llu", provider, binary->name,
				    (unsigned long long)address);
	else if (!err)
		err = rt_target_set(&target->name, "%s:%s:%s", provider, binary->name, place);
	return err;
}

struct matching {
	struct rt_probe *probe;
	const struct rt_binary *binary;
};

static int take_function(void *context, const char *name, uint64_t offset)
{
	const struct matching *matching = context;
	struct rt_probe *probe = matching->probe;
	if (!rt_wildcard_matches(probe->parts[1], name))
		return 0;
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target)
		return -ENOMEM;
	target->address = offset;
	if (rt_target_set(&target->path, "%s", matching->binary->path) ||
	    rt_target_set(&target->symbol, "%s", name))
		return -ENOMEM;
	return rt_target_set(&target->name, "%s:%s:%s", probe->abi->ops->provider,
			     matching->binary->name, name);
}

static int compare(const void *a, const void *b)
{
	const struct rt_target *left = a;
	const struct rt_target *right = b;
	int order = strcmp(left->path, right->path);
	return order ? order : strcmp(left->symbol, right->symbol);
}

static int resolve_in(struct rt_probe *probe, const struct rt_binary *binary)
{
	struct rt_elf *elf = NULL;
	uint32_t from = probe->n_targets;
	struct matching matching = { probe, binary };
	int err = rt_binary_open(probe, binary, &elf);
	if (err)
		return err;
	if (rt_wildcard_is_in(probe->parts[1]))
		err = rt_elf_each_function(elf, take_function, &matching);
	else
		err = resolve_one(probe, binary, elf);
	rt_elf_close(elf);
	// .dynsym repeats what .symtab has.
	if (rt_wildcard_is_in(probe->parts[1]))
		rt_probe_unite_targets(probe, from, compare);
	return err;
}

/* Of the files that a wildcard means, those without the function are passed over. */
static int resolve_all(struct rt_probe *probe, const struct rt_binaries *binaries)
{
	int err = 0;
	for (size_t i = 0; i < binaries->n && !err; i++) {
		uint32_t n = probe->n_targets;
		err = resolve_in(probe, &binaries->items[i]);
		if (!err || err == -ENOMEM || !binaries->is_pattern)
			continue;
		while (probe->n_targets > n)
			rt_probe_remove_target(probe, probe->n_targets - 1);
		err = 0;
	}
	return err;
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	struct rt_binaries binaries;
	if (probe->abi->n_parts != 2)
		return rt_probe_fail(probe, -EINVAL, "it is not of the form %s:BINARY:FUNCTION",
				     probe->abi->ops->provider);
	int err = rt_binaries_find(rt, probe, probe->parts[0], &binaries);
	probe->is_pattern = binaries.is_pattern || rt_wildcard_is_in(probe->parts[1]);
	if (!err)
		err = resolve_all(probe, &binaries);
	rt_binaries_release(&binaries);
	if (!err && probe->is_pattern)
		err = rt_probe_check_matches(rt, probe, "function");
	return err;
}

static const struct rt_way uprobe_ways[] = {
	{ &rt_attach_uprobe, false },
	{ &rt_attach_uprobe_multi, false },
	{ NULL, false },
};

static const struct rt_way uprobe_pattern_ways[] = {
	{ &rt_attach_uprobe_multi, false },
	{ &rt_attach_uprobe, false },
	{ NULL, false },
};

static const struct rt_way uretprobe_ways[] = {
	{ &rt_attach_uretprobe, false },
	{ &rt_attach_uretprobe_multi, false },
	{ NULL, false },
};

static const struct rt_way uretprobe_pattern_ways[] = {
	{ &rt_attach_uretprobe_multi, false },
	{ &rt_attach_uretprobe, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_uprobe = {
	.provider = "uprobe",
	.resolve = resolve,
	.ways = uprobe_ways,
	.pattern_ways = uprobe_pattern_ways,
	.needs = RT_CAPABILITY(DAC_READ_SEARCH),
};

const struct rt_probe_ops rt_probe_uretprobe = {
	.provider = "uretprobe",
	.resolve = resolve,
	.ways = uretprobe_ways,
	.pattern_ways = uretprobe_pattern_ways,
	.needs = RT_CAPABILITY(DAC_READ_SEARCH),
};
