/*
 * Counters of what was lost (layout.h): records, updates of full maps, runs of a
 * program that found no scratch memory.
 */
#ifndef LOSS_BPF_H
#define LOSS_BPF_H

#include "tracec.bpf.h"

/*
 * Adds one to a counter of this CPU's lane. CPUs share a lane where there are more of them than lanes, and an interrupt
 * may come between, so that the addition is atomic all the same. Out of line: it is the rare way. The verifier wants to
 * see the test of an index that is no constant.
 */
static __noinline void tl_lost(__u32 index)
{
	__u32 lane = bpf_get_smp_processor_id() & (LIMIT_LOSS_LANES - 1);

	if (index < sizeof(loss[0]) / sizeof(loss[0][0]))
		__sync_fetch_and_add(&loss[lane][index], 1);
}

#endif
