/*
 * Names of probes as text. Programs know a probe's name by its number, which is a
 * fourth of the size of a pointer to it; the tool writes the names into this map
 * before anything runs.
 */
#ifndef PROBE_NAME_BPF_H
#define PROBE_NAME_BPF_H

#include "tracec.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1); /* the tool sets it */
	__type(key, __u32);
	__type(value, char[LIMIT_PROBE_NAME]);
} probe_names SEC(".maps");

/* Zero-padded; size is LIMIT_PROBE_NAME at most. */
static __always_inline void tl_probe_name(void *bytes, __u32 size, __u32 id)
{
	const char *name = bpf_map_lookup_elem(&probe_names, &id);

	if (!name || bpf_probe_read_kernel(bytes, size, name))
		__builtin_memset(bytes, 0, size);
}

#endif
