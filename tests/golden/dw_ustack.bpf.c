/* Made by tracec from dw_ustack.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_uprobe_main = 2,
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

/* @ */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct abi_digest);
	__type(value, struct abi_aggregate);
} m_ SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct abi_digest);
	__type(value, __u8[40]);
} keys_ SEC(".maps");

#include "map.bpf.h"
#include "aggregate.bpf.h"
#include "digest.bpf.h"
#include "event.bpf.h"
#include "scratch.bpf.h"
#include "unwind.bpf.h"

struct event_0 {
	struct abi_record head;
	__u8 a0[32];
} __attribute__((__aligned__(8)));

struct frame_p0_uprobe_main {
	union {
		TL_BYTES(t0, 40);
		TL_BYTES(t1, 32);
	};
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_uprobe_main) == 40, "the frame is as large as planned");

/* uprobe:/bin/true:main */
#line 4 "dw_ustack.bt"
static __always_inline int p0_uprobe_main_body(void *ctx, struct frame_p0_uprobe_main *f)
{
#line 6
	tl_dw_ustack(f->t0, 3, 0);
	{
#line 6
		struct abi_digest digest = { 0, 0 };
#line 6
		tl_digest_bytes(&digest, f->t0, 8);
#line 6
		tl_digest_stack(&digest, &f->t0[8], 3);
#line 6
		tl_sum(tl_digest_aggregate(&m_, &keys_, &digest, f->t0, 1), 1);
	}
#line 7
	tl_dw_ustack(f->t1, 2, 0);
	{
#line 7
		struct event_0 *r = tl_reserve(0, 40);
#line 7
		if (r) {
#line 7
			__builtin_memcpy(r->a0, f->t1, 32);
#line 7
			tl_submit(ctx, r, 40);
		}
	}
#line 7
	return 0;
}

#line 4
SEC("uprobe") int p0_uprobe_main(void *ctx)
{
#line 4
	__u32 slot = tl_scratch_take();
#line 4
	struct frame_p0_uprobe_main *f = tl_scratch_memory(slot, LOSS_p0_uprobe_main);
#line 4
	int result = 0;
#line 4
	if (f) {
#line 4
		result = p0_uprobe_main_body(ctx, f);
#line 4
		tl_scratch_give_back(slot);
	}
#line 4
	return result;
}

#line 121 "dw_ustack.bpf.c"
char tl_license[] SEC("license") = "GPL";
