/* Made by tracec from script_struct.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][24] SEC(".data.loss");

#define TL_REPORTS_FAILURES
#include "memory.bpf.h"
#include "task.bpf.h"
#include "probe.bpf.h"
#include "field.bpf.h"
#include "event.bpf.h"

struct file {
	unsigned int f_flags;
} __attribute__((preserve_access_index));

struct path {
	struct dentry *dentry;
} __attribute__((preserve_access_index));

struct dentry {
	unsigned int d_flags;
} __attribute__((preserve_access_index));

struct event_0 {
	struct abi_record head;
	__u8 a0;
	__u8 gap_1[1];
	__u16 a1;
	__u8 a2;
	__u8 gap_3[3];
	__u32 a3;
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct event_2 {
	struct abi_record head;
	__u8 a0;
	__u8 gap_1[1];
	__u16 a1;
	__u8 a2;
	__u8 gap_3[3];
	__u32 a3;
} __attribute__((__aligned__(8)));

struct event_3 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

/* kprobe:vfs_read */
#line 14 "script_struct.bt"
SEC("kprobe") int p0_kprobe_vfs_read(void *ctx)
{
#line 14
	if (!tl_is_wanted_pid()) {
#line 14
		return 0;
	}
#line 14
	__u64 t0 = 0, v_m = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0, t7 = 0;
#line 14
	__u32 t6 = 0, t8 = 0;
#line 14
	t0 = tl_load_kernel(tl_register_argument(ctx, 1) + 40, 4, 4);
#line 14
	if ((__u64)(__u32)t0 < 42) {
#line 17
		v_m = tl_register_argument(ctx, 1);
#line 18
		t2 = tl_load_kernel(v_m, 1, 5);
#line 18
		t3 = tl_load_kernel(v_m + 24, 2, 6);
#line 18
		t4 = tl_load_kernel((v_m + 40) + 1, 1, 7);
#line 18
		t5 = tl_load_kernel(v_m + 32, 8, 8);
#line 18
		t6 = (__u32)TL_FIELD_KERNEL(((struct file *)t5)->f_flags, 9);
		{
#line 18
			struct event_0 *r = tl_reserve(0, 20);
#line 18
			if (r) {
#line 18
				__builtin_memset(r->gap_1, 0, 1);
#line 18
				__builtin_memset(r->gap_3, 0, 3);
#line 18
				r->a0 = (__s8)t2;
#line 18
				r->a1 = (__u16)(((__u64)(__u16)t3 >> 0) & 7);
#line 18
				r->a2 = (__u8)t4;
#line 18
				r->a3 = t6;
#line 18
				tl_submit(ctx, r, 20);
			}
		}
#line 19
		t7 = (__u64)TL_FIELD_KERNEL(((struct path *)(v_m + 8))->dentry, 10);
#line 19
		t8 = (__u32)TL_FIELD_KERNEL(((struct dentry *)t7)->d_flags, 11);
		{
#line 19
			struct event_1 *r = tl_reserve(1, 12);
#line 19
			if (r) {
#line 19
				r->a0 = t8;
#line 19
				tl_submit(ctx, r, 12);
			}
		}
	}
#line 19
	return 0;
}

#line 134 "script_struct.bpf.c"
/* kprobe:vfs_read */
#line 14 "script_struct.bt"
SEC("fentry") int p1_fentry_vfs_read(void *ctx)
{
#line 14
	if (!tl_is_wanted_pid()) {
#line 14
		return 0;
	}
#line 14
	__u64 t0 = 0, t1 = 0, t2 = 0, v_m = 0, t4 = 0, t5 = 0, t6 = 0, t7 = 0, t9 = 0;
#line 14
	__u32 t8 = 0, t10 = 0;
#line 14
	t0 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
#line 14
	t1 = tl_load_kernel(t0 + 40, 4, 12);
#line 14
	if ((__u64)(__u32)t1 < 42) {
#line 17
		t2 = tl_load_kernel(tl_number((__u64)ctx) + TL_SLOT(ctx, 0), TL_SLOT(ctx, 1), -1);
#line 17
		v_m = t2;
#line 18
		t4 = tl_load_kernel(v_m, 1, 13);
#line 18
		t5 = tl_load_kernel(v_m + 24, 2, 14);
#line 18
		t6 = tl_load_kernel((v_m + 40) + 1, 1, 15);
#line 18
		t7 = tl_load_kernel(v_m + 32, 8, 16);
#line 18
		t8 = (__u32)TL_FIELD_KERNEL(((struct file *)t7)->f_flags, 17);
		{
#line 18
			struct event_2 *r = tl_reserve(2, 20);
#line 18
			if (r) {
#line 18
				__builtin_memset(r->gap_1, 0, 1);
#line 18
				__builtin_memset(r->gap_3, 0, 3);
#line 18
				r->a0 = (__s8)t4;
#line 18
				r->a1 = (__u16)(((__u64)(__u16)t5 >> 0) & 7);
#line 18
				r->a2 = (__u8)t6;
#line 18
				r->a3 = t8;
#line 18
				tl_submit(ctx, r, 20);
			}
		}
#line 19
		t9 = (__u64)TL_FIELD_KERNEL(((struct path *)(v_m + 8))->dentry, 18);
#line 19
		t10 = (__u32)TL_FIELD_KERNEL(((struct dentry *)t9)->d_flags, 19);
		{
#line 19
			struct event_3 *r = tl_reserve(3, 12);
#line 19
			if (r) {
#line 19
				r->a0 = t10;
#line 19
				tl_submit(ctx, r, 12);
			}
		}
	}
#line 19
	return 0;
}

#line 209 "script_struct.bpf.c"
char tl_license[] SEC("license") = "GPL";
