/* Made by tracec from tracepoint_fields.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
	__s32 c_offset_0_next_pid;
	__s32 c_offset_1_prev_comm;
	__s32 c_offset_2_prev_prio;
	__s32 c_offset_3_next_comm;
	__s32 c_offset_4_prev_state;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
	.c_offset_0_next_pid = -1,
	.c_offset_1_prev_comm = -1,
	.c_offset_2_prev_prio = -1,
	.c_offset_3_next_comm = -1,
	.c_offset_4_prev_state = -1,
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

/* @state */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct abi_aggregate);
} m_state SEC(".maps");

#include "task.bpf.h"
#include "field.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "event.bpf.h"

struct trace_event_raw_sched_switch {
	int next_pid;
	char prev_comm[16] __attribute__((btf_decl_tag("tl_value")));
	int prev_prio;
	char next_comm[16] __attribute__((btf_decl_tag("tl_value")));
	long long prev_state;
} __attribute__((preserve_access_index));

struct event_0 {
	struct abi_record head;
	struct abi_packed a0;
	__u32 a1;
	struct abi_packed a2;
	__u8 tail[33];
} __attribute__((__aligned__(8)));

struct frame_p0_tracepoint_sched_sched_switch {
	union {
		TL_BYTES(t1, 16);
		TL_BYTES(t4, 8);
	};
	TL_BYTES(t3, 16);
	struct event_0 event_0;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_tracepoint_sched_sched_switch) == 96, "the frame is as large as planned");

/* tracepoint:sched:sched_switch */
#line 2 "tracepoint_fields.bt"
SEC("tracepoint") int p0_tracepoint_sched_sched_switch(void *ctx)
{
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	struct frame_p0_tracepoint_sched_sched_switch memory, *f = &memory;
#line 2
	__s32 t0 = 0, t2 = 0;
#line 2
	__s64 t5 = 0;
#line 2
	t0 = (__s32)TL_CONTEXT_FIELD(ctx, ((struct trace_event_raw_sched_switch *)ctx)->next_pid, constants.c_offset_0_next_pid);
#line 2
	if ((__s64)t0 == 42) {
#line 5
		TL_CONTEXT_BYTES(f->t1, 16, ctx, ((struct trace_event_raw_sched_switch *)ctx)->prev_comm, constants.c_offset_1_prev_comm);
#line 5
		t2 = (__s32)TL_CONTEXT_FIELD(ctx, ((struct trace_event_raw_sched_switch *)ctx)->prev_prio, constants.c_offset_2_prev_prio);
#line 5
		TL_CONTEXT_BYTES(f->t3, 16, ctx, ((struct trace_event_raw_sched_switch *)ctx)->next_comm, constants.c_offset_3_next_comm);
		{
#line 5
			struct event_0 *r = &f->event_0;
#line 5
			__u64 n = 0;
#line 5
			__builtin_memset(r, 0, sizeof(*r));
#line 5
			n += tl_pack_str(&r->a0, r->tail + n, 17, f->t1);
#line 5
			r->a1 = t2;
#line 5
			n += tl_pack_str(&r->a2, r->tail + n, 17, f->t3);
#line 5
			tl_output(ctx, &r->head, 0, 28 + n);
		}
#line 6
		t5 = (__s64)TL_CONTEXT_FIELD(ctx, ((struct trace_event_raw_sched_switch *)ctx)->prev_state, constants.c_offset_4_prev_state);
#line 6
		*(tl_s64 *)f->t4 = t5;
#line 6
		tl_sum(tl_aggregate(&m_state, f->t4, 1), 1);
	}
#line 6
	return 0;
}

#line 117 "tracepoint_fields.bpf.c"
char tl_license[] SEC("license") = "GPL";
