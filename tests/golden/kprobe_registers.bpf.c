/* Made by tracec from kprobe_registers.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
	char c_probe_0_17[17];
	char c_probe_1_17[17];
} constants SEC(".rodata.tool") = {
	.base = { 0 },
	.c_probe_0_17 = "kprobe:vfs_read",
	.c_probe_1_17 = "kprobe:vfs_write",
};

/* Counters of loss: of each event, each map, each program. */
enum {
	LOSS_m_sizes = 0,
	LOSS_m_failed = 1,
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 6);
	__type(key, __u32);
	__type(value, __u64);
} loss SEC(".maps");

/* @sizes */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[32]);
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
	TL_BYTES(t0, 32);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_kprobe_vfs_read) == 32, "the frame is as large as planned");

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
#line 5
	__builtin_memset(f->t0, 0, 32);
#line 5
	tl_copy(f->t0, constants.c_probe_0_17, 17);
#line 5
	*(tl_u64 *)&f->t0[24] = tl_hist_unsigned(tl_register_argument(ctx, 2), 0);
#line 5
	tl_bucket(&m_sizes, f->t0, LOSS_m_sizes);
#line 5
	return 0;
}

#line 79 "kprobe_registers.bpf.c"
struct frame_p1_kprobe_vfs_write {
	TL_BYTES(t0, 32);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_kprobe_vfs_write) == 32, "the frame is as large as planned");

/* kprobe:vfs_write */
#line 3 "kprobe_registers.bt"
SEC("kprobe") int p1_kprobe_vfs_write(void *ctx)
{
#line 3
	if (!tl_is_wanted_pid()) {
#line 3
		return 0;
	}
#line 3
	struct frame_p1_kprobe_vfs_write memory, *f = &memory;
#line 5
	__builtin_memset(f->t0, 0, 32);
#line 5
	tl_copy(f->t0, constants.c_probe_1_17, 17);
#line 5
	*(tl_u64 *)&f->t0[24] = tl_hist_unsigned(tl_register_argument(ctx, 2), 0);
#line 5
	tl_bucket(&m_sizes, f->t0, LOSS_m_sizes);
#line 5
	return 0;
}

#line 108 "kprobe_registers.bpf.c"
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

#line 124 "kprobe_registers.bpf.c"
char tl_license[] SEC("license") = "GPL";
