/*
 * Control groups of the unified hierarchy, noted while they exist: most of their paths are printed
 * when the tool ends, and by then those of containers are gone.
 */
#ifndef RUNTIME_STUB_CGROUPS_H
#define RUNTIME_STUB_CGROUPS_H

#include <stdint.h>

struct rt;
struct abi_type;

/* For rt_value_ops.prepare: notes what there is, and has the kernel tell what is made. */
int rt_cgroups_prepare(struct rt *rt, const struct abi_type *type);

/* The path below the hierarchy's mount point; NULL: it was never seen. */
const char *rt_cgroups_find(struct rt *rt, uint64_t id);

#endif
