/* Made by tracec from on_stack_limit.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_begin = 2,
};

__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[16]);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} scratch_used SEC(".maps");

/* @name */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[16]);
	__type(value, __u64);
} m_name SEC(".maps");

/* @number */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} m_number SEC(".maps");

#include "task.bpf.h"
#include "map.bpf.h"
#include "scratch.bpf.h"

struct frame_p0_begin {
	TL_BYTES(t0, 16);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_begin) == 16, "the frame is as large as planned");

/* begin */
#line 3 "on_stack_limit.bt"
static __always_inline int p0_begin_body(void *ctx, struct frame_p0_begin *f)
{
#line 5
	tl_comm(f->t0, 16);
#line 5
	tl_map_set(&m_name, f->t0, 1, 0);
#line 5
	return 0;
}

#line 3
SEC("raw_tp") int p0_begin(void *ctx)
{
#line 3
	__u32 slot = tl_scratch_take();
#line 3
	struct frame_p0_begin *f = tl_scratch_memory(slot, LOSS_p0_begin);
#line 3
	int result = 0;
#line 3
	if (f) {
#line 3
		result = p0_begin_body(ctx, f);
#line 3
		tl_scratch_give_back(slot);
	}
#line 3
	return result;
}

#line 90 "on_stack_limit.bpf.c"
struct frame_p1_end {
	TL_BYTES(t0, 4);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_end) == 8, "the frame is as large as planned");

/* end */
#line 8 "on_stack_limit.bt"
SEC("raw_tp") int p1_end(void *ctx)
{
#line 8
	struct frame_p1_end memory, *f = &memory;
#line 8
	__u32 t1 = 0;
#line 10
	t1 = tl_pid();
#line 10
	*(tl_u32 *)f->t0 = t1;
#line 10
	tl_map_set(&m_number, f->t0, 1, 1);
#line 10
	return 0;
}

#line 114 "on_stack_limit.bpf.c"
char tl_license[] SEC("license") = "GPL";
