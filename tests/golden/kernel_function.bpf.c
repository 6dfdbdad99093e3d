/* Made by tracec from kernel_function.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_fentry_vfs_read = 11,
	LOSS_p1_kprobe_vfs_read = 12,
};

__u64 loss[LIMIT_LOSS_LANES][16] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[1024]);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} scratch_used SEC(".maps");

/* @start */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} m_start SEC(".maps");

/* @name */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u64);
	__type(value, __u8[1024]);
} m_name SEC(".maps");

/* @bytes */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_bytes SEC(".maps");

#define TL_REPORTS_FAILURES
#include "memory.bpf.h"
#include "string.bpf.h"
#include "task.bpf.h"
#include "time.bpf.h"
#include "probe.bpf.h"
#include "field.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "event.bpf.h"
#include "scratch.bpf.h"

struct path {
	struct dentry *dentry;
} __attribute__((preserve_access_index));

struct file {
	struct path f_path;
} __attribute__((preserve_access_index));

struct qstr {
	void *name;
} __attribute__((preserve_access_index));

struct dentry {
	struct qstr d_name;
} __attribute__((preserve_access_index));

struct event_0 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct frame_p0_fentry_vfs_read {
	union {
		TL_BYTES(t0, 4);
		TL_BYTES(t5, 1024);
	};
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_fentry_vfs_read) == 1024, "the frame is as large as planned");

/* fentry:vfs_read */
#line 2 "kernel_function.bt"
static __always_inline int p0_fentry_vfs_read_body(void *ctx, struct frame_p0_fentry_vfs_read *f)
{
#line 2
	__u32 t1 = 0;
#line 2
	__u64 t2 = 0, t3 = 0, t4 = 0;
#line 4
	t1 = tl_tid();
#line 4
	*(tl_u32 *)f->t0 = t1;
#line 4
	t2 = tl_nsecs(0);
#line 4
	tl_map_set(&m_start, f->t0, t2, 2);
#line 5
	t3 = TL_SLOT(ctx, 0) ? (__u64)((struct file *)TL_SLOT(ctx, 0))->f_path.dentry : 0;
#line 5
	t4 = (__u64)TL_FIELD_KERNEL(((struct dentry *)tl_number(t3))->d_name.name, 3);
#line 5
	tl_read_kernel_str(f->t5, 1024, t4, 4);
#line 5
	tl_map_set_bytes(&m_name, NULL, f->t5, 5);
#line 5
	return 0;
}

#line 2
SEC("fentry/vfs_read") int p0_fentry_vfs_read(void *ctx)
{
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p0_fentry_vfs_read *f = tl_scratch_memory(slot, LOSS_p0_fentry_vfs_read);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p0_fentry_vfs_read_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 157 "kernel_function.bpf.c"
struct frame_p1_kprobe_vfs_read {
	union {
		TL_BYTES(t0, 4);
		TL_BYTES(t5, 1024);
	};
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_kprobe_vfs_read) == 1024, "the frame is as large as planned");

/* fentry:vfs_read */
#line 2 "kernel_function.bt"
static __always_inline int p1_kprobe_vfs_read_body(void *ctx, struct frame_p1_kprobe_vfs_read *f)
{
#line 2
	__u32 t1 = 0;
#line 2
	__u64 t2 = 0, t3 = 0, t4 = 0;
#line 4
	t1 = tl_tid();
#line 4
	*(tl_u32 *)f->t0 = t1;
#line 4
	t2 = tl_nsecs(0);
#line 4
	tl_map_set(&m_start, f->t0, t2, 6);
#line 5
	t3 = (__u64)TL_FIELD_KERNEL(((struct file *)TL_SLOT(ctx, 0))->f_path.dentry, 7);
#line 5
	t4 = (__u64)TL_FIELD_KERNEL(((struct dentry *)t3)->d_name.name, 8);
#line 5
	tl_read_kernel_str(f->t5, 1024, t4, 9);
#line 5
	tl_map_set_bytes(&m_name, NULL, f->t5, 10);
#line 5
	return 0;
}

#line 2
SEC("kprobe") int p1_kprobe_vfs_read(void *ctx)
{
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p1_kprobe_vfs_read *f = tl_scratch_memory(slot, LOSS_p1_kprobe_vfs_read);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p1_kprobe_vfs_read_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 219 "kernel_function.bpf.c"
struct frame_p2_fexit_vfs_read {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p2_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 8 "kernel_function.bt"
SEC("fexit/vfs_read") int p2_fexit_vfs_read(void *ctx)
{
#line 8
	if (!tl_is_wanted_pid()) {
#line 8
		return 0;
	}
#line 8
	struct frame_p2_fexit_vfs_read memory, *f = &memory;
#line 8
	__u32 t1 = 0;
#line 8
	bool t2 = 0;
#line 8
	if ((__s64)TL_SLOT(ctx, 0) > 0) {
#line 11
		tl_sum(tl_cell(&m_bytes), (__s64)TL_SLOT(ctx, 0));
#line 12
		t1 = tl_tid();
#line 12
		*(tl_u32 *)f->t0 = t1;
#line 12
		t2 = tl_map_delete(&m_start, f->t0);
#line 12
		if (!t2) {
			{
#line 12
				struct event_0 *r = tl_reserve(0, 12);
#line 12
				if (r) {
#line 12
					r->a0 = -2;
#line 12
					tl_submit(ctx, r, 12);
				}
			}
		}
	}
#line 12
	return 0;
}

#line 269 "kernel_function.bpf.c"
struct frame_p3_kretprobe_vfs_read {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p3_kretprobe_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 8 "kernel_function.bt"
SEC("kretprobe") int p3_kretprobe_vfs_read(void *ctx)
{
#line 8
	if (!tl_is_wanted_pid()) {
#line 8
		return 0;
	}
#line 8
	struct frame_p3_kretprobe_vfs_read memory, *f = &memory;
#line 8
	__u32 t1 = 0;
#line 8
	bool t2 = 0;
#line 8
	if ((__s64)tl_register_result(ctx) > 0) {
#line 11
		tl_sum(tl_cell(&m_bytes), (__s64)tl_register_result(ctx));
#line 12
		t1 = tl_tid();
#line 12
		*(tl_u32 *)f->t0 = t1;
#line 12
		t2 = tl_map_delete(&m_start, f->t0);
#line 12
		if (!t2) {
			{
#line 12
				struct event_1 *r = tl_reserve(1, 12);
#line 12
				if (r) {
#line 12
					r->a0 = -2;
#line 12
					tl_submit(ctx, r, 12);
				}
			}
		}
	}
#line 12
	return 0;
}

#line 319 "kernel_function.bpf.c"
char tl_license[] SEC("license") = "GPL";
