/*
 * Counters of what was lost (layout.h): records, updates of full maps, runs of a
 * program that found no scratch memory.
 */
#ifndef LOSS_BPF_H
#define LOSS_BPF_H

#include "tracec.bpf.h"

/*
 * Adds one to a counter. All CPUs share it: what leads here has waited for a lock that they
 * share, too, that of the full buffer or map. The verifier wants to see the test of an index
 * that is no constant.
 */
static __always_inline void tl_lost(__u32 index)
{
	if (index < sizeof(loss) / sizeof(loss[0]))
		__sync_fetch_and_add(&loss[index], 1);
}

#endif
