/* Made by tracec from raw_tracepoint.bt. */
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
	__type(key, __u8[20]);
	__type(value, struct abi_aggregate);
} m_ SEC(".maps");

#define TL_REPORTS_FAILURES
#include "memory.bpf.h"
#include "task.bpf.h"
#include "probe.bpf.h"
#include "field.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "event.bpf.h"

struct task_struct {
	int pid;
	struct task_struct *real_parent;
	char comm[16] __attribute__((btf_decl_tag("tl_value")));
} __attribute__((preserve_access_index));

struct frame_p0_rawtracepoint_sched_process_exec {
	TL_BYTES(t0, 20);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_rawtracepoint_sched_process_exec) == 24, "the frame is as large as planned");

/* rawtracepoint:sched_process_exec */
#line 2 "raw_tracepoint.bt"
SEC("tp_btf/sched_process_exec") int p0_rawtracepoint_sched_process_exec(void *ctx)
{
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	struct frame_p0_rawtracepoint_sched_process_exec memory, *f = &memory;
#line 2
	__s32 t1 = 0;
#line 2
	__u64 t2 = 0;
#line 4
	t1 = TL_SLOT(ctx, 0) ? (__s32)((struct task_struct *)TL_SLOT(ctx, 0))->pid : 0;
#line 4
	*(tl_s32 *)f->t0 = t1;
#line 4
	t2 = TL_SLOT(ctx, 0) ? (__u64)((struct task_struct *)TL_SLOT(ctx, 0))->real_parent : 0;
#line 4
	TL_FIELD_BYTES_KERNEL(&f->t0[4], 16, ((struct task_struct *)tl_number(t2))->comm, 0);
#line 4
	tl_sum(tl_aggregate(&m_, f->t0, 1), 1);
#line 4
	return 0;
}

#line 72 "raw_tracepoint.bpf.c"
char tl_license[] SEC("license") = "GPL";
