/*
 * usdt:BINARY:[NAMESPACE:]NAME: uprobes at the places that the binary's notes give, and a table of where
 * the arguments stand at each of them. While a place is traced the kernel counts up the semaphore
 * that goes with it (Linux 4.20), so that a program knows that somebody listens.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "binary.h"
#include "capability.h"
#include "elf_note.h"
#include "elf_symbol.h"
#include "probe.h"
#include "rt.h"
#include "static_place.h"
#include "user_symbol.h"
#include "wildcard.h"

struct matching {
	const struct rt *rt;
	struct rt_probe *probe;
	const struct rt_binary *binary;
	struct rt_elf *elf;
};

/* usdt:BINARY:NAME means any name space. */
static bool is_wanted(const struct rt_probe *probe, const char *space, const char *name)
{
	uint32_t n = probe->abi->n_parts;
	if (n == 3 && *probe->parts[1] && !rt_wildcard_matches(probe->parts[1], space))
		return false;
	return rt_wildcard_matches(probe->parts[n - 1], name);
}

/* The name space goes to module. */
static int take(void *context, const struct rt_usdt_note *note)
{
	const struct matching *matching = context;
	struct rt_probe *probe = matching->probe;
	if (!is_wanted(probe, note->provider, note->name))
		return 0;
	struct rt_target *target = rt_probe_add_target(probe);
	if (!target || rt_target_set(&target->path, "%s", matching->binary->path) ||
	    rt_target_set(&target->module, "%s", note->provider) ||
	    rt_target_set(&target->symbol, "%s", note->name))
		return -ENOMEM;
	uint64_t begin = matching->binary->entry.offset;
	target->address = begin + note->offset;
	target->semaphore = note->semaphore ? begin + note->semaphore : 0;
	target->place = rt_static_place_new(matching->elf, note);
	if (!target->place)
		return -ENOMEM;
	if (rt_target_set(&target->name, "usdt:%s:%s:%s", matching->binary->name, note->provider,
			  note->name))
		return -ENOMEM;
	return rt_user_symbols_find(matching->rt, probe, target, matching->elf, note->address);
}

static int compare(const void *a, const void *b)
{
	const struct rt_target *left = a;
	const struct rt_target *right = b;
	int order = strcmp(left->name, right->name);
	if (order)
		return order;
	return left->address < right->address ? -1 : left->address > right->address;
}

static int resolve_in(const struct rt *rt, struct rt_probe *probe, const struct rt_binary *binary)
{
	struct matching matching = { rt, probe, binary, NULL };
	uint32_t from = probe->n_targets;
	int err = rt_binary_open(probe, binary, &matching.elf);
	if (err)
		return err;
	err = rt_elf_each_usdt(matching.elf, take, &matching);
	rt_elf_close(matching.elf);
	rt_probe_unite_targets(probe, from, compare);
	return err;
}

static int resolve_all(const struct rt *rt, struct rt_probe *probe,
		       const struct rt_binaries *binaries)
{
	int err = 0;
	for (size_t i = 0; i < binaries->n && !err; i++) {
		err = resolve_in(rt, probe, &binaries->items[i]);
		if (err != -ENOMEM && binaries->is_pattern)
			err = 0;
	}
	return err;
}

/* Of several places of one probe the first stands for it. */
static uint32_t mark_further_places(struct rt_probe *probe)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < probe->n_targets; i++) {
		struct rt_target *target = &probe->targets[i];
		target->is_further = i && !strcmp(target->name, probe->targets[i - 1].name);
		n += !target->is_further;
	}
	return n;
}

static int check(const struct rt *rt, struct rt_probe *probe, const struct rt_binaries *binaries)
{
	const char *name = probe->parts[probe->abi->n_parts - 1];
	bool is_pattern = binaries->is_pattern || rt_wildcard_is_in(name) ||
			  (probe->abi->n_parts == 3 && rt_wildcard_is_in(probe->parts[1]));
	// Without a name space several probes may be meant, too.
	probe->is_pattern = mark_further_places(probe) > 1 || is_pattern;
	if (!probe->n_targets && !is_pattern)
		return rt_probe_fail(probe, -ENOENT, "%s has no USDT probe '%s'",
				     binaries->items[0].name, name);
	return rt_probe_check_matches(rt, probe, "USDT probe");
}

static int resolve(struct rt *rt, struct rt_probe *probe)
{
	struct rt_binaries binaries;
	uint32_t n = probe->abi->n_parts;
	if (n < 2 || n > 3)
		return rt_probe_fail(probe, -EINVAL,
				     "it is not of the form "
				     "usdt:BINARY:NAMESPACE:NAME");
	int err = rt_binaries_find(rt, probe, probe->parts[0], &binaries);
	if (!err)
		err = resolve_all(rt, probe, &binaries);
	if (!err)
		err = check(rt, probe, &binaries);
	rt_binaries_release(&binaries);
	return err;
}

static const struct rt_way one_way[] = {
	{ &rt_attach_uprobe, false },
	{ &rt_attach_uprobe_multi, false },
	{ NULL, false },
};

static const struct rt_way many_ways[] = {
	{ &rt_attach_uprobe_multi, false },
	{ &rt_attach_uprobe, false },
	{ NULL, false },
};

const struct rt_probe_ops rt_probe_usdt = {
	.provider = "usdt",
	.resolve = resolve,
	.ways = one_way,
	.pattern_ways = many_ways,
	.needs = RT_CAPABILITY(DAC_READ_SEARCH),
	.needs_of = rt_capabilities_of_uprobe,
};
