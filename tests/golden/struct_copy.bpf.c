/* Made by tracec from struct_copy.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_kprobe_vfs_read = 20,
	LOSS_p1_fentry_vfs_read = 21,
};

__u64 loss[LIMIT_LOSS_LANES][24] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[168]);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} scratch_used SEC(".maps");

/* @path */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u64);
	__type(value, __u8[16]);
} m_path SEC(".maps");

#define TL_REPORTS_FAILURES
#include "memory.bpf.h"
#include "task.bpf.h"
#include "probe.bpf.h"
#include "field.bpf.h"
#include "map.bpf.h"
#include "event.bpf.h"
#include "scratch.bpf.h"

struct task_struct {
	int pid;
	struct task_struct *group_leader;
} __attribute__((preserve_access_index));

struct path {
	struct dentry *dentry;
	struct vfsmount *mnt;
} __attribute__((preserve_access_index)) __attribute__((btf_decl_tag("tl_whole")));

typedef struct {
	unsigned int val;
} __attribute__((preserve_access_index)) kuid_t___script;

struct event_0 {
	struct abi_record head;
	__u8 a0[8];
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
	__u8 a0[24];
} __attribute__((__aligned__(8)));

struct event_2 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct event_3 {
	struct abi_record head;
	__u8 a0[16];
} __attribute__((__aligned__(8)));

struct event_4 {
	struct abi_record head;
	__u8 a0[8];
} __attribute__((__aligned__(8)));

struct event_5 {
	struct abi_record head;
	__u8 a0[24];
} __attribute__((__aligned__(8)));

struct event_6 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct event_7 {
	struct abi_record head;
	__u8 a0[16];
} __attribute__((__aligned__(8)));

struct frame_p0_kprobe_vfs_read {
	union {
		TL_BYTES(v_task, 144);
		TL_BYTES(v_m, 32);
	};
	union {
		TL_BYTES(t4, 8);
		TL_BYTES(t11, 24);
		TL_BYTES(t12, 16);
	};
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_kprobe_vfs_read) == 168, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 8 "struct_copy.bt"
static __always_inline int p0_kprobe_vfs_read_body(void *ctx, struct frame_p0_kprobe_vfs_read *f)
{
#line 8
	__u64 t1 = 0, t3 = 0, t7 = 0, t8 = 0, t9 = 0, t10 = 0, t13 = 0, t14 = 0, t15 = 0, v_id = 0;
#line 8
	__s32 t2 = 0, t5 = 0;
#line 8
	__u32 t17 = 0;
#line 10
	t1 = tl_curtask();
#line 10
	__builtin_memset(f->v_task, 0, 144);
#line 10
	t2 = (__s32)TL_FIELD_KERNEL(((struct task_struct *)t1)->pid, 8);
#line 10
	*(tl_s32 *)&f->v_task[48] = t2;
#line 10
	t3 = (__u64)TL_FIELD_KERNEL(((struct task_struct *)t1)->group_leader, 8);
#line 10
	*(tl_u64 *)&f->v_task[88] = t3;
#line 11
	*(tl_s32 *)f->t4 = *(tl_s32 *)&f->v_task[48];
#line 11
	t5 = (__s32)TL_FIELD_KERNEL(((struct task_struct *)*(tl_u64 *)&f->v_task[88])->pid, 9);
#line 11
	*(tl_s32 *)&f->t4[4] = t5;
	{
#line 11
		struct event_0 *r = tl_reserve(0, 16);
#line 11
		if (r) {
#line 11
			__builtin_memcpy(r->a0, f->t4, 8);
#line 11
			tl_submit(ctx, r, 16);
		}
	}
#line 12
	t7 = tl_register_argument(ctx, 1);
#line 12
	__builtin_memset(f->v_m, 0, 32);
#line 12
	t8 = tl_load_kernel(t7, 1, 10);
#line 12
	*(tl_s8 *)f->v_m = (__s8)t8;
#line 12
	t9 = (__u64)TL_FIELD_KERNEL(((struct path *)(t7 + 8))->dentry, 10);
#line 12
	*(tl_u64 *)&f->v_m[16] = t9;
#line 12
	t10 = tl_load_kernel(t7 + 24, 2, 10);
#line 12
	*(tl_u16 *)&f->v_m[24] = (__u16)(((__u64)(__u16)t10 >> 0) & 7);
#line 13
	__builtin_memset(f->t11, 0, 24);
#line 13
	*(tl_s8 *)f->t11 = *(tl_s8 *)f->v_m;
#line 13
	*(tl_u64 *)&f->t11[8] = *(tl_u64 *)&f->v_m[16];
#line 13
	*(tl_u16 *)&f->t11[16] = *(tl_u16 *)&f->v_m[24];
	{
#line 13
		struct event_1 *r = tl_reserve(1, 32);
#line 13
		if (r) {
#line 13
			__builtin_memcpy(r->a0, f->t11, 24);
#line 13
			tl_submit(ctx, r, 32);
		}
	}
#line 14
	t13 = tl_register_argument(ctx, 1) + 8;
#line 14
	__builtin_memset(f->t12, 0, 16);
#line 14
	if ((bool)bpf_core_field_exists(struct path, mnt)) {
#line 14
		t14 = (__u64)TL_FIELD_KERNEL(((struct path *)t13)->mnt, 11);
#line 14
		*(tl_u64 *)f->t12 = t14;
	}
#line 14
	if ((bool)bpf_core_field_exists(struct path, dentry)) {
#line 14
		t15 = (__u64)TL_FIELD_KERNEL(((struct path *)t13)->dentry, 11);
#line 14
		*(tl_u64 *)&f->t12[8] = t15;
	}
#line 14
	tl_map_set_bytes(&m_path, NULL, f->t12, 12);
#line 15
	v_id = tl_register_argument(ctx, 2);
#line 16
	t17 = (__u32)TL_FIELD_KERNEL(((kuid_t___script *)(v_id + (__u64)bpf_core_type_size(kuid_t___script)))->val, 13);
	{
#line 16
		struct event_2 *r = tl_reserve(2, 12);
#line 16
		if (r) {
#line 16
			r->a0 = t17;
#line 16
			tl_submit(ctx, r, 12);
		}
	}
#line 17
	*(tl_u64 *)f->t12 = 8;
#line 17
	*(tl_u64 *)&f->t12[8] = 8ULL + (__u64)bpf_core_field_offset(struct path, dentry);
	{
#line 17
		struct event_3 *r = tl_reserve(3, 24);
#line 17
		if (r) {
#line 17
			__builtin_memcpy(r->a0, f->t12, 16);
#line 17
			tl_submit(ctx, r, 24);
		}
	}
#line 17
	return 0;
}

#line 8
SEC("kprobe") int p0_kprobe_vfs_read(void *ctx)
{
#line 8
	if (!tl_is_wanted_pid()) {
#line 8
		return 0;
	}
#line 8
	__u32 slot = tl_scratch_take();
#line 8
	struct frame_p0_kprobe_vfs_read *f = tl_scratch_memory(slot, LOSS_p0_kprobe_vfs_read);
#line 8
	int result = 0;
#line 8
	if (f) {
#line 8
		result = p0_kprobe_vfs_read_body(ctx, f);
#line 8
		tl_scratch_give_back(slot);
	}
#line 8
	return result;
}

#line 271 "struct_copy.bpf.c"
struct frame_p1_fentry_vfs_read {
	union {
		TL_BYTES(v_task, 144);
		TL_BYTES(v_m, 32);
	};
	union {
		TL_BYTES(t4, 8);
		TL_BYTES(t11, 24);
		TL_BYTES(t13, 16);
	};
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_fentry_vfs_read) == 168, "the frame is as large as planned");

/* kprobe:vfs_read */
#line 8 "struct_copy.bt"
static __always_inline int p1_fentry_vfs_read_body(void *ctx, struct frame_p1_fentry_vfs_read *f)
{
#line 8
	__u64 t1 = 0, t3 = 0, t7 = 0, t8 = 0, t9 = 0, t10 = 0, t12 = 0, t14 = 0, t15 = 0, t16 = 0, t17 = 0, v_id = 0;
#line 8
	__s32 t2 = 0, t5 = 0;
#line 8
	__u32 t19 = 0;
#line 10
	t1 = tl_curtask();
#line 10
	__builtin_memset(f->v_task, 0, 144);
#line 10
	t2 = (__s32)TL_FIELD_KERNEL(((struct task_struct *)t1)->pid, 14);
#line 10
	*(tl_s32 *)&f->v_task[48] = t2;
#line 10
	t3 = (__u64)TL_FIELD_KERNEL(((struct task_struct *)t1)->group_leader, 14);
#line 10
	*(tl_u64 *)&f->v_task[88] = t3;
#line 11
	*(tl_s32 *)f->t4 = *(tl_s32 *)&f->v_task[48];
#line 11
	t5 = (__s32)TL_FIELD_KERNEL(((struct task_struct *)*(tl_u64 *)&f->v_task[88])->pid, 15);
#line 11
	*(tl_s32 *)&f->t4[4] = t5;
	{
#line 11
		struct event_4 *r = tl_reserve(4, 16);
#line 11
		if (r) {
#line 11
			__builtin_memcpy(r->a0, f->t4, 8);
#line 11
			tl_submit(ctx, r, 16);
		}
	}
#line 12
	t7 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
#line 12
	__builtin_memset(f->v_m, 0, 32);
#line 12
	t8 = tl_load_kernel(t7, 1, 16);
#line 12
	*(tl_s8 *)f->v_m = (__s8)t8;
#line 12
	t9 = (__u64)TL_FIELD_KERNEL(((struct path *)(t7 + 8))->dentry, 16);
#line 12
	*(tl_u64 *)&f->v_m[16] = t9;
#line 12
	t10 = tl_load_kernel(t7 + 24, 2, 16);
#line 12
	*(tl_u16 *)&f->v_m[24] = (__u16)(((__u64)(__u16)t10 >> 0) & 7);
#line 13
	__builtin_memset(f->t11, 0, 24);
#line 13
	*(tl_s8 *)f->t11 = *(tl_s8 *)f->v_m;
#line 13
	*(tl_u64 *)&f->t11[8] = *(tl_u64 *)&f->v_m[16];
#line 13
	*(tl_u16 *)&f->t11[16] = *(tl_u16 *)&f->v_m[24];
	{
#line 13
		struct event_5 *r = tl_reserve(5, 32);
#line 13
		if (r) {
#line 13
			__builtin_memcpy(r->a0, f->t11, 24);
#line 13
			tl_submit(ctx, r, 32);
		}
	}
#line 14
	t12 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
#line 14
	t14 = t12 + 8;
#line 14
	__builtin_memset(f->t13, 0, 16);
#line 14
	if ((bool)bpf_core_field_exists(struct path, mnt)) {
#line 14
		t15 = (__u64)TL_FIELD_KERNEL(((struct path *)t14)->mnt, 17);
#line 14
		*(tl_u64 *)f->t13 = t15;
	}
#line 14
	if ((bool)bpf_core_field_exists(struct path, dentry)) {
#line 14
		t16 = (__u64)TL_FIELD_KERNEL(((struct path *)t14)->dentry, 17);
#line 14
		*(tl_u64 *)&f->t13[8] = t16;
	}
#line 14
	tl_map_set_bytes(&m_path, NULL, f->t13, 18);
#line 15
	t17 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 2), TL_SLOT(ctx, 3), -1);
#line 15
	v_id = t17;
#line 16
	t19 = (__u32)TL_FIELD_KERNEL(((kuid_t___script *)(v_id + (__u64)bpf_core_type_size(kuid_t___script)))->val, 19);
	{
#line 16
		struct event_6 *r = tl_reserve(6, 12);
#line 16
		if (r) {
#line 16
			r->a0 = t19;
#line 16
			tl_submit(ctx, r, 12);
		}
	}
#line 17
	*(tl_u64 *)f->t13 = 8;
#line 17
	*(tl_u64 *)&f->t13[8] = 8ULL + (__u64)bpf_core_field_offset(struct path, dentry);
	{
#line 17
		struct event_7 *r = tl_reserve(7, 24);
#line 17
		if (r) {
#line 17
			__builtin_memcpy(r->a0, f->t13, 16);
#line 17
			tl_submit(ctx, r, 24);
		}
	}
#line 17
	return 0;
}

#line 8
SEC("fentry") int p1_fentry_vfs_read(void *ctx)
{
#line 8
	if (!tl_is_wanted_pid()) {
#line 8
		return 0;
	}
#line 8
	__u32 slot = tl_scratch_take();
#line 8
	struct frame_p1_fentry_vfs_read *f = tl_scratch_memory(slot, LOSS_p1_fentry_vfs_read);
#line 8
	int result = 0;
#line 8
	if (f) {
#line 8
		result = p1_fentry_vfs_read_body(ctx, f);
#line 8
		tl_scratch_give_back(slot);
	}
#line 8
	return result;
}

#line 442 "struct_copy.bpf.c"
char tl_license[] SEC("license") = "GPL";
