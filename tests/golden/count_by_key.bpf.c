/* Made by tracec from count_by_key.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

/* @ */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[24]);
	__type(value, struct abi_aggregate);
} m_ SEC(".maps");

#include "task.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"

struct frame_p0_interval_ms_100 {
	TL_BYTES(t1, 24);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_interval_ms_100) == 24, "the frame is as large as planned");

/* interval:ms:100 */
#line 2 "count_by_key.bt"
SEC("perf_event") int p0_interval_ms_100(void *ctx)
{
#line 2
	struct frame_p0_interval_ms_100 memory, *f = &memory;
#line 2
	__u32 t0 = 0, t2 = 0;
#line 2
	t0 = tl_pid();
#line 2
	if ((__u64)t0 != 1) {
#line 5
		tl_comm(f->t1, 16);
#line 5
		t2 = tl_cpu();
#line 5
		*(tl_u64 *)&f->t1[16] = (__u64)t2;
#line 5
		tl_sum(tl_aggregate(&m_, f->t1, 0), 1);
	}
#line 5
	return 0;
}

#line 57 "count_by_key.bpf.c"
char tl_license[] SEC("license") = "GPL";
