/* Made by tracec from kernel_fields.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_fentry_do_sys_openat2 = 18,
	LOSS_p1_kprobe_do_sys_openat2 = 19,
	LOSS_p2_kprobe_vfs_read = 20,
	LOSS_p3_fentry_vfs_read = 21,
};

__u64 loss[LIMIT_LOSS_LANES][24] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[2096]);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} scratch_used SEC(".maps");

/* @ */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_ SEC(".maps");

#define TL_REPORTS_FAILURES
#include "memory.bpf.h"
#include "string.bpf.h"
#include "task.bpf.h"
#include "probe.bpf.h"
#include "field.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "event.bpf.h"
#include "scratch.bpf.h"

struct open_how {
	unsigned long long flags;
} __attribute__((preserve_access_index));

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

struct task_struct {
	char comm[16] __attribute__((btf_decl_tag("tl_value")));
	int pid;
} __attribute__((preserve_access_index));

struct event_0 {
	struct abi_record head;
	__u32 a0;
	__u8 gap_1[4];
	__u64 a1;
	struct abi_packed a2;
	__u8 tail[1024];
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
	__u32 a0;
	__u8 gap_1[4];
	__u64 a1;
	struct abi_packed a2;
	__u8 tail[1024];
} __attribute__((__aligned__(8)));

struct event_2 {
	struct abi_record head;
	struct abi_packed a0;
	struct abi_packed a1;
	__u8 tail[1040];
} __attribute__((__aligned__(8)));

struct event_3 {
	struct abi_record head;
	struct abi_packed a0;
	struct abi_packed a1;
	__u8 tail[1040];
} __attribute__((__aligned__(8)));

struct frame_p0_fentry_do_sys_openat2 {
	struct event_0 event_0;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_fentry_do_sys_openat2) == 1056, "the frame is as large as planned");

/* fentry:do_sys_openat2 */
#line 2 "kernel_fields.bt"
static __always_inline int p0_fentry_do_sys_openat2_body(void *ctx, struct frame_p0_fentry_do_sys_openat2 *f)
{
#line 2
	__u64 t0 = 0;
#line 4
	t0 = TL_SLOT(ctx, 1) ? (__u64)((struct open_how *)TL_SLOT(ctx, 1))->flags : 0;
	{
#line 4
		struct event_0 *r = &f->event_0;
#line 4
		__u64 n = 0;
#line 4
		__builtin_memset(r->gap_1, 0, 4);
#line 4
		r->a0 = (__s32)TL_SLOT(ctx, 0);
#line 4
		r->a1 = tl_number(t0);
#line 4
		n += tl_pack_user_str(&r->a2, r->tail + n, 1024, TL_SLOT(ctx, 2), 4);
#line 4
		tl_output(ctx, &r->head, 0, 32 + n);
	}
#line 4
	return 0;
}

#line 2
SEC("fentry/do_sys_openat2") int p0_fentry_do_sys_openat2(void *ctx)
{
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p0_fentry_do_sys_openat2 *f = tl_scratch_memory(slot, LOSS_p0_fentry_do_sys_openat2);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p0_fentry_do_sys_openat2_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 170 "kernel_fields.bpf.c"
struct frame_p1_kprobe_do_sys_openat2 {
	struct event_1 event_1;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_kprobe_do_sys_openat2) == 1056, "the frame is as large as planned");

/* fentry:do_sys_openat2 */
#line 2 "kernel_fields.bt"
static __always_inline int p1_kprobe_do_sys_openat2_body(void *ctx, struct frame_p1_kprobe_do_sys_openat2 *f)
{
#line 2
	__u64 t0 = 0;
#line 4
	t0 = (__u64)TL_FIELD_KERNEL(((struct open_how *)TL_SLOT(ctx, 1))->flags, 5);
	{
#line 4
		struct event_1 *r = &f->event_1;
#line 4
		__u64 n = 0;
#line 4
		__builtin_memset(r->gap_1, 0, 4);
#line 4
		r->a0 = (__s32)TL_SLOT(ctx, 0);
#line 4
		r->a1 = t0;
#line 4
		n += tl_pack_user_str(&r->a2, r->tail + n, 1024, TL_SLOT(ctx, 2), 6);
#line 4
		tl_output(ctx, &r->head, 1, 32 + n);
	}
#line 4
	return 0;
}

#line 2
SEC("kprobe") int p1_kprobe_do_sys_openat2(void *ctx)
{
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p1_kprobe_do_sys_openat2 *f = tl_scratch_memory(slot, LOSS_p1_kprobe_do_sys_openat2);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p1_kprobe_do_sys_openat2_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 229 "kernel_fields.bpf.c"
struct frame_p2_kprobe_vfs_read {
	union {
		TL_BYTES(t5, 1028);
		TL_BYTES(t4, 16);
	};
	struct event_2 event_2;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p2_kprobe_vfs_read) == 2096, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 7 "kernel_fields.bt"
static __always_inline int p2_kprobe_vfs_read_body(void *ctx, struct frame_p2_kprobe_vfs_read *f)
{
#line 7
	__u64 v_file = 0, t1 = 0, t2 = 0, t3 = 0;
#line 9
	v_file = tl_register_argument(ctx, 0);
#line 10
	t1 = (__u64)TL_FIELD_KERNEL(((struct file *)v_file)->f_path.dentry, 7);
#line 10
	t2 = (__u64)TL_FIELD_KERNEL(((struct dentry *)t1)->d_name.name, 8);
#line 10
	if (constants.base.report_helpers) {
#line 10
		tl_read_kernel_str(f->t5, 1024, t2, 11);
	}
#line 10
	t3 = tl_curtask();
#line 10
	TL_FIELD_BYTES_KERNEL(f->t4, 16, ((struct task_struct *)t3)->comm, 10);
	{
#line 10
		struct event_2 *r = &f->event_2;
#line 10
		__u64 n = 0;
#line 10
		n += tl_pack_kernel_str(&r->a0, r->tail + n, 1024, t2, -1);
#line 10
		n += tl_pack_str(&r->a1, r->tail + n, 17, f->t4);
#line 10
		tl_output(ctx, &r->head, 2, 24 + n);
	}
#line 10
	return 0;
}

#line 7
SEC("kprobe") int p2_kprobe_vfs_read(void *ctx)
{
#line 7
	if (!tl_is_wanted_pid()) {
#line 7
		return 0;
	}
#line 7
	__u32 slot = tl_scratch_take();
#line 7
	struct frame_p2_kprobe_vfs_read *f = tl_scratch_memory(slot, LOSS_p2_kprobe_vfs_read);
#line 7
	int result = 0;
#line 7
	if (f) {
#line 7
		result = p2_kprobe_vfs_read_body(ctx, f);
#line 7
		tl_scratch_give_back(slot);
	}
#line 7
	return result;
}

#line 301 "kernel_fields.bpf.c"
struct frame_p3_fentry_vfs_read {
	union {
		TL_BYTES(t6, 1028);
		TL_BYTES(t5, 16);
	};
	struct event_3 event_3;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p3_fentry_vfs_read) == 2096, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 7 "kernel_fields.bt"
static __always_inline int p3_fentry_vfs_read_body(void *ctx, struct frame_p3_fentry_vfs_read *f)
{
#line 7
	__u64 t0 = 0, v_file = 0, t2 = 0, t3 = 0, t4 = 0;
#line 9
	t0 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
#line 9
	v_file = t0;
#line 10
	t2 = (__u64)TL_FIELD_KERNEL(((struct file *)v_file)->f_path.dentry, 12);
#line 10
	t3 = (__u64)TL_FIELD_KERNEL(((struct dentry *)t2)->d_name.name, 13);
#line 10
	if (constants.base.report_helpers) {
#line 10
		tl_read_kernel_str(f->t6, 1024, t3, 16);
	}
#line 10
	t4 = tl_curtask();
#line 10
	TL_FIELD_BYTES_KERNEL(f->t5, 16, ((struct task_struct *)t4)->comm, 15);
	{
#line 10
		struct event_3 *r = &f->event_3;
#line 10
		__u64 n = 0;
#line 10
		n += tl_pack_kernel_str(&r->a0, r->tail + n, 1024, t3, -1);
#line 10
		n += tl_pack_str(&r->a1, r->tail + n, 17, f->t5);
#line 10
		tl_output(ctx, &r->head, 3, 24 + n);
	}
#line 10
	return 0;
}

#line 7
SEC("fentry") int p3_fentry_vfs_read(void *ctx)
{
#line 7
	if (!tl_is_wanted_pid()) {
#line 7
		return 0;
	}
#line 7
	__u32 slot = tl_scratch_take();
#line 7
	struct frame_p3_fentry_vfs_read *f = tl_scratch_memory(slot, LOSS_p3_fentry_vfs_read);
#line 7
	int result = 0;
#line 7
	if (f) {
#line 7
		result = p3_fentry_vfs_read_body(ctx, f);
#line 7
		tl_scratch_give_back(slot);
	}
#line 7
	return result;
}

#line 375 "kernel_fields.bpf.c"
struct frame_p4_rawtracepoint_sched_switch {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p4_rawtracepoint_sched_switch) == 8, "the frame is as large as planned");

/* rawtracepoint:sched_switch */
#line 13 "kernel_fields.bt"
SEC("tp_btf/sched_switch") int p4_rawtracepoint_sched_switch(void *ctx)
{
#line 13
	if (!tl_is_wanted_pid()) {
#line 13
		return 0;
	}
#line 13
	struct frame_p4_rawtracepoint_sched_switch memory, *f = &memory;
#line 13
	__s32 t1 = 0;
#line 15
	t1 = TL_SLOT(ctx, 0) ? (__s32)((struct task_struct *)TL_SLOT(ctx, 0))->pid : 0;
#line 15
	*(tl_s32 *)f->t0 = t1;
#line 15
	tl_sum(tl_aggregate(&m_, f->t0, 17), 1);
#line 15
	return 0;
}

#line 404 "kernel_fields.bpf.c"
char tl_license[] SEC("license") = "GPL";
