/* Made by tracec from control_flow.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_interval_s_1 = 4,
};

__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[24]);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} scratch_used SEC(".maps");

/* @n */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_n SEC(".maps");

/* @last */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u64);
} m_last SEC(".maps");

#include "map.bpf.h"
#include "event.bpf.h"
#include "control.bpf.h"
#include "scratch.bpf.h"
#include "loop.bpf.h"

struct event_0 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_2 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct frame_p0_interval_s_1 {
	union {
		TL_BYTES(t2, 8);
		TL_BYTES(t5, 8);
	};
	__s64 v_n;
	__s64 begin_1;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_interval_s_1) == 24, "the frame is as large as planned");

#line 5 "control_flow.bt"
static __noinline long p0_interval_s_1_loop_1(__u32 index, struct tl_loop *loop)
{
#line 5
	struct frame_p0_interval_s_1 *f = loop->frame;
#line 5
	void *ctx = loop->ctx;
#line 5
	__s8 v_i = 0;
#line 5
	v_i = (__u64)f->begin_1 + index;
#line 6
	if ((__s64)((__u64)v_i % 2) == 0) {
#line 7
		return tl_go_on();
	}
#line 9
	f->v_n = (__s64)((__u64)f->v_n + (__s64)(((__s64)v_i > 5) ? 2 : 1));
#line 9
	return tl_go_on();
}

#line 99 "control_flow.bpf.c"
/* interval:s:1 */
#line 2 "control_flow.bt"
static __always_inline int p0_interval_s_1_body(void *ctx, struct frame_p0_interval_s_1 *f)
{
#line 2
	__s64 t3 = 0;
#line 2
	bool t4 = 0, t6 = 0, t7 = 0;
#line 2
	f->v_n = 0;
#line 2
	struct tl_loop *loop = &(struct tl_loop){ ctx, f };
#line 4
	f->v_n = 0;
#line 5
	f->begin_1 = 0;
#line 5
	tl_loop(tl_rounds(f->begin_1, 10), p0_interval_s_1_loop_1, loop);
#line 11
	tl_cell_add(&m_n, 1);
#line 12
	*(tl_s64 *)f->t2 = f->v_n;
#line 12
	t3 = tl_cell_get(&m_n);
#line 12
	tl_map_set(&m_last, f->t2, t3, 3);
#line 13
	*(tl_s64 *)f->t2 = 7;
#line 13
	t4 = tl_map_has(&m_last, f->t2);
#line 13
	t7 = t4;
#line 13
	if (t7) {
#line 13
		*(tl_s64 *)f->t5 = 8;
#line 13
		t6 = tl_map_has(&m_last, f->t5);
#line 13
		t7 = !t6;
	}
#line 13
	if (t7) {
		{
#line 14
			struct event_0 *r = tl_reserve_control(0, 8);
#line 14
			if (r) {
#line 14
				tl_submit_control(ctx, r, 8);
			}
		}
	} else {
		{
#line 16
			struct event_1 *r = tl_reserve_control(1, 8);
#line 16
			if (r) {
#line 16
				tl_submit_control(ctx, r, 8);
			}
		}
	}
#line 16
	return 0;
}

#line 2
SEC("perf_event") int p0_interval_s_1(void *ctx)
{
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p0_interval_s_1 *f = tl_scratch_memory(slot, LOSS_p0_interval_s_1);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p0_interval_s_1_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 187 "control_flow.bpf.c"
/* end */
#line 20 "control_flow.bt"
SEC("raw_tp") int p1_end(void *ctx)
{
	{
#line 22
		struct event_2 *r = tl_reserve_control(2, 8);
#line 22
		if (r) {
#line 22
			tl_submit_control(ctx, r, 8);
		}
	}
#line 22
	return 0;
}

#line 205 "control_flow.bpf.c"
char tl_license[] SEC("license") = "GPL";
