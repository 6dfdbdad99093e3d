/* Made by tracec from stack_keys.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_profile_hz_99 = 8,
};

__u64 loss[LIMIT_LOSS_LANES][16] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[1040]);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} scratch_used SEC(".maps");

/* @counts */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct abi_digest);
	__type(value, struct abi_aggregate);
} m_counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct abi_digest);
	__type(value, __u8[1024]);
} keys_counts SEC(".maps");

/* @taken */
struct of_m_taken {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct abi_digest);
	__type(value, struct abi_aggregate);
} m_taken SEC(".maps"), spare_taken SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct of_m_taken);
} live_taken SEC(".maps") = {
	.values = { (void *)&m_taken },
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct abi_digest);
	__type(value, __u8[1040]);
} keys_taken SEC(".maps");

/* @cleared */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct abi_digest);
	__type(value, struct abi_aggregate);
} m_cleared SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct abi_digest);
	__type(value, __u8[40]);
} keys_cleared SEC(".maps");

/* @looked */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[32]);
	__type(value, struct abi_aggregate);
} m_looked SEC(".maps");

#include "task.bpf.h"
#include "stack.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "digest.bpf.h"
#include "event.bpf.h"
#include "control.bpf.h"
#include "scratch.bpf.h"

struct event_0 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_2 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_3 {
	struct abi_record head;
	__u32 a0;
} __attribute__((__aligned__(8)));

struct frame_p0_profile_hz_99 {
	union {
		TL_BYTES(t0, 1024);
		TL_BYTES(t1, 1040);
		TL_BYTES(t2, 40);
		TL_BYTES(t4, 32);
	};
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_profile_hz_99) == 1040, "the frame is as large as planned");

/* profile:hz:99 */
#line 2 "stack_keys.bt"
static __always_inline int p0_profile_hz_99_body(void *ctx, struct frame_p0_profile_hz_99 *f)
{
#line 2
	__u32 t3 = 0;
#line 4
	tl_kstack(ctx, f->t0, 127);
	{
#line 4
		struct abi_digest digest = { 0, 0 };
#line 4
		tl_digest_stack(&digest, f->t0, 127);
#line 4
		tl_sum(tl_digest_aggregate(&m_counts, &keys_counts, &digest, f->t0, 4), 1);
	}
#line 5
	tl_kstack(ctx, f->t1, 127);
#line 5
	tl_comm(&f->t1[1024], 16);
	{
#line 5
		void *live = tl_live(&live_taken);
#line 5
		if (live) {
			{
#line 5
				struct abi_digest digest = { 0, 0 };
#line 5
				tl_digest_stack(&digest, f->t1, 127);
#line 5
				tl_digest_bytes(&digest, &f->t1[1024], 16);
#line 5
				tl_sum(tl_digest_aggregate(live, &keys_taken, &digest, f->t1, 5), 2);
			}
		}
	}
#line 6
	tl_ustack(ctx, f->t2, 3, 0);
#line 6
	t3 = tl_cpu();
	{
#line 6
		struct abi_digest digest = { 0, 0 };
#line 6
		tl_digest_bytes(&digest, f->t2, 8);
#line 6
		tl_digest_stack(&digest, &f->t2[8], 3);
#line 6
		tl_max_unsigned(tl_digest_aggregate(&m_cleared, &keys_cleared, &digest, f->t2, 6), (__u64)t3);
	}
#line 7
	tl_kstack(ctx, f->t4, 3);
#line 7
	tl_sum(tl_aggregate(&m_looked, f->t4, 7), 1);
#line 7
	return 0;
}

#line 2
SEC("perf_event") int p0_profile_hz_99(void *ctx)
{
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p0_profile_hz_99 *f = tl_scratch_memory(slot, LOSS_p0_profile_hz_99);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p0_profile_hz_99_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 209 "stack_keys.bpf.c"
struct frame_p1_interval_s_1 {
	TL_BYTES(t0, 32);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_interval_s_1) == 32, "the frame is as large as planned");

/* interval:s:1 */
#line 10 "stack_keys.bt"
SEC("perf_event") int p1_interval_s_1(void *ctx)
{
#line 10
	struct frame_p1_interval_s_1 memory, *f = &memory;
#line 10
	bool t1 = 0;
	{
#line 12
		struct event_0 *r = tl_reserve_control(0, 8);
#line 12
		if (r) {
#line 12
			tl_submit_control(ctx, r, 8);
		}
	}
	{
#line 14
		struct event_1 *r = tl_reserve_control(1, 8);
#line 14
		if (r) {
#line 14
			tl_submit_control(ctx, r, 8);
		}
	}
	{
#line 15
		struct event_2 *r = tl_reserve_control(2, 8);
#line 15
		if (r) {
#line 15
			tl_submit_control(ctx, r, 8);
		}
	}
#line 16
	tl_kstack(ctx, f->t0, 3);
#line 16
	t1 = tl_map_delete(&m_looked, f->t0);
#line 16
	if (!t1) {
		{
#line 16
			struct event_3 *r = tl_reserve(3, 12);
#line 16
			if (r) {
#line 16
				r->a0 = -2;
#line 16
				tl_submit(ctx, r, 12);
			}
		}
	}
#line 16
	return 0;
}

#line 272 "stack_keys.bpf.c"
char tl_license[] SEC("license") = "GPL";
