/* Made by tracec from aggregations.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

/* @count */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_count SEC(".maps");

/* @sum */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[16]);
	__type(value, struct abi_aggregate);
} m_sum SEC(".maps");

/* @min */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_min SEC(".maps");

/* @max */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_max SEC(".maps");

/* @avg */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_avg SEC(".maps");

/* @stats */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[20]);
	__type(value, struct abi_aggregate);
} m_stats SEC(".maps");

/* @hist */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[24]);
	__type(value, __u64);
} m_hist SEC(".maps");

/* @lhist */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 18);
	__type(key, __u32);
	__type(value, __u64);
} m_lhist SEC(".maps");

#include "task.bpf.h"
#include "time.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "event.bpf.h"
#include "control.bpf.h"

struct event_0 {
	struct abi_record head;
	__u8 a0;
} __attribute__((__aligned__(8)));

struct frame_p0_profile_hz_99 {
	union {
		TL_BYTES(t0, 16);
		TL_BYTES(t3, 4);
		TL_BYTES(t6, 20);
		TL_BYTES(t9, 24);
	};
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_profile_hz_99) == 24, "the frame is as large as planned");

/* profile:hz:99 */
#line 2 "aggregations.bt"
SEC("perf_event") int p0_profile_hz_99(void *ctx)
{
#line 2
	struct frame_p0_profile_hz_99 memory, *f = &memory;
#line 2
	__u32 t1 = 0, t4 = 0, t5 = 0, t7 = 0, t11 = 0;
#line 2
	__u64 t2 = 0, t8 = 0, t10 = 0, t12 = 0;
#line 4
	tl_sum(tl_cell(&m_count), 1);
#line 5
	tl_comm(f->t0, 16);
#line 5
	t1 = tl_cpu();
#line 5
	tl_sum(tl_aggregate(&m_sum, f->t0, 1), (__u64)t1);
#line 6
	t2 = tl_nsecs(0);
#line 6
	tl_min_unsigned(tl_cell(&m_min), t2);
#line 7
	t4 = tl_pid();
#line 7
	*(tl_u32 *)f->t3 = t4;
#line 7
	tl_max_signed(tl_aggregate(&m_max, f->t3, 2), -5);
#line 8
	t5 = tl_pid();
#line 8
	tl_avg(tl_cell(&m_avg), (__u64)t5);
#line 9
	t7 = tl_pid();
#line 9
	*(tl_u32 *)f->t6 = t7;
#line 9
	tl_comm(&f->t6[4], 16);
#line 9
	t8 = tl_nsecs(0);
#line 9
	tl_avg(tl_aggregate(&m_stats, f->t6, 3), t8);
#line 10
	__builtin_memset(f->t9, 0, 24);
#line 10
	tl_comm(f->t9, 16);
#line 10
	t10 = tl_nsecs(0);
#line 10
	*(tl_u64 *)&f->t9[16] = tl_hist_unsigned(t10, 2);
#line 10
	tl_bucket(&m_hist, f->t9, 4);
#line 11
	t11 = tl_cpu();
#line 11
	tl_bucket_row(&m_lhist, tl_lhist_unsigned((__u64)t11, 0, 64, 4));
#line 12
	t12 = tl_total_sum(&m_count, NULL);
#line 12
	if (t12 > 10) {
		{
#line 13
			struct event_0 *r = tl_reserve_control(0, 9);
#line 13
			if (r) {
#line 13
				r->a0 = 0;
#line 13
				tl_submit_control(ctx, r, 9);
			}
		}
#line 13
		return 0;
	}
#line 13
	return 0;
}

#line 179 "aggregations.bpf.c"
char tl_license[] SEC("license") = "GPL";
