/* Made by tracec from opens.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
	__s32 c_offset_0_filename;
	__s32 c_offset_1_filename;
	__s32 c_offset_2_ret;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
	.c_offset_0_filename = -1,
	.c_offset_1_filename = -1,
	.c_offset_2_ret = -1,
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p5_tracepoint_syscalls_sys_exit_open = 26,
	LOSS_p6_rawtracepoint_syscalls_sys_exit_open = 27,
	LOSS_p7_rawtracepoint_syscalls_sys_exit_openat = 28,
};

__u64 loss[LIMIT_LOSS_LANES][32] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[1104]);
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
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} m_path SEC(".maps");

/* @opens */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[16]);
	__type(value, struct abi_aggregate);
} m_opens SEC(".maps");

#define TL_REPORTS_FAILURES
#include "memory.bpf.h"
#include "task.bpf.h"
#include "probe.bpf.h"
#include "syscall.bpf.h"
#include "field.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "event.bpf.h"
#include "control.bpf.h"
#include "scratch.bpf.h"

struct trace_event_raw_sys_enter {
	unsigned long long args[6];
} __attribute__((preserve_access_index));

struct trace_event_raw_sys_exit {
	long long ret;
} __attribute__((preserve_access_index));

struct event_0 {
	struct abi_record head;
	struct abi_packed a0;
	struct abi_packed a1;
	struct abi_packed a2;
	struct abi_packed a3;
	__u8 tail[18];
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
	__u32 a0;
	struct abi_packed a1;
	__u8 gap_2[4];
	__u64 a2;
	struct abi_packed a3;
	__u8 tail[1040];
} __attribute__((__aligned__(8)));

struct event_2 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct event_3 {
	struct abi_record head;
	__u32 a0;
	struct abi_packed a1;
	__u8 gap_2[4];
	__u64 a2;
	struct abi_packed a3;
	__u8 tail[1040];
} __attribute__((__aligned__(8)));

struct event_4 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct event_5 {
	struct abi_record head;
	__u32 a0;
	struct abi_packed a1;
	__u8 gap_2[4];
	__u64 a2;
	struct abi_packed a3;
	__u8 tail[1040];
} __attribute__((__aligned__(8)));

struct event_6 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct event_7 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct frame_p0_begin {
	TL_BYTES(t0, 4);
	TL_BYTES(t1, 5);
	TL_BYTES(t2, 3);
	TL_BYTES(t3, 5);
	struct event_0 event_0;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_begin) == 96, "the frame is as large as planned");

/* begin */
#line 7 "opens.bt"
SEC("raw_tp") int p0_begin(void *ctx)
{
#line 7
	struct frame_p0_begin memory, *f = &memory;
#line 9
	__builtin_memset(f->t0, 0, 4);
#line 9
	__builtin_memcpy(f->t0, "PID", 3);
#line 9
	__builtin_memset(f->t1, 0, 5);
#line 9
	__builtin_memcpy(f->t1, "COMM", 4);
#line 9
	__builtin_memset(f->t2, 0, 3);
#line 9
	__builtin_memcpy(f->t2, "FD", 2);
#line 9
	__builtin_memset(f->t3, 0, 5);
#line 9
	__builtin_memcpy(f->t3, "PATH", 4);
	{
#line 9
		struct event_0 *r = &f->event_0;
#line 9
		__u64 n = 0;
#line 9
		__builtin_memset(r, 0, sizeof(*r));
#line 9
		n += tl_pack_str(&r->a0, r->tail + n, 5, f->t0);
#line 9
		n += tl_pack_str(&r->a1, r->tail + n, 6, f->t1);
#line 9
		n += tl_pack_str(&r->a2, r->tail + n, 4, f->t2);
#line 9
		n += tl_pack_str(&r->a3, r->tail + n, 6, f->t3);
#line 9
		tl_output(ctx, &r->head, 0, 40 + n);
	}
#line 9
	return 0;
}

#line 188 "opens.bpf.c"
struct frame_p1_tracepoint_syscalls_sys_enter_open {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_tracepoint_syscalls_sys_enter_open) == 8, "the frame is as large as planned");

/* tracepoint:syscalls:sys_enter_open */
#line 12 "opens.bt"
SEC("tracepoint") int p1_tracepoint_syscalls_sys_enter_open(void *ctx)
{
#line 12
	if (!tl_is_wanted_pid()) {
#line 12
		return 0;
	}
#line 12
	struct frame_p1_tracepoint_syscalls_sys_enter_open memory, *f = &memory;
#line 12
	__u32 t1 = 0;
#line 12
	__u64 t2 = 0;
#line 15
	t1 = tl_tid();
#line 15
	*(tl_u32 *)f->t0 = t1;
#line 15
	t2 = (__u64)TL_CONTEXT_FIELD(ctx, ((struct trace_event_raw_sys_enter *)ctx)->args[0], constants.c_offset_0_filename);
#line 15
	tl_map_set(&m_path, f->t0, t2, 8);
#line 15
	return 0;
}

#line 221 "opens.bpf.c"
struct frame_p2_rawtracepoint_syscalls_sys_enter_open {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p2_rawtracepoint_syscalls_sys_enter_open) == 8, "the frame is as large as planned");

/* tracepoint:syscalls:sys_enter_open */
#line 12 "opens.bt"
SEC("tp_btf") int p2_rawtracepoint_syscalls_sys_enter_open(void *ctx)
{
#line 12
	if (!tl_is_syscall_enter(ctx, "open")) {
#line 12
		return 0;
	}
#line 12
	if (!tl_is_wanted_pid()) {
#line 12
		return 0;
	}
#line 12
	struct frame_p2_rawtracepoint_syscalls_sys_enter_open memory, *f = &memory;
#line 12
	__u32 t1 = 0;
#line 12
	__u64 t2 = 0;
#line 15
	t1 = tl_tid();
#line 15
	*(tl_u32 *)f->t0 = t1;
#line 15
	t2 = tl_syscall_argument(ctx, 0);
#line 15
	tl_map_set(&m_path, f->t0, t2, 9);
#line 15
	return 0;
}

#line 259 "opens.bpf.c"
struct frame_p3_tracepoint_syscalls_sys_enter_openat {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p3_tracepoint_syscalls_sys_enter_openat) == 8, "the frame is as large as planned");

/* tracepoint:syscalls:sys_enter_openat */
#line 13 "opens.bt"
SEC("tracepoint") int p3_tracepoint_syscalls_sys_enter_openat(void *ctx)
{
#line 13
	if (!tl_is_wanted_pid()) {
#line 13
		return 0;
	}
#line 13
	struct frame_p3_tracepoint_syscalls_sys_enter_openat memory, *f = &memory;
#line 13
	__u32 t1 = 0;
#line 13
	__u64 t2 = 0;
#line 15
	t1 = tl_tid();
#line 15
	*(tl_u32 *)f->t0 = t1;
#line 15
	t2 = (__u64)TL_CONTEXT_FIELD(ctx, ((struct trace_event_raw_sys_enter *)ctx)->args[1], constants.c_offset_1_filename);
#line 15
	tl_map_set(&m_path, f->t0, t2, 10);
#line 15
	return 0;
}

#line 292 "opens.bpf.c"
struct frame_p4_rawtracepoint_syscalls_sys_enter_openat {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p4_rawtracepoint_syscalls_sys_enter_openat) == 8, "the frame is as large as planned");

/* tracepoint:syscalls:sys_enter_openat */
#line 13 "opens.bt"
SEC("tp_btf") int p4_rawtracepoint_syscalls_sys_enter_openat(void *ctx)
{
#line 13
	if (!tl_is_syscall_enter(ctx, "openat")) {
#line 13
		return 0;
	}
#line 13
	if (!tl_is_wanted_pid()) {
#line 13
		return 0;
	}
#line 13
	struct frame_p4_rawtracepoint_syscalls_sys_enter_openat memory, *f = &memory;
#line 13
	__u32 t1 = 0;
#line 13
	__u64 t2 = 0;
#line 15
	t1 = tl_tid();
#line 15
	*(tl_u32 *)f->t0 = t1;
#line 15
	t2 = tl_syscall_argument(ctx, 1);
#line 15
	tl_map_set(&m_path, f->t0, t2, 11);
#line 15
	return 0;
}

#line 330 "opens.bpf.c"
struct frame_p5_tracepoint_syscalls_sys_exit_open {
	TL_BYTES(t0, 4);
	TL_BYTES(t4, 16);
	struct event_1 event_1;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p5_tracepoint_syscalls_sys_exit_open) == 1104, "the frame is as large as planned");

/* tracepoint:syscalls:sys_exit_open */
#line 18 "opens.bt"
static __always_inline int p5_tracepoint_syscalls_sys_exit_open_body(void *ctx, struct frame_p5_tracepoint_syscalls_sys_exit_open *f)
{
#line 18
	__u32 t1 = 0, t3 = 0, t6 = 0, t8 = 0;
#line 18
	bool t2 = 0, t9 = 0;
#line 18
	__u64 t5 = 0, t7 = 0;
#line 18
	t1 = tl_tid();
#line 18
	*(tl_u32 *)f->t0 = t1;
#line 18
	t2 = tl_map_has(&m_path, f->t0);
#line 18
	if (t2) {
#line 22
		t3 = tl_pid();
#line 22
		tl_comm(f->t4, 16);
#line 22
		t5 = (__u64)TL_CONTEXT_FIELD(ctx, ((struct trace_event_raw_sys_exit *)ctx)->ret, constants.c_offset_2_ret);
#line 22
		t6 = tl_tid();
#line 22
		*(tl_u32 *)f->t0 = t6;
#line 22
		t7 = tl_map_get(&m_path, f->t0, 12);
		{
#line 22
			struct event_1 *r = &f->event_1;
#line 22
			__u64 n = 0;
#line 22
			__builtin_memset(r->gap_2, 0, 4);
#line 22
			r->a0 = t3;
#line 22
			n += tl_pack_str(&r->a1, r->tail + n, 17, f->t4);
#line 22
			r->a2 = (__s64)t5;
#line 22
			n += tl_pack_user_str(&r->a3, r->tail + n, 1024, t7, 13);
#line 22
			tl_output(ctx, &r->head, 1, 40 + n);
		}
#line 23
		tl_comm(f->t4, 16);
#line 23
		tl_sum(tl_aggregate(&m_opens, f->t4, 14), 1);
#line 24
		t8 = tl_tid();
#line 24
		*(tl_u32 *)f->t0 = t8;
#line 24
		t9 = tl_map_delete(&m_path, f->t0);
#line 24
		if (!t9) {
			{
#line 24
				struct event_2 *r = tl_reserve(2, 12);
#line 24
				if (r) {
#line 24
					r->a0 = -2;
#line 24
					tl_submit(ctx, r, 12);
				}
			}
		}
	}
#line 24
	return 0;
}

#line 18
SEC("tracepoint") int p5_tracepoint_syscalls_sys_exit_open(void *ctx)
{
#line 18
	if (!tl_is_wanted_pid()) {
#line 18
		return 0;
	}
#line 18
	__u32 slot = tl_scratch_take();
#line 18
	struct frame_p5_tracepoint_syscalls_sys_exit_open *f = tl_scratch_memory(slot, LOSS_p5_tracepoint_syscalls_sys_exit_open);
#line 18
	int result = 0;
#line 18
	if (f) {
#line 18
		result = p5_tracepoint_syscalls_sys_exit_open_body(ctx, f);
#line 18
		tl_scratch_give_back(slot);
	}
#line 18
	return result;
}

#line 440 "opens.bpf.c"
struct frame_p6_rawtracepoint_syscalls_sys_exit_open {
	TL_BYTES(t0, 4);
	TL_BYTES(t4, 16);
	struct event_3 event_3;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p6_rawtracepoint_syscalls_sys_exit_open) == 1104, "the frame is as large as planned");

/* tracepoint:syscalls:sys_exit_open */
#line 18 "opens.bt"
static __always_inline int p6_rawtracepoint_syscalls_sys_exit_open_body(void *ctx, struct frame_p6_rawtracepoint_syscalls_sys_exit_open *f)
{
#line 18
	__u32 t1 = 0, t3 = 0, t5 = 0, t7 = 0;
#line 18
	bool t2 = 0, t8 = 0;
#line 18
	__u64 t6 = 0;
#line 18
	t1 = tl_tid();
#line 18
	*(tl_u32 *)f->t0 = t1;
#line 18
	t2 = tl_map_has(&m_path, f->t0);
#line 18
	if (t2) {
#line 22
		t3 = tl_pid();
#line 22
		tl_comm(f->t4, 16);
#line 22
		t5 = tl_tid();
#line 22
		*(tl_u32 *)f->t0 = t5;
#line 22
		t6 = tl_map_get(&m_path, f->t0, 15);
		{
#line 22
			struct event_3 *r = &f->event_3;
#line 22
			__u64 n = 0;
#line 22
			__builtin_memset(r->gap_2, 0, 4);
#line 22
			r->a0 = t3;
#line 22
			n += tl_pack_str(&r->a1, r->tail + n, 17, f->t4);
#line 22
			r->a2 = tl_number((__s64)tl_context_argument(ctx, 1));
#line 22
			n += tl_pack_user_str(&r->a3, r->tail + n, 1024, t6, 16);
#line 22
			tl_output(ctx, &r->head, 3, 40 + n);
		}
#line 23
		tl_comm(f->t4, 16);
#line 23
		tl_sum(tl_aggregate(&m_opens, f->t4, 17), 1);
#line 24
		t7 = tl_tid();
#line 24
		*(tl_u32 *)f->t0 = t7;
#line 24
		t8 = tl_map_delete(&m_path, f->t0);
#line 24
		if (!t8) {
			{
#line 24
				struct event_4 *r = tl_reserve(4, 12);
#line 24
				if (r) {
#line 24
					r->a0 = -2;
#line 24
					tl_submit(ctx, r, 12);
				}
			}
		}
	}
#line 24
	return 0;
}

#line 18
SEC("tp_btf") int p6_rawtracepoint_syscalls_sys_exit_open(void *ctx)
{
#line 18
	if (!tl_is_syscall_exit(ctx, "open")) {
#line 18
		return 0;
	}
#line 18
	if (!tl_is_wanted_pid()) {
#line 18
		return 0;
	}
#line 18
	__u32 slot = tl_scratch_take();
#line 18
	struct frame_p6_rawtracepoint_syscalls_sys_exit_open *f = tl_scratch_memory(slot, LOSS_p6_rawtracepoint_syscalls_sys_exit_open);
#line 18
	int result = 0;
#line 18
	if (f) {
#line 18
		result = p6_rawtracepoint_syscalls_sys_exit_open_body(ctx, f);
#line 18
		tl_scratch_give_back(slot);
	}
#line 18
	return result;
}

#line 553 "opens.bpf.c"
struct frame_p7_rawtracepoint_syscalls_sys_exit_openat {
	TL_BYTES(t0, 4);
	TL_BYTES(t4, 16);
	struct event_5 event_5;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p7_rawtracepoint_syscalls_sys_exit_openat) == 1104, "the frame is as large as planned");

/* tracepoint:syscalls:sys_exit_openat */
#line 19 "opens.bt"
static __always_inline int p7_rawtracepoint_syscalls_sys_exit_openat_body(void *ctx, struct frame_p7_rawtracepoint_syscalls_sys_exit_openat *f)
{
#line 19
	__u32 t1 = 0, t3 = 0, t5 = 0, t7 = 0;
#line 19
	bool t2 = 0, t8 = 0;
#line 19
	__u64 t6 = 0;
#line 19
	t1 = tl_tid();
#line 19
	*(tl_u32 *)f->t0 = t1;
#line 19
	t2 = tl_map_has(&m_path, f->t0);
#line 19
	if (t2) {
#line 22
		t3 = tl_pid();
#line 22
		tl_comm(f->t4, 16);
#line 22
		t5 = tl_tid();
#line 22
		*(tl_u32 *)f->t0 = t5;
#line 22
		t6 = tl_map_get(&m_path, f->t0, 18);
		{
#line 22
			struct event_5 *r = &f->event_5;
#line 22
			__u64 n = 0;
#line 22
			__builtin_memset(r->gap_2, 0, 4);
#line 22
			r->a0 = t3;
#line 22
			n += tl_pack_str(&r->a1, r->tail + n, 17, f->t4);
#line 22
			r->a2 = tl_number((__s64)tl_context_argument(ctx, 1));
#line 22
			n += tl_pack_user_str(&r->a3, r->tail + n, 1024, t6, 19);
#line 22
			tl_output(ctx, &r->head, 5, 40 + n);
		}
#line 23
		tl_comm(f->t4, 16);
#line 23
		tl_sum(tl_aggregate(&m_opens, f->t4, 20), 1);
#line 24
		t7 = tl_tid();
#line 24
		*(tl_u32 *)f->t0 = t7;
#line 24
		t8 = tl_map_delete(&m_path, f->t0);
#line 24
		if (!t8) {
			{
#line 24
				struct event_6 *r = tl_reserve(6, 12);
#line 24
				if (r) {
#line 24
					r->a0 = -2;
#line 24
					tl_submit(ctx, r, 12);
				}
			}
		}
	}
#line 24
	return 0;
}

#line 19
SEC("tp_btf") int p7_rawtracepoint_syscalls_sys_exit_openat(void *ctx)
{
#line 19
	if (!tl_is_syscall_exit(ctx, "openat")) {
#line 19
		return 0;
	}
#line 19
	if (!tl_is_wanted_pid()) {
#line 19
		return 0;
	}
#line 19
	__u32 slot = tl_scratch_take();
#line 19
	struct frame_p7_rawtracepoint_syscalls_sys_exit_openat *f = tl_scratch_memory(slot, LOSS_p7_rawtracepoint_syscalls_sys_exit_openat);
#line 19
	int result = 0;
#line 19
	if (f) {
#line 19
		result = p7_rawtracepoint_syscalls_sys_exit_openat_body(ctx, f);
#line 19
		tl_scratch_give_back(slot);
	}
#line 19
	return result;
}

#line 666 "opens.bpf.c"
/* end */
#line 27 "opens.bt"
SEC("raw_tp") int p8_end(void *ctx)
{
	{
#line 29
		struct event_7 *r = tl_reserve_control(7, 8);
#line 29
		if (r) {
#line 29
			tl_submit_control(ctx, r, 8);
		}
	}
#line 29
	return 0;
}

#line 684 "opens.bpf.c"
char tl_license[] SEC("license") = "GPL";
