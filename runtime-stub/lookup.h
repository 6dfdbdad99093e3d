/*
 * Constants that are looked up on the target: addresses of kernel symbols, ids of cgroups.
 * Each sets the 8 bytes at `place`; what is not there is reported, -ENOENT.
 */
#ifndef RUNTIME_STUB_LOOKUP_H
#define RUNTIME_STUB_LOOKUP_H

#include <stdint.h>

struct abi_patch;
struct rt;

int rt_fill_kernel_address(struct rt *rt, const struct abi_patch *patch, uint8_t *place);
int rt_fill_cgroup_id(struct rt *rt, const struct abi_patch *patch, uint8_t *place);

#endif
