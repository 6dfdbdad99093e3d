/* Made by tracec from loops.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_begin = 3,
};

__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[40]);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} scratch_used SEC(".maps");

/* @a */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[1]);
	__type(value, __u64);
} m_a SEC(".maps");

/* @n */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_n SEC(".maps");

#include "memory.bpf.h"
#include "map.bpf.h"
#include "event.bpf.h"
#include "scratch.bpf.h"
#include "loop.bpf.h"
#include "rounds.bpf.h"

struct event_0 {
	struct abi_record head;
	__u8 a0;
	__u8 gap_1[7];
	__u64 a1;
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct frame_p0_begin {
	union {
		TL_BYTES(t2, 1);
		TL_BYTES(v_kv, 16);
	};
	__s64 v_sum;
	__s64 begin_1;
	__s64 begin_4;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_begin) == 40, "the frame is as large as planned");

#line 18 "loops.bt"
static __noinline long p0_begin_loop_4(__u32 index, struct tl_loop *loop)
{
#line 18
	struct frame_p0_begin *f = loop->frame;
#line 18
	void *ctx = loop->ctx;
#line 18
	__u64 t6 = 0;
#line 18
	t6 = (__u64)f->begin_4 + index;
#line 19
	tl_cell_add(&m_n, 1);
#line 19
	return tl_go_on();
}

#line 15
static __always_inline long p0_begin_loop_3_step(__u32 index, struct tl_loop *loop)
{
#line 15
	struct frame_p0_begin *f = loop->frame;
#line 15
	void *ctx = loop->ctx;
#line 15
	if (!(f->v_sum > 0)) {
#line 15
		return tl_leave();
	}
#line 16
	f->v_sum = (__s64)((__u64)f->v_sum - 1);
#line 16
	return tl_go_on();
}
#line 16
TL_LOOP_CALLS(p0_begin_loop_3);

#line 12
static long p0_begin_loop_2(void *map, const void *key, void *value, struct tl_loop *loop)
{
#line 12
	struct frame_p0_begin *f = loop->frame;
#line 12
	void *ctx = loop->ctx;
#line 12
	__s64 t4 = 0;
#line 12
	tl_copy(f->v_kv, key, 1);
#line 12
	t4 = tl_map_get(&m_a, f->v_kv, -1);
#line 12
	*(tl_s64 *)&f->v_kv[8] = t4;
	{
#line 13
		struct event_0 *r = tl_reserve(0, 24);
#line 13
		if (r) {
#line 13
			__builtin_memset(r->gap_1, 0, 7);
#line 13
			r->a0 = *(tl_s8 *)f->v_kv;
#line 13
			r->a1 = *(tl_s64 *)&f->v_kv[8];
#line 13
			tl_submit(ctx, r, 24);
		}
	}
#line 13
	return tl_go_on();
}

#line 5
static __noinline long p0_begin_loop_1(__u32 index, struct tl_loop *loop)
{
#line 5
	struct frame_p0_begin *f = loop->frame;
#line 5
	void *ctx = loop->ctx;
#line 5
	__s8 v_i = 0;
#line 5
	v_i = (__u64)f->begin_1 + index;
#line 6
	if ((__s64)v_i == 3) {
#line 7
		return tl_go_on();
	}
#line 9
	f->v_sum = (__s64)((__u64)f->v_sum + (__s64)v_i);
#line 9
	return tl_go_on();
}

#line 171 "loops.bpf.c"
/* begin */
#line 2 "loops.bt"
static __always_inline int p0_begin_body(void *ctx, struct frame_p0_begin *f)
{
#line 2
	bool t5 = 0;
#line 2
	f->v_sum = 0;
#line 2
	struct tl_loop *loop = &(struct tl_loop){ ctx, f };
#line 4
	f->v_sum = 0;
#line 5
	f->begin_1 = 0;
#line 5
	tl_loop(tl_rounds(f->begin_1, 10), p0_begin_loop_1, loop);
#line 11
	*(tl_s8 *)f->t2 = 1;
#line 11
	tl_map_set(&m_a, f->t2, f->v_sum, 2);
#line 12
	bpf_for_each_map_elem(&m_a, p0_begin_loop_2, loop, 0);
#line 15
	t5 = tl_loop_long(TL_LOOP_ENDLESS, p0_begin_loop_3, p0_begin_loop_3_visit, loop);
#line 15
	if (t5) {
		{
#line 15
			struct event_1 *r = tl_reserve(1, 8);
#line 15
			if (r) {
#line 15
				tl_submit(ctx, r, 8);
			}
		}
	}
#line 18
	f->begin_4 = 0;
#line 18
	tl_loop(tl_rounds(f->begin_4, 2), p0_begin_loop_4, loop);
#line 18
	return 0;
}

#line 2
SEC("raw_tp") int p0_begin(void *ctx)
{
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p0_begin *f = tl_scratch_memory(slot, LOSS_p0_begin);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p0_begin_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 236 "loops.bpf.c"
char tl_license[] SEC("license") = "GPL";
