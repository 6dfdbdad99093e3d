/*
 * Symbols of traced programs and libraries that programs ask for (uaddr.bpf.h).
 */
#ifndef RUNTIME_STUB_USER_SYMBOL_H
#define RUNTIME_STUB_USER_SYMBOL_H

#include <stdint.h>

struct rt;
struct rt_elf;
struct rt_probe;
struct rt_target;

/*
 * At the end of a kind's resolve, for a target whose file is open and whose place has this address there:
 * finds the symbols that the probe's program asks for. 0 or what rt_probe_fail returned.
 */
int rt_user_symbols_find(const struct rt *rt, struct rt_probe *probe, struct rt_target *target,
			 struct rt_elf *elf, uint64_t address);

/* Numbers in the map for all names of probes. */
uint32_t rt_user_symbols_count(const struct rt *rt);

/* Writes them. 0 or a negative errno. */
int rt_user_symbols_write(const struct rt *rt, int map_fd);

#endif
