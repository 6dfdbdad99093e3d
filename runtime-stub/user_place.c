#include "user_place.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "elf_symbol.h"
#include "instruction.h"
#include "probe.h"
#include "rt.h"

/* No function is longer than this. */
#define MAX_CODE (16u << 20)

/* 0: an instruction begins there; -EINVAL: none does; -ENODATA: the code cannot be followed so far. */
static int check_boundary(struct rt_elf *elf, const struct rt_elf_place *function, uint64_t behind)
{
	size_t size = function->size < MAX_CODE ? (size_t)function->size : MAX_CODE;
	uint8_t *code = rt_elf_read_code(elf, function->address, size);
	uint64_t at = 0;
	int err = code ? 0 : -ENODATA;
	while (!err && at < behind) {
		size_t length = rt_instruction_length(code + at, size - (size_t)at);
		at += length;
		err = length ? 0 : -ENODATA;
	}
	free(code);
	if (err)
		return err;
	return at == behind ? 0 : -EINVAL;
}

int rt_user_place_check(const struct rt *rt, struct rt_probe *probe, struct rt_elf *elf,
			const struct rt_elf_place *function, uint64_t behind, const char *name)
{
	if (!behind || rt->tool->is_unsafe)
		return 0;
	if (!function->size)
		return rt_probe_fail(probe, -EINVAL,
				     "Could not determine boundary for %s (symbol has size 0); "
				     "built with --unsafe the tool attaches anyway",
				     name);
	if (behind >= function->size)
		return rt_probe_fail(probe, -EINVAL,
				     "Offset outside the function bounds ('%s' size is %llu)", name,
				     (unsigned long long)function->size);
	switch (check_boundary(elf, function, behind)) {
	case 0:
		return 0;
	case -EINVAL:
		return rt_probe_fail(probe, -EINVAL,
				     "%s+%llu is in the middle of an instruction; a probe there "
				     "would break the program",
				     name, (unsigned long long)behind);
	default:
		return rt_probe_fail(probe, -EINVAL,
				     "cannot tell where the instructions of %s begin; built with "
				     "--unsafe the tool attaches anyway",
				     name);
	}
}

int rt_user_address_check(const struct rt *rt, struct rt_probe *probe, struct rt_elf *elf,
			  const char *binary, uint64_t address)
{
	struct rt_elf_place function;
	if (rt->tool->is_unsafe)
		return 0;
	if (rt_elf_function_at(elf, address, &function))
		return rt_probe_fail(probe, -ENOENT,
				     "Could not resolve address: %s:0x%llx (no function is known "
				     "there; built with --unsafe the tool attaches anyway)",
				     binary, (unsigned long long)address);
	return rt_user_place_check(rt, probe, elf, &function, address - function.address,
				   function.name);
}
