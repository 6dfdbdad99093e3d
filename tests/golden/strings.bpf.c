/* Made by tracec from strings.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_uprobe_traced_text = 6,
};

__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[4168]);
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
	__type(key, __u8[1033]);
	__type(value, __u32);
} m_seen SEC(".maps");

#define TL_REPORTS_FAILURES
#include "memory.bpf.h"
#include "string.bpf.h"
#include "task.bpf.h"
#include "probe.bpf.h"
#include "map.bpf.h"
#include "event.bpf.h"
#include "scratch.bpf.h"

static const char text_0[9] =
	"workload";

struct event_0 {
	struct abi_record head;
	struct abi_packed a0;
	struct abi_packed a1;
	__u32 a2;
	__u8 tail[2048];
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
	struct abi_packed a0;
	__u8 tail[10];
} __attribute__((__aligned__(8)));

struct frame_p0_uprobe_traced_text {
	union {
		TL_BYTES(t0, 16);
		TL_BYTES(v_s, 1024);
	};
	TL_BYTES(v_short, 9);
	TL_BYTES(t4, 1033);
	TL_BYTES(t5, 4);
	union {
		struct event_0 event_0;
		struct event_1 event_1;
	};
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_uprobe_traced_text) == 4168, "the frame is as large as planned");

/* uprobe:./workload:traced_text */
#line 2 "strings.bt"
static __always_inline int p0_uprobe_traced_text_body(void *ctx, struct frame_p0_uprobe_traced_text *f)
{
#line 2
	bool t1 = 0;
#line 2
	__u32 t6 = 0;
#line 2
	tl_comm(f->t0, 16);
#line 2
	t1 = tl_str_is(f->t0, text_0, 9);
#line 2
	if (t1) {
#line 5
		tl_read_user_str(f->v_s, 1024, tl_register_argument(ctx, 0), 2);
#line 6
		tl_str(f->v_short, 9, tl_register_argument(ctx, 0), 8, true, 3);
#line 7
		tl_copy(f->t4, f->v_s, 1024);
#line 7
		__builtin_memcpy(&f->t4[1024], f->v_short, 9);
#line 7
		__builtin_memset(f->t5, 0, 4);
#line 7
		__builtin_memcpy(f->t5, "yes", 3);
#line 7
		tl_map_set_bytes(&m_seen, f->t4, f->t5, 4);
#line 8
		t6 = tl_probe_id(ctx);
		{
#line 8
			struct event_0 *r = &f->event_0;
#line 8
			__u64 n = 0;
#line 8
			n += tl_pack_str(&r->a0, r->tail + n, 1025, f->v_s);
#line 8
			n += tl_pack_user_str(&r->a1, r->tail + n, 1024, tl_register_argument(ctx, 0), 5);
#line 8
			r->a2 = t6;
#line 8
			tl_output(ctx, &r->head, 0, 28 + n);
		}
		{
#line 9
			struct event_1 *r = &f->event_1;
#line 9
			__u64 n = 0;
#line 9
			n += tl_pack_str(&r->a0, r->tail + n, 10, f->v_short);
#line 9
			tl_output(ctx, &r->head, 1, 16 + n);
		}
	}
#line 9
	return 0;
}

#line 2
SEC("uprobe") int p0_uprobe_traced_text(void *ctx)
{
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p0_uprobe_traced_text *f = tl_scratch_memory(slot, LOSS_p0_uprobe_traced_text);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p0_uprobe_traced_text_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 161 "strings.bpf.c"
char tl_license[] SEC("license") = "GPL";
