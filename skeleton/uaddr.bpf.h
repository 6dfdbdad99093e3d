/*
 * Addresses of symbols of the traced program or library, as the process has them. The tool writes into this
 * map, before anything runs, where probes and symbols are in their files: for each probe's name a
 * row of 1 + n numbers, the address of the probe and those of n symbols. A process has a file
 * somewhere else, but the distance between the two is the file's.
 *
 * An address of 0 for the probe: the file is not moved. A symbol's 0: the file has no such.
 */
#ifndef UADDR_BPF_H
#define UADDR_BPF_H

#include "probe.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1); /* the tool sets it */
	__type(key, __u32);
	__type(value, __u64);
} user_symbols SEC(".maps");

/*
 * Symbol number `index` of `count` in the process, of the probe with the name; `here` is where the probe is in
 * the process, and `place` where it is in its file, 0: as the map says. 0 if it is not known.
 */
static __always_inline __u64 tl_user_address(__u32 name, __u32 count, __u32 index, __u64 here,
					     __u64 place)
{
	__u32 row = name * (1 + count);
	__u32 column = row + 1 + index;
	const __u64 *probe = bpf_map_lookup_elem(&user_symbols, &row);
	const __u64 *symbol = bpf_map_lookup_elem(&user_symbols, &column);

	if (!probe || !symbol || !*symbol)
		return 0;
	if (!*probe)
		return *symbol;
	return *symbol + here - (place ? place : *probe);
}

static __always_inline __u64 tl_uaddr(void *ctx, __u32 count, __u32 index)
{
	return tl_user_address(tl_probe_id(ctx), count, index,
			       tl_register_ip(ctx), 0);
}

/* Where a function returns to is not where it is (bpf_get_func_ip in a uretprobe: Linux 6.7). */
static __always_inline __u64 tl_uaddr_return(void *ctx, __u32 count, __u32 index)
{
	return tl_user_address(tl_probe_id(ctx), count, index, bpf_get_func_ip(ctx), 0);
}

#endif
