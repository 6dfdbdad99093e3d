/* Made by tracec from kprobe_registers.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

/* @sizes */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[16]);
	__type(value, __u64);
} m_sizes SEC(".maps");

/* @failed */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_failed SEC(".maps");

#include "memory.bpf.h"
#include "task.bpf.h"
#include "probe.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"

struct frame_p0_kprobe_vfs_read {
	TL_BYTES(t0, 16);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_kprobe_vfs_read) == 16, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 2 "kprobe_registers.bt"
SEC("kprobe") int p0_kprobe_vfs_read(void *ctx)
{
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	struct frame_p0_kprobe_vfs_read memory, *f = &memory;
#line 2
	__u32 t1 = 0;
#line 5
	__builtin_memset(f->t0, 0, 16);
#line 5
	t1 = tl_probe_id(ctx);
#line 5
	*(tl_u32 *)f->t0 = t1;
#line 5
	*(tl_u64 *)&f->t0[8] = tl_hist_unsigned(tl_register_argument(ctx, 2), 0);
#line 5
	tl_bucket(&m_sizes, f->t0, 0);
#line 5
	return 0;
}

#line 69 "kprobe_registers.bpf.c"
struct frame_p1_fentry_vfs_read {
	TL_BYTES(t0, 16);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_fentry_vfs_read) == 16, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 2 "kprobe_registers.bt"
SEC("fentry") int p1_fentry_vfs_read(void *ctx)
{
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	struct frame_p1_fentry_vfs_read memory, *f = &memory;
#line 2
	__u32 t1 = 0;
#line 2
	__u64 t2 = 0;
#line 5
	__builtin_memset(f->t0, 0, 16);
#line 5
	t1 = tl_probe_id(ctx);
#line 5
	*(tl_u32 *)f->t0 = t1;
#line 5
	t2 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
#line 5
	*(tl_u64 *)&f->t0[8] = tl_hist_unsigned(t2, 0);
#line 5
	tl_bucket(&m_sizes, f->t0, 1);
#line 5
	return 0;
}

#line 106 "kprobe_registers.bpf.c"
/* kretprobe:vfs_read */
#line 8 "kprobe_registers.bt"
SEC("kretprobe") int p2_kretprobe_vfs_read(void *ctx)
{
#line 8
	if (!tl_is_wanted_pid()) {
#line 8
		return 0;
	}
#line 10
	tl_cell_add(&m_failed, (__s64)(tl_register_result(ctx) < 0));
#line 10
	return 0;
}

#line 122 "kprobe_registers.bpf.c"
/* kretprobe:vfs_read */
#line 8 "kprobe_registers.bt"
SEC("fexit") int p3_fexit_vfs_read(void *ctx)
{
#line 8
	if (!tl_is_wanted_pid()) {
#line 8
		return 0;
	}
#line 8
	__u64 t0 = 0;
#line 10
	t0 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
#line 10
	tl_cell_add(&m_failed, (__s64)(t0 < 0));
#line 10
	return 0;
}

#line 142 "kprobe_registers.bpf.c"
char tl_license[] SEC("license") = "GPL";
