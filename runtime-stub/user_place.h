/*
 * Whether a probe may be put at a place of a program: in the middle of an instruction the program would break.
 * Tools that were built with --unsafe do not ask.
 */
#ifndef RUNTIME_STUB_USER_PLACE_H
#define RUNTIME_STUB_USER_PLACE_H

#include <stdint.h>

struct rt;
struct rt_elf;
struct rt_elf_place;
struct rt_probe;

/* `behind` bytes from the start of a function. 0 or what rt_probe_fail returned. */
int rt_user_place_check(const struct rt *rt, struct rt_probe *probe, struct rt_elf *elf,
			const struct rt_elf_place *function, uint64_t behind, const char *name);

/* An address by the file's own tables. */
int rt_user_address_check(const struct rt *rt, struct rt_probe *probe, struct rt_elf *elf,
			  const char *binary, uint64_t address);

#endif
