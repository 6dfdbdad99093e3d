/* Made by tracec from macros.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

/* @by */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct abi_aggregate);
} m_by SEC(".maps");

#include "map.bpf.h"
#include "aggregate.bpf.h"

struct frame_p0_interval_s_1 {
	TL_BYTES(t1, 8);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_interval_s_1) == 8, "the frame is as large as planned");

/* interval:s:1 */
#line 17 "macros.bt"
SEC("perf_event") int p0_interval_s_1(void *ctx)
{
#line 17
	struct frame_p0_interval_s_1 memory, *f = &memory;
#line 17
	__s64 v_a = 0, v_a_2 = 0;
#line 17
	__s8 v_b = 0;
#line 19
	v_a = 5;
#line 13
	v_a = (__s64)((__u64)v_a + 1);
#line 4
	v_a_2 = v_a;
#line 5
	v_b = 16;
#line 14
	*(tl_s64 *)f->t1 = (v_a_2 > (__s64)v_b) ? v_a_2 : (__s64)v_b;
#line 14
	tl_sum(tl_aggregate(&m_by, f->t1, 0), 1);
#line 14
	return 0;
}

#line 57 "macros.bpf.c"
char tl_license[] SEC("license") = "GPL";
