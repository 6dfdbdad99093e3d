#include "static_place.h"

#include <stdlib.h>

#include "bpf_call.h"
#include "elf_note.h"
#include "elf_symbol.h"
#include "layout.h"
#include "probe.h"
#include "rt.h"
#include "usdt_argument.h"

static int find_symbol(void *context, const char *name, uint64_t *address)
{
	uint64_t size;
	return rt_elf_find_symbol(context, name, address, &size);
}

struct abi_static_place *rt_static_place_new(struct rt_elf *elf, const struct rt_usdt_note *note)
{
	const struct rt_usdt_symbols symbols = { find_symbol, elf, note->address };
	struct abi_static_place *place = calloc(1, sizeof(*place));
	if (!place)
		return NULL;
	place->address = note->address;
	rt_usdt_arguments_parse(note->arguments, rt_elf_machine(elf), &symbols, place);
	return place;
}

/* Calls visit for each target that has a place, in the order of their numbers. */
static int each(const struct rt *rt, int (*visit)(struct rt_target *target, uint32_t id, int fd),
		int fd, uint32_t *count)
{
	uint32_t n = 0;
	int err = 0;
	for (uint32_t i = 0; i < rt->tool->n_probes && !err; i++) {
		const struct rt_probe *probe = &rt->probes[i];
		for (uint32_t k = 0; k < probe->n_targets && !err; k++) {
			if (!probe->targets[k].place || !rt_probe_is_active(probe))
				continue;
			err = visit(&probe->targets[k], n++, fd);
		}
	}
	*count = n;
	return err;
}

static int do_nothing(struct rt_target *target, uint32_t id, int fd)
{
	(void)target;
	(void)id;
	(void)fd;
	return 0;
}

static int number(struct rt_target *target, uint32_t id, int fd)
{
	(void)fd;
	target->place->name = target->id;
	target->id = id;
	return 0;
}

static int put(struct rt_target *target, uint32_t id, int fd)
{
	return rt_bpf_update(fd, &id, target->place, 0);
}

uint32_t rt_static_places_count(const struct rt *rt)
{
	uint32_t n;
	each(rt, do_nothing, -1, &n);
	return n;
}

void rt_static_places_number(struct rt *rt)
{
	uint32_t n;
	each(rt, number, -1, &n);
}

int rt_static_places_write(const struct rt *rt, int map_fd)
{
	uint32_t n;
	return each(rt, put, map_fd, &n);
}
