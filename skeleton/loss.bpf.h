/*
 * Counters of what was lost (layout.h): records, updates of full maps, runs of a
 * program that found no scratch memory.
 */
#ifndef LOSS_BPF_H
#define LOSS_BPF_H

#include "tracec.bpf.h"

/*
 * Adds one to a counter. Kept out of line: it is the rare way. The addition is
 * atomic because another program may interrupt this one on its CPU.
 */
static __noinline void tl_lost(__u32 index)
{
	__u64 *count = bpf_map_lookup_elem(&loss, &index);

	if (count)
		__sync_fetch_and_add(count, 1);
}

#endif
