/* Made by tracec from uprobe.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_uprobe_work = 3,
};

__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

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

/* @seen */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[1024]);
	__type(value, __u64);
} m_seen SEC(".maps");

#define TL_REPORTS_FAILURES
#include "string.bpf.h"
#include "probe.bpf.h"
#include "map.bpf.h"
#include "event.bpf.h"
#include "scratch.bpf.h"

struct event_0 {
	struct abi_record head;
	__u64 a0;
} __attribute__((__aligned__(8)));

struct frame_p0_uprobe_work {
	TL_BYTES(t0, 1024);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_uprobe_work) == 1024, "the frame is as large as planned");

/* uprobe:/usr/bin/program:work */
#line 2 "uprobe.bt"
static __always_inline int p0_uprobe_work_body(void *ctx, struct frame_p0_uprobe_work *f)
{
#line 4
	tl_read_user_str(f->t0, 1024, tl_register_argument(ctx, 0), 1);
#line 4
	tl_map_set(&m_seen, f->t0, tl_register_argument(ctx, 1), 2);
#line 4
	return 0;
}

#line 2
SEC("uprobe") int p0_uprobe_work(void *ctx)
{
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p0_uprobe_work *f = tl_scratch_memory(slot, LOSS_p0_uprobe_work);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p0_uprobe_work_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 90 "uprobe.bpf.c"
/* uretprobe:/usr/bin/program:work */
#line 7 "uprobe.bt"
SEC("uretprobe") int p1_uretprobe_work(void *ctx)
{
	{
#line 9
		struct event_0 *r = tl_reserve(0, 16);
#line 9
		if (r) {
#line 9
			r->a0 = tl_register_result(ctx);
#line 9
			tl_submit(ctx, r, 16);
		}
	}
#line 9
	return 0;
}

#line 110 "uprobe.bpf.c"
char tl_license[] SEC("license") = "GPL";
