#include "user_symbol.h"

#include <errno.h>
#include <stdlib.h>

#include "bpf_call.h"
#include "elf_symbol.h"
#include "layout.h"
#include "privilege.h"
#include "probe.h"
#include "rt.h"

static uint64_t symbols_of(const struct rt *rt, const struct rt_probe *probe)
{
	return rt->tool->programs[probe->abi->program].user_symbols;
}

static int find(const struct rt *rt, struct rt_probe *probe, struct rt_target *target,
		struct rt_elf *elf)
{
	uint64_t wanted = symbols_of(rt, probe);
	for (uint32_t i = 0; i < rt->tool->n_user_symbols; i++) {
		uint64_t size;
		if (wanted >> i & 1 && rt_elf_find_symbol(elf, rt->tool->user_symbols[i],
							  &target->user_symbols[1 + i], &size))
			return rt_probe_fail(probe, -ENOENT, "%s has no symbol '%s' for uaddr()",
					     target->path, rt->tool->user_symbols[i]);
	}
	return 0;
}

int rt_user_symbols_find(const struct rt *rt, struct rt_probe *probe, struct rt_target *target,
			 struct rt_elf *elf, uint64_t address)
{
	bool is_return = probe->abi->kind == ABI_PROBE_URETPROBE;
	bool is_moved = rt_elf_is_movable(elf);
	if (!symbols_of(rt, probe))
		return 0;
	if (is_return && is_moved && !rt_kernel_is_at_least(6, 7))
		return rt_probe_fail(probe, -EINVAL,
				     "uaddr() at the return of a function of a "
				     "position-independent file needs Linux 6.7");
	target->user_symbols = calloc(1 + rt->tool->n_user_symbols, sizeof(uint64_t));
	if (!target->user_symbols)
		return -ENOMEM;
	target->user_symbols[0] = is_moved ? address : 0;
	return find(rt, probe, target, elf);
}

uint32_t rt_user_symbols_count(const struct rt *rt)
{
	return rt->n_probe_names * (1 + rt->tool->n_user_symbols);
}

static int write_target(const struct rt *rt, const struct rt_target *target, int map_fd)
{
	uint32_t n = 1 + rt->tool->n_user_symbols;
	uint32_t name = target->place ? target->place->name : target->id;
	int err = 0;
	for (uint32_t i = 0; i < n && !err; i++) {
		uint32_t key = name * n + i;
		if (target->user_symbols[i])
			err = rt_bpf_update(map_fd, &key, &target->user_symbols[i], 0);
	}
	return err;
}

int rt_user_symbols_write(const struct rt *rt, int map_fd)
{
	int err = 0;
	for (uint32_t i = 0; i < rt->tool->n_probes && !err; i++) {
		const struct rt_probe *probe = &rt->probes[i];
		for (uint32_t k = 0; k < probe->n_targets && !err; k++)
			if (rt_probe_is_active(probe) && probe->targets[k].user_symbols)
				err = write_target(rt, &probe->targets[k], map_fd);
	}
	return err;
}
