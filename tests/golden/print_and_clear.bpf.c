/* Made by tracec from print_and_clear.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][16] SEC(".data.loss");

/* @reads */
struct of_m_reads {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_reads SEC(".maps"), spare_reads SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct of_m_reads);
} live_reads SEC(".maps") = {
	.values = { (void *)&m_reads },
};

/* @last */
struct of_m_last {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_last SEC(".maps"), spare_last SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct of_m_last);
} live_last SEC(".maps") = {
	.values = { (void *)&m_last },
};

#include "memory.bpf.h"
#include "task.bpf.h"
#include "probe.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "event.bpf.h"
#include "control.bpf.h"

struct event_0 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_2 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_3 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_4 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct frame_p0_kprobe_vfs_read {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_kprobe_vfs_read) == 8, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 1 "print_and_clear.bt"
SEC("kprobe") int p0_kprobe_vfs_read(void *ctx)
{
#line 1
	if (!tl_is_wanted_pid()) {
#line 1
		return 0;
	}
#line 1
	struct frame_p0_kprobe_vfs_read memory, *f = &memory;
#line 1
	__u32 t1 = 0;
#line 1
	bool t2 = 0;
#line 3
	t1 = tl_pid();
#line 3
	*(tl_u32 *)f->t0 = t1;
	{
#line 3
		void *live = tl_live(&live_reads);
#line 3
		if (live) {
#line 3
			tl_sum(tl_aggregate(live, f->t0, 5), 1);
		}
	}
	{
#line 4
		void *live = tl_live(&live_last);
#line 4
		if (live) {
#line 4
			tl_cell_set(live, tl_register_argument(ctx, 2));
		}
	}
#line 5
	*(tl_u32 *)f->t0 = 1;
#line 5
	t2 = 0;
	{
#line 5
		void *live = tl_live(&live_reads);
#line 5
		if (live) {
#line 5
			t2 = tl_map_has(live, f->t0);
		}
	}
#line 5
	if (t2) {
		{
#line 6
			struct event_0 *r = tl_reserve_control(0, 8);
#line 6
			if (r) {
#line 6
				tl_submit_control(ctx, r, 8);
			}
		}
	}
#line 6
	return 0;
}

#line 146 "print_and_clear.bpf.c"
struct frame_p1_fentry_vfs_read {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_fentry_vfs_read) == 8, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 1 "print_and_clear.bt"
SEC("fentry") int p1_fentry_vfs_read(void *ctx)
{
#line 1
	if (!tl_is_wanted_pid()) {
#line 1
		return 0;
	}
#line 1
	struct frame_p1_fentry_vfs_read memory, *f = &memory;
#line 1
	__u32 t1 = 0;
#line 1
	__u64 t2 = 0;
#line 1
	bool t3 = 0;
#line 3
	t1 = tl_pid();
#line 3
	*(tl_u32 *)f->t0 = t1;
	{
#line 3
		void *live = tl_live(&live_reads);
#line 3
		if (live) {
#line 3
			tl_sum(tl_aggregate(live, f->t0, 6), 1);
		}
	}
#line 4
	t2 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
	{
#line 4
		void *live = tl_live(&live_last);
#line 4
		if (live) {
#line 4
			tl_cell_set(live, t2);
		}
	}
#line 5
	*(tl_u32 *)f->t0 = 1;
#line 5
	t3 = 0;
	{
#line 5
		void *live = tl_live(&live_reads);
#line 5
		if (live) {
#line 5
			t3 = tl_map_has(live, f->t0);
		}
	}
#line 5
	if (t3) {
		{
#line 6
			struct event_1 *r = tl_reserve_control(1, 8);
#line 6
			if (r) {
#line 6
				tl_submit_control(ctx, r, 8);
			}
		}
	}
#line 6
	return 0;
}

#line 222 "print_and_clear.bpf.c"
/* interval:s:1 */
#line 10 "print_and_clear.bt"
SEC("perf_event") int p2_interval_s_1(void *ctx)
{
#line 10
	__u64 t0 = 0;
#line 10
	t0 = 0;
	{
#line 10
		void *live = tl_live(&live_last);
#line 10
		if (live) {
#line 10
			t0 = tl_cell_get(live);
		}
	}
#line 10
	if (t0 != 0) {
		{
#line 13
			struct event_2 *r = tl_reserve_control(2, 8);
#line 13
			if (r) {
#line 13
				tl_submit_control(ctx, r, 8);
			}
		}
		{
#line 14
			struct event_3 *r = tl_reserve_control(3, 8);
#line 14
			if (r) {
#line 14
				tl_submit_control(ctx, r, 8);
			}
		}
	}
#line 14
	return 0;
}

#line 265 "print_and_clear.bpf.c"
/* end */
#line 19 "print_and_clear.bt"
SEC("raw_tp") int p3_end(void *ctx)
{
	{
#line 21
		struct event_4 *r = tl_reserve_control(4, 8);
#line 21
		if (r) {
#line 21
			tl_submit_control(ctx, r, 8);
		}
	}
#line 21
	return 0;
}

#line 283 "print_and_clear.bpf.c"
char tl_license[] SEC("license") = "GPL";
