/* Made by tracec from alternatives.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][16] SEC(".data.loss");

/* @ */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[16]);
	__type(value, struct abi_aggregate);
} m_ SEC(".maps");

/* @results */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 66);
	__type(key, __u32);
	__type(value, __u64);
} m_results SEC(".maps");

/* @files */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_files SEC(".maps");

/* @flags */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct abi_aggregate);
} m_flags SEC(".maps");

#define TL_REPORTS_FAILURES
#include "memory.bpf.h"
#include "task.bpf.h"
#include "stop.bpf.h"
#include "probe.bpf.h"
#include "field.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "event.bpf.h"

struct file {
	unsigned int f_flags;
} __attribute__((preserve_access_index));

struct event_0 {
	struct abi_record head;
	__u64 a0;
	struct abi_packed a1;
	__u8 tail[8];
} __attribute__((__aligned__(8)));

struct frame_p0_kprobe_vfs_read {
	TL_BYTES(t0, 16);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_kprobe_vfs_read) == 16, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 2 "alternatives.bt"
SEC("kprobe") int p0_kprobe_vfs_read(void *ctx)
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
	struct frame_p0_kprobe_vfs_read memory, *f = &memory;
#line 4
	tl_comm(f->t0, 16);
#line 4
	tl_sum(tl_aggregate(&m_, f->t0, 1), tl_register_argument(ctx, 2));
#line 4
	return 0;
}

#line 97 "alternatives.bpf.c"
struct frame_p1_fentry_vfs_read {
	TL_BYTES(t0, 16);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_fentry_vfs_read) == 16, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 2 "alternatives.bt"
SEC("fentry") int p1_fentry_vfs_read(void *ctx)
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
	struct frame_p1_fentry_vfs_read memory, *f = &memory;
#line 2
	__u64 t1 = 0;
#line 4
	tl_comm(f->t0, 16);
#line 4
	t1 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
#line 4
	tl_sum(tl_aggregate(&m_, f->t0, 2), t1);
#line 4
	return 0;
}

#line 131 "alternatives.bpf.c"
/* kretprobe:vfs_* */
#line 7 "alternatives.bt"
SEC("kretprobe") int p2_kretprobe_vfs__(void *ctx)
{
#line 7
	if (tl_is_stopped()) {
#line 7
		return 0;
	}
#line 7
	if (!tl_is_wanted_pid()) {
#line 7
		return 0;
	}
#line 9
	tl_bucket_row(&m_results, tl_hist_unsigned(tl_register_result(ctx), 0));
#line 9
	return 0;
}

#line 152 "alternatives.bpf.c"
/* kretprobe:vfs_* */
#line 7 "alternatives.bt"
SEC("fexit") int p3_fexit_vfs__(void *ctx)
{
#line 7
	if (tl_is_stopped()) {
#line 7
		return 0;
	}
#line 7
	if (!tl_is_wanted_pid()) {
#line 7
		return 0;
	}
#line 7
	__u64 t0 = 0;
#line 9
	t0 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
#line 9
	tl_bucket_row(&m_results, tl_hist_unsigned(t0, 0));
#line 9
	return 0;
}

#line 177 "alternatives.bpf.c"
struct frame_p4_fentry_vfs__ {
	TL_BYTES(t0, 8);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p4_fentry_vfs__) == 8, "the frame is as large as planned");

/* fentry:vfs_* */
#line 12 "alternatives.bt"
SEC("fentry") int p4_fentry_vfs__(void *ctx)
{
#line 12
	if (tl_is_stopped()) {
#line 12
		return 0;
	}
#line 12
	if (!tl_is_wanted_pid()) {
#line 12
		return 0;
	}
#line 12
	struct frame_p4_fentry_vfs__ memory, *f = &memory;
#line 12
	__u32 t1 = 0, t2 = 0;
#line 14
	tl_sum(tl_cell(&m_files), 1);
#line 15
	t1 = TL_SLOT(ctx, 0) ? (__u32)((struct file *)TL_SLOT(ctx, 0))->f_flags : 0;
#line 15
	*(tl_u32 *)f->t0 = t1;
#line 15
	t2 = tl_probe_id(ctx);
#line 15
	*(tl_u32 *)&f->t0[4] = t2;
#line 15
	tl_sum(tl_aggregate(&m_flags, f->t0, 5), 1);
#line 15
	return 0;
}

#line 217 "alternatives.bpf.c"
struct frame_p5_kprobe_vfs__ {
	TL_BYTES(t0, 8);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p5_kprobe_vfs__) == 8, "the frame is as large as planned");

/* fentry:vfs_* */
#line 12 "alternatives.bt"
SEC("kprobe") int p5_kprobe_vfs__(void *ctx)
{
#line 12
	if (tl_is_stopped()) {
#line 12
		return 0;
	}
#line 12
	if (!tl_is_wanted_pid()) {
#line 12
		return 0;
	}
#line 12
	struct frame_p5_kprobe_vfs__ memory, *f = &memory;
#line 12
	__u32 t1 = 0, t2 = 0;
#line 14
	tl_sum(tl_cell(&m_files), 1);
#line 15
	t1 = (__u32)TL_FIELD_KERNEL(((struct file *)TL_SLOT(ctx, 0))->f_flags, 6);
#line 15
	*(tl_u32 *)f->t0 = t1;
#line 15
	t2 = tl_probe_id(ctx);
#line 15
	*(tl_u32 *)&f->t0[4] = t2;
#line 15
	tl_sum(tl_aggregate(&m_flags, f->t0, 7), 1);
#line 15
	return 0;
}

#line 257 "alternatives.bpf.c"
struct frame_p6_fexit_vfs_read {
	struct event_0 event_0;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p6_fexit_vfs_read) == 32, "the frame is as large as planned");

/* fexit:vfs_read */
#line 18 "alternatives.bt"
SEC("fexit/vfs_read") int p6_fexit_vfs_read(void *ctx)
{
#line 18
	if (tl_is_stopped()) {
#line 18
		return 0;
	}
#line 18
	if (!tl_is_wanted_pid()) {
#line 18
		return 0;
	}
#line 18
	struct frame_p6_fexit_vfs_read memory, *f = &memory;
	{
#line 20
		struct event_0 *r = &f->event_0;
#line 20
		__u64 n = 0;
#line 20
		__builtin_memset(r, 0, sizeof(*r));
#line 20
		r->a0 = (__s64)TL_SLOT(ctx, 0);
#line 20
		n += tl_pack_kstack(&r->a1, r->tail + n, 8, ctx);
#line 20
		tl_output(ctx, &r->head, 0, 24 + n);
	}
#line 20
	return 0;
}

#line 297 "alternatives.bpf.c"
char tl_license[] SEC("license") = "GPL";
