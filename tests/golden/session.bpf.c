/* Made by tracec from session.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][16] SEC(".data.loss");

/* @start */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} m_start SEC(".maps");

/* @ */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[16]);
	__type(value, __u64);
} m_ SEC(".maps");

#define TL_REPORTS_FAILURES
#include "task.bpf.h"
#include "stop.bpf.h"
#include "time.bpf.h"
#include "probe.bpf.h"
#include "session.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "event.bpf.h"

struct event_0 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct frame_p0_kprobe_vfs__ {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_kprobe_vfs__) == 8, "the frame is as large as planned");

/* kprobe:vfs_* */
#line 2 "session.bt"
static __noinline int p0_kprobe_vfs__(void *ctx)
{
#line 2
	if (tl_is_stopped()) {
#line 2
		return 0;
	}
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	struct frame_p0_kprobe_vfs__ memory, *f = &memory;
#line 2
	__u32 t1 = 0;
#line 2
	__u64 t2 = 0;
#line 2
	t1 = tl_tid();
#line 2
	*(tl_u32 *)f->t0 = t1;
#line 2
	t2 = tl_nsecs(0);
#line 2
	tl_map_set(&m_start, f->t0, t2, 1);
#line 2
	return 0;
}

#line 83 "session.bpf.c"
struct frame_p1_kretprobe_vfs__ {
	TL_BYTES(t0, 4);
	TL_BYTES(t3, 16);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_kretprobe_vfs__) == 24, "the frame is as large as planned");

/* kretprobe:vfs_* */
#line 3 "session.bt"
static __noinline int p1_kretprobe_vfs__(void *ctx)
{
#line 3
	if (tl_is_stopped()) {
#line 3
		return 0;
	}
#line 3
	if (!tl_is_wanted_pid()) {
#line 3
		return 0;
	}
#line 3
	struct frame_p1_kretprobe_vfs__ memory, *f = &memory;
#line 3
	__u32 t1 = 0, t4 = 0, t6 = 0, t8 = 0;
#line 3
	__u64 t2 = 0, t5 = 0, t7 = 0;
#line 3
	bool t9 = 0;
#line 3
	t1 = tl_tid();
#line 3
	*(tl_u32 *)f->t0 = t1;
#line 3
	t2 = tl_map_get(&m_start, f->t0, 2);
#line 3
	if (t2 != 0) {
#line 3
		__builtin_memset(f->t3, 0, 16);
#line 3
		t4 = tl_return_probe_id(ctx);
#line 3
		*(tl_u32 *)f->t3 = t4;
#line 3
		t5 = tl_nsecs(0);
#line 3
		t6 = tl_tid();
#line 3
		*(tl_u32 *)f->t0 = t6;
#line 3
		t7 = tl_map_get(&m_start, f->t0, 3);
#line 3
		*(tl_u64 *)&f->t3[8] = tl_hist_signed((__s64)((__u64)(__s64)t5 - (__s64)t7), 0);
#line 3
		tl_bucket(&m_, f->t3, 4);
#line 3
		t8 = tl_tid();
#line 3
		*(tl_u32 *)f->t0 = t8;
#line 3
		t9 = tl_map_delete(&m_start, f->t0);
#line 3
		if (!t9) {
			{
#line 3
				struct event_0 *r = tl_reserve(0, 12);
#line 3
				if (r) {
#line 3
					r->a0 = -2;
#line 3
					tl_submit(ctx, r, 12);
				}
			}
		}
	}
#line 3
	return 0;
}

#line 2
SEC("kprobe") int session_p0_kprobe_vfs__(void *ctx)
{
#line 2
	__u8 t0 = 0;
#line 2
	t0 = tl_session_is_return();
#line 2
	if (t0) {
#line 2
		p1_kretprobe_vfs__(ctx);
	} else {
#line 2
		p0_kprobe_vfs__(ctx);
	}
#line 2
	return 0;
}

#line 2
SEC("kprobe") int own_p0_kprobe_vfs__(void *ctx)
{
#line 2
	p0_kprobe_vfs__(ctx);
#line 2
	return 0;
}

#line 3
SEC("kretprobe") int own_p1_kretprobe_vfs__(void *ctx)
{
#line 3
	p1_kretprobe_vfs__(ctx);
#line 3
	return 0;
}

#line 200 "session.bpf.c"
char tl_license[] SEC("license") = "GPL";
