/* Made by tracec from begin_printf.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

#include "task.bpf.h"
#include "time.bpf.h"
#include "event.bpf.h"
#include "control.bpf.h"

struct event_0 {
	struct abi_record head;
	__u8 a0;
	__u8 gap_1[7];
	__u64 a1;
	struct abi_packed a2;
	__u8 a3;
	__u8 tail[17];
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
	__u8 a0;
} __attribute__((__aligned__(8)));

struct frame_p0_begin {
	TL_BYTES(t1, 16);
	struct event_0 event_0;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_begin) == 72, "the frame is as large as planned");

/* begin */
#line 2 "begin_printf.bt"
SEC("raw_tp") int p0_begin(void *ctx)
{
#line 2
	struct frame_p0_begin memory, *f = &memory;
#line 2
	__u64 t0 = 0;
#line 4
	t0 = tl_nsecs(0);
#line 4
	tl_comm(f->t1, 16);
	{
#line 4
		struct event_0 *r = &f->event_0;
#line 4
		__u64 n = 0;
#line 4
		__builtin_memset(r, 0, sizeof(*r));
#line 4
		__builtin_memset(r->gap_1, 0, 7);
#line 4
		r->a0 = 1;
#line 4
		r->a1 = t0;
#line 4
		n += tl_pack_str(&r->a2, r->tail + n, 17, f->t1);
#line 4
		r->a3 = 65;
#line 4
		tl_output(ctx, &r->head, 0, 33 + n);
	}
	{
#line 5
		struct event_1 *r = tl_reserve_control(1, 9);
#line 5
		if (r) {
#line 5
			r->a0 = 3;
#line 5
			tl_submit_control(ctx, r, 9);
		}
	}
#line 5
	return 0;
}

#line 88 "begin_printf.bpf.c"
char tl_license[] SEC("license") = "GPL";
