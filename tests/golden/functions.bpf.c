/* Made by tracec from functions.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_FUNCTIONS = 3,
	LOSS_p4_interval_s_1 = 2,
};

__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[1056]);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} scratch_used SEC(".maps");

/* @stacks */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct abi_digest);
	__type(value, struct abi_aggregate);
} m_stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct abi_digest);
	__type(value, __u8[1040]);
} keys_stacks SEC(".maps");

/* @sum */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_sum SEC(".maps");

#include "memory.bpf.h"
#include "stack.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "digest.bpf.h"
#include "event.bpf.h"
#include "scratch.bpf.h"
#include "loop.bpf.h"
#include "rounds.bpf.h"

struct event_0 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

/* fn add */
#line 2 "functions.bt"
static __noinline __s64 f_add(__s64 v_a, __s8 v_b)
{
#line 4
	return (__s64)((__u64)v_a + (__s64)v_b);
}

#line 79 "functions.bpf.c"
struct frame_f_count_stack {
	TL_BYTES(v_key, 16);
	TL_BYTES(t2, 1040);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_f_count_stack) == 1056, "the frame is as large as planned");

/* fn count_stack */
#line 7 "functions.bt"
static __always_inline __u64 f_count_stack_body(void *ctx, __u8 *t0, struct frame_f_count_stack *f)
{
#line 7
	tl_copy(f->v_key, t0, 16);
#line 9
	__builtin_memcpy(f->t2, f->v_key, 16);
#line 9
	tl_kstack(ctx, &f->t2[16], 127);
	{
#line 9
		struct abi_digest digest = { 0, 0 };
#line 9
		tl_digest_bytes(&digest, f->t2, 16);
#line 9
		tl_digest_stack(&digest, &f->t2[16], 127);
#line 9
		tl_sum(tl_digest_aggregate(&m_stacks, &keys_stacks, &digest, f->t2, 1), 1);
	}
#line 9
	return 0;
}

#line 7
static __noinline __u64 f_count_stack(void *ctx, __u8 *t0)
{
#line 7
	__u32 slot = tl_scratch_take();
#line 7
	struct frame_f_count_stack *f = tl_scratch_memory(slot, LOSS_FUNCTIONS);
#line 7
	__u64 result = 0;
#line 7
	if (f) {
#line 7
		result = f_count_stack_body(ctx, t0, f);
#line 7
		tl_scratch_give_back(slot);
	}
#line 7
	return result;
}

#line 130 "functions.bpf.c"
struct frame_f_sum_to {
	__s32 v_n;
	__s64 v_sum;
	__s64 begin_1;
	bool returned;
	__s64 result;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_f_sum_to) == 40, "the frame is as large as planned");

#line 15 "functions.bt"
static __always_inline long f_sum_to_loop_1_step(__u32 index, struct tl_loop *loop)
{
#line 15
	struct frame_f_sum_to *f = loop->frame;
#line 15
	void *ctx = loop->ctx;
#line 15
	__s32 v_i = 0;
#line 15
	__s64 t4 = 0;
#line 15
	v_i = (__u64)f->begin_1 + index;
#line 16
	t4 = f_add(f->v_sum, 1);
#line 16
	f->v_sum = t4;
#line 17
	if (f->v_sum > 100) {
#line 18
		f->result = (__s64)f->v_n;
#line 18
		f->returned = true;
#line 18
		return tl_leave();
	}
#line 18
	return tl_go_on();
}
#line 18
TL_LOOP_CALLS(f_sum_to_loop_1);

#line 172 "functions.bpf.c"
/* fn sum_to */
#line 12 "functions.bt"
static __always_inline __s64 f_sum_to_body(void *ctx, __s32 v_n, struct frame_f_sum_to *f)
{
#line 12
	__s32 t2 = 0;
#line 12
	bool t5 = 0;
#line 12
	f->v_n = v_n;
#line 12
	f->v_sum = 0;
#line 12
	f->returned = false;
#line 12
	struct tl_loop *loop = &(struct tl_loop){ ctx, f };
#line 14
	f->v_sum = 0;
#line 15
	t2 = f->v_n;
#line 15
	f->begin_1 = 0;
#line 15
	t5 = tl_loop_long(tl_rounds(f->begin_1, t2), f_sum_to_loop_1, f_sum_to_loop_1_visit, loop);
#line 15
	if (f->returned) {
#line 15
		return f->result;
	}
#line 15
	if (t5) {
		{
#line 15
			struct event_0 *r = tl_reserve(0, 8);
#line 15
			if (r) {
#line 15
				tl_submit(ctx, r, 8);
			}
		}
	}
#line 21
	return f->v_sum;
}

#line 12
static __noinline __s64 f_sum_to(void *ctx, __s32 v_n)
{
#line 12
	__u32 slot = tl_scratch_take();
#line 12
	struct frame_f_sum_to *f = tl_scratch_memory(slot, LOSS_FUNCTIONS);
#line 12
	__s64 result = 0;
#line 12
	if (f) {
#line 12
		result = f_sum_to_body(ctx, v_n, f);
#line 12
		tl_scratch_give_back(slot);
	}
#line 12
	return result;
}

#line 238 "functions.bpf.c"
struct frame_f_deeper {
	TL_BYTES(t1, 16);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_f_deeper) == 16, "the frame is as large as planned");

/* fn deeper */
#line 24 "functions.bt"
static __noinline __u64 f_deeper(void *ctx, __s32 v_n)
{
#line 24
	struct frame_f_deeper memory, *f = &memory;
#line 24
	__s64 t2 = 0;
#line 26
	__builtin_memset(f->t1, 0, 16);
#line 26
	__builtin_memcpy(f->t1, "deeper", 6);
#line 26
	f_count_stack(ctx, f->t1);
#line 27
	t2 = f_sum_to(ctx, v_n);
#line 27
	tl_cell_set(&m_sum, t2);
#line 27
	return 0;
}

#line 266 "functions.bpf.c"
struct frame_p4_interval_s_1 {
	TL_BYTES(t3, 16);
	__s64 begin_1;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p4_interval_s_1) == 24, "the frame is as large as planned");

#line 33 "functions.bt"
static __noinline long p4_interval_s_1_loop_1(__u32 index, struct tl_loop *loop)
{
#line 33
	struct frame_p4_interval_s_1 *f = loop->frame;
#line 33
	void *ctx = loop->ctx;
#line 33
	__s8 v_i = 0;
#line 33
	v_i = (__u64)f->begin_1 + index;
#line 34
	f_deeper(ctx, 3);
#line 34
	return tl_go_on();
}

#line 290 "functions.bpf.c"
/* interval:s:1 */
#line 30 "functions.bt"
static __always_inline int p4_interval_s_1_body(void *ctx, struct frame_p4_interval_s_1 *f)
{
#line 30
	__s64 t0 = 0, v_x = 0;
#line 30
	struct tl_loop *loop = &(struct tl_loop){ ctx, f };
#line 32
	t0 = f_add(1, 2);
#line 32
	v_x = t0;
#line 33
	f->begin_1 = 0;
#line 33
	tl_loop(tl_rounds(f->begin_1, 3), p4_interval_s_1_loop_1, loop);
#line 36
	__builtin_memset(f->t3, 0, 16);
#line 36
	__builtin_memcpy(f->t3, "interval", 8);
#line 36
	f_count_stack(ctx, f->t3);
#line 36
	return 0;
}

#line 30
SEC("perf_event") int p4_interval_s_1(void *ctx)
{
#line 30
	__u32 slot = tl_scratch_take();
#line 30
	struct frame_p4_interval_s_1 *f = tl_scratch_memory(slot, LOSS_p4_interval_s_1);
#line 30
	int result = 0;
#line 30
	if (f) {
#line 30
		result = p4_interval_s_1_body(ctx, f);
#line 30
		tl_scratch_give_back(slot);
	}
#line 30
	return result;
}

#line 337 "functions.bpf.c"
char tl_license[] SEC("license") = "GPL";
