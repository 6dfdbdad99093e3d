/* Made by tracec from group.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][56] SEC(".data.loss");

/* @ */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u8[1]);
	__type(value, struct abi_aggregate);
} m_ SEC(".maps");

#include "task.bpf.h"
#include "stop.bpf.h"
#include "probe.bpf.h"
#include "map.bpf.h"
#include "aggregate.bpf.h"

struct frame_p0_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 2 "group.bt"
static __noinline int p0_fexit_vfs_read(void *ctx)
{
#line 2
	if (tl_is_stopped()) {
#line 2
		return 0;
	}
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	struct frame_p0_fexit_vfs_read memory, *f = &memory;
#line 2
	*(tl_s8 *)f->t0 = 1;
#line 2
	tl_sum(tl_aggregate(&m_, f->t0, 0), TL_SLOT(ctx, 0) + (__u64)(__s64)TL_SLOT(ctx, 1));
#line 2
	return 0;
}

#line 58 "group.bpf.c"
struct frame_p1_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p1_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 3 "group.bt"
static __noinline int p1_fexit_vfs_read(void *ctx)
{
#line 3
	if (tl_is_stopped()) {
#line 3
		return 0;
	}
#line 3
	if (!tl_is_wanted_pid()) {
#line 3
		return 0;
	}
#line 3
	struct frame_p1_fexit_vfs_read memory, *f = &memory;
#line 3
	*(tl_s8 *)f->t0 = 2;
#line 3
	tl_sum(tl_aggregate(&m_, f->t0, 1), TL_SLOT(ctx, 2) + (__u64)(__s64)TL_SLOT(ctx, 3));
#line 3
	return 0;
}

#line 88 "group.bpf.c"
struct frame_p2_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p2_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 4 "group.bt"
static __noinline int p2_fexit_vfs_read(void *ctx)
{
#line 4
	if (tl_is_stopped()) {
#line 4
		return 0;
	}
#line 4
	if (!tl_is_wanted_pid()) {
#line 4
		return 0;
	}
#line 4
	struct frame_p2_fexit_vfs_read memory, *f = &memory;
#line 4
	*(tl_s8 *)f->t0 = 3;
#line 4
	tl_sum(tl_aggregate(&m_, f->t0, 2), TL_SLOT(ctx, 4) + (__u64)(__s64)TL_SLOT(ctx, 5));
#line 4
	return 0;
}

#line 118 "group.bpf.c"
struct frame_p3_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p3_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 5 "group.bt"
static __noinline int p3_fexit_vfs_read(void *ctx)
{
#line 5
	if (tl_is_stopped()) {
#line 5
		return 0;
	}
#line 5
	if (!tl_is_wanted_pid()) {
#line 5
		return 0;
	}
#line 5
	struct frame_p3_fexit_vfs_read memory, *f = &memory;
#line 5
	*(tl_s8 *)f->t0 = 4;
#line 5
	tl_sum(tl_aggregate(&m_, f->t0, 3), TL_SLOT(ctx, 6) + (__u64)(__s64)TL_SLOT(ctx, 7));
#line 5
	return 0;
}

#line 148 "group.bpf.c"
struct frame_p4_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p4_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 6 "group.bt"
static __noinline int p4_fexit_vfs_read(void *ctx)
{
#line 6
	if (tl_is_stopped()) {
#line 6
		return 0;
	}
#line 6
	if (!tl_is_wanted_pid()) {
#line 6
		return 0;
	}
#line 6
	struct frame_p4_fexit_vfs_read memory, *f = &memory;
#line 6
	*(tl_s8 *)f->t0 = 5;
#line 6
	tl_sum(tl_aggregate(&m_, f->t0, 4), TL_SLOT(ctx, 8) + (__u64)(__s64)TL_SLOT(ctx, 9));
#line 6
	return 0;
}

#line 178 "group.bpf.c"
struct frame_p5_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p5_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 7 "group.bt"
static __noinline int p5_fexit_vfs_read(void *ctx)
{
#line 7
	if (tl_is_stopped()) {
#line 7
		return 0;
	}
#line 7
	if (!tl_is_wanted_pid()) {
#line 7
		return 0;
	}
#line 7
	struct frame_p5_fexit_vfs_read memory, *f = &memory;
#line 7
	*(tl_s8 *)f->t0 = 6;
#line 7
	tl_sum(tl_aggregate(&m_, f->t0, 5), TL_SLOT(ctx, 10) + (__u64)(__s64)TL_SLOT(ctx, 11));
#line 7
	return 0;
}

#line 208 "group.bpf.c"
struct frame_p6_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p6_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 8 "group.bt"
static __noinline int p6_fexit_vfs_read(void *ctx)
{
#line 8
	if (tl_is_stopped()) {
#line 8
		return 0;
	}
#line 8
	if (!tl_is_wanted_pid()) {
#line 8
		return 0;
	}
#line 8
	struct frame_p6_fexit_vfs_read memory, *f = &memory;
#line 8
	*(tl_s8 *)f->t0 = 7;
#line 8
	tl_sum(tl_aggregate(&m_, f->t0, 6), TL_SLOT(ctx, 12) + (__u64)(__s64)TL_SLOT(ctx, 13));
#line 8
	return 0;
}

#line 238 "group.bpf.c"
struct frame_p7_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p7_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 9 "group.bt"
static __noinline int p7_fexit_vfs_read(void *ctx)
{
#line 9
	if (tl_is_stopped()) {
#line 9
		return 0;
	}
#line 9
	if (!tl_is_wanted_pid()) {
#line 9
		return 0;
	}
#line 9
	struct frame_p7_fexit_vfs_read memory, *f = &memory;
#line 9
	*(tl_s8 *)f->t0 = 8;
#line 9
	tl_sum(tl_aggregate(&m_, f->t0, 7), TL_SLOT(ctx, 14) + (__u64)(__s64)TL_SLOT(ctx, 15));
#line 9
	return 0;
}

#line 268 "group.bpf.c"
struct frame_p8_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p8_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 10 "group.bt"
static __noinline int p8_fexit_vfs_read(void *ctx)
{
#line 10
	if (tl_is_stopped()) {
#line 10
		return 0;
	}
#line 10
	if (!tl_is_wanted_pid()) {
#line 10
		return 0;
	}
#line 10
	struct frame_p8_fexit_vfs_read memory, *f = &memory;
#line 10
	*(tl_s8 *)f->t0 = 9;
#line 10
	tl_sum(tl_aggregate(&m_, f->t0, 8), TL_SLOT(ctx, 16) + (__u64)(__s64)TL_SLOT(ctx, 17));
#line 10
	return 0;
}

#line 298 "group.bpf.c"
struct frame_p9_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p9_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 11 "group.bt"
static __noinline int p9_fexit_vfs_read(void *ctx)
{
#line 11
	if (tl_is_stopped()) {
#line 11
		return 0;
	}
#line 11
	if (!tl_is_wanted_pid()) {
#line 11
		return 0;
	}
#line 11
	struct frame_p9_fexit_vfs_read memory, *f = &memory;
#line 11
	*(tl_s8 *)f->t0 = 10;
#line 11
	tl_sum(tl_aggregate(&m_, f->t0, 9), TL_SLOT(ctx, 18) + (__u64)(__s64)TL_SLOT(ctx, 19));
#line 11
	return 0;
}

#line 328 "group.bpf.c"
struct frame_p10_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p10_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 12 "group.bt"
static __noinline int p10_fexit_vfs_read(void *ctx)
{
#line 12
	if (tl_is_stopped()) {
#line 12
		return 0;
	}
#line 12
	if (!tl_is_wanted_pid()) {
#line 12
		return 0;
	}
#line 12
	struct frame_p10_fexit_vfs_read memory, *f = &memory;
#line 12
	*(tl_s8 *)f->t0 = 11;
#line 12
	tl_sum(tl_aggregate(&m_, f->t0, 10), TL_SLOT(ctx, 20) + (__u64)(__s64)TL_SLOT(ctx, 21));
#line 12
	return 0;
}

#line 358 "group.bpf.c"
struct frame_p11_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p11_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 13 "group.bt"
static __noinline int p11_fexit_vfs_read(void *ctx)
{
#line 13
	if (tl_is_stopped()) {
#line 13
		return 0;
	}
#line 13
	if (!tl_is_wanted_pid()) {
#line 13
		return 0;
	}
#line 13
	struct frame_p11_fexit_vfs_read memory, *f = &memory;
#line 13
	*(tl_s8 *)f->t0 = 12;
#line 13
	tl_sum(tl_aggregate(&m_, f->t0, 11), TL_SLOT(ctx, 22) + (__u64)(__s64)TL_SLOT(ctx, 23));
#line 13
	return 0;
}

#line 388 "group.bpf.c"
struct frame_p12_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p12_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 14 "group.bt"
static __noinline int p12_fexit_vfs_read(void *ctx)
{
#line 14
	if (tl_is_stopped()) {
#line 14
		return 0;
	}
#line 14
	if (!tl_is_wanted_pid()) {
#line 14
		return 0;
	}
#line 14
	struct frame_p12_fexit_vfs_read memory, *f = &memory;
#line 14
	*(tl_s8 *)f->t0 = 13;
#line 14
	tl_sum(tl_aggregate(&m_, f->t0, 12), TL_SLOT(ctx, 24) + (__u64)(__s64)TL_SLOT(ctx, 25));
#line 14
	return 0;
}

#line 418 "group.bpf.c"
struct frame_p13_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p13_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 15 "group.bt"
static __noinline int p13_fexit_vfs_read(void *ctx)
{
#line 15
	if (tl_is_stopped()) {
#line 15
		return 0;
	}
#line 15
	if (!tl_is_wanted_pid()) {
#line 15
		return 0;
	}
#line 15
	struct frame_p13_fexit_vfs_read memory, *f = &memory;
#line 15
	*(tl_s8 *)f->t0 = 14;
#line 15
	tl_sum(tl_aggregate(&m_, f->t0, 13), TL_SLOT(ctx, 26) + (__u64)(__s64)TL_SLOT(ctx, 27));
#line 15
	return 0;
}

#line 448 "group.bpf.c"
struct frame_p14_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p14_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 16 "group.bt"
static __noinline int p14_fexit_vfs_read(void *ctx)
{
#line 16
	if (tl_is_stopped()) {
#line 16
		return 0;
	}
#line 16
	if (!tl_is_wanted_pid()) {
#line 16
		return 0;
	}
#line 16
	struct frame_p14_fexit_vfs_read memory, *f = &memory;
#line 16
	*(tl_s8 *)f->t0 = 15;
#line 16
	tl_sum(tl_aggregate(&m_, f->t0, 14), TL_SLOT(ctx, 28) + (__u64)(__s64)TL_SLOT(ctx, 29));
#line 16
	return 0;
}

#line 478 "group.bpf.c"
struct frame_p15_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p15_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 17 "group.bt"
static __noinline int p15_fexit_vfs_read(void *ctx)
{
#line 17
	if (tl_is_stopped()) {
#line 17
		return 0;
	}
#line 17
	if (!tl_is_wanted_pid()) {
#line 17
		return 0;
	}
#line 17
	struct frame_p15_fexit_vfs_read memory, *f = &memory;
#line 17
	*(tl_s8 *)f->t0 = 16;
#line 17
	tl_sum(tl_aggregate(&m_, f->t0, 15), TL_SLOT(ctx, 30) + (__u64)(__s64)TL_SLOT(ctx, 31));
#line 17
	return 0;
}

#line 508 "group.bpf.c"
struct frame_p16_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p16_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 18 "group.bt"
static __noinline int p16_fexit_vfs_read(void *ctx)
{
#line 18
	if (tl_is_stopped()) {
#line 18
		return 0;
	}
#line 18
	if (!tl_is_wanted_pid()) {
#line 18
		return 0;
	}
#line 18
	struct frame_p16_fexit_vfs_read memory, *f = &memory;
#line 18
	*(tl_s8 *)f->t0 = 17;
#line 18
	tl_sum(tl_aggregate(&m_, f->t0, 16), TL_SLOT(ctx, 32) + (__u64)(__s64)TL_SLOT(ctx, 33));
#line 18
	return 0;
}

#line 538 "group.bpf.c"
struct frame_p17_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p17_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 19 "group.bt"
static __noinline int p17_fexit_vfs_read(void *ctx)
{
#line 19
	if (tl_is_stopped()) {
#line 19
		return 0;
	}
#line 19
	if (!tl_is_wanted_pid()) {
#line 19
		return 0;
	}
#line 19
	struct frame_p17_fexit_vfs_read memory, *f = &memory;
#line 19
	*(tl_s8 *)f->t0 = 18;
#line 19
	tl_sum(tl_aggregate(&m_, f->t0, 17), TL_SLOT(ctx, 34) + (__u64)(__s64)TL_SLOT(ctx, 35));
#line 19
	return 0;
}

#line 568 "group.bpf.c"
struct frame_p18_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p18_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 20 "group.bt"
static __noinline int p18_fexit_vfs_read(void *ctx)
{
#line 20
	if (tl_is_stopped()) {
#line 20
		return 0;
	}
#line 20
	if (!tl_is_wanted_pid()) {
#line 20
		return 0;
	}
#line 20
	struct frame_p18_fexit_vfs_read memory, *f = &memory;
#line 20
	*(tl_s8 *)f->t0 = 19;
#line 20
	tl_sum(tl_aggregate(&m_, f->t0, 18), TL_SLOT(ctx, 36) + (__u64)(__s64)TL_SLOT(ctx, 37));
#line 20
	return 0;
}

#line 598 "group.bpf.c"
struct frame_p19_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p19_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 21 "group.bt"
static __noinline int p19_fexit_vfs_read(void *ctx)
{
#line 21
	if (tl_is_stopped()) {
#line 21
		return 0;
	}
#line 21
	if (!tl_is_wanted_pid()) {
#line 21
		return 0;
	}
#line 21
	struct frame_p19_fexit_vfs_read memory, *f = &memory;
#line 21
	*(tl_s8 *)f->t0 = 20;
#line 21
	tl_sum(tl_aggregate(&m_, f->t0, 19), TL_SLOT(ctx, 38) + (__u64)(__s64)TL_SLOT(ctx, 39));
#line 21
	return 0;
}

#line 628 "group.bpf.c"
struct frame_p20_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p20_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 22 "group.bt"
static __noinline int p20_fexit_vfs_read(void *ctx)
{
#line 22
	if (tl_is_stopped()) {
#line 22
		return 0;
	}
#line 22
	if (!tl_is_wanted_pid()) {
#line 22
		return 0;
	}
#line 22
	struct frame_p20_fexit_vfs_read memory, *f = &memory;
#line 22
	*(tl_s8 *)f->t0 = 21;
#line 22
	tl_sum(tl_aggregate(&m_, f->t0, 20), TL_SLOT(ctx, 40) + (__u64)(__s64)TL_SLOT(ctx, 41));
#line 22
	return 0;
}

#line 658 "group.bpf.c"
struct frame_p21_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p21_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 23 "group.bt"
static __noinline int p21_fexit_vfs_read(void *ctx)
{
#line 23
	if (tl_is_stopped()) {
#line 23
		return 0;
	}
#line 23
	if (!tl_is_wanted_pid()) {
#line 23
		return 0;
	}
#line 23
	struct frame_p21_fexit_vfs_read memory, *f = &memory;
#line 23
	*(tl_s8 *)f->t0 = 22;
#line 23
	tl_sum(tl_aggregate(&m_, f->t0, 21), TL_SLOT(ctx, 42) + (__u64)(__s64)TL_SLOT(ctx, 43));
#line 23
	return 0;
}

#line 688 "group.bpf.c"
struct frame_p22_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p22_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 24 "group.bt"
static __noinline int p22_fexit_vfs_read(void *ctx)
{
#line 24
	if (tl_is_stopped()) {
#line 24
		return 0;
	}
#line 24
	if (!tl_is_wanted_pid()) {
#line 24
		return 0;
	}
#line 24
	struct frame_p22_fexit_vfs_read memory, *f = &memory;
#line 24
	*(tl_s8 *)f->t0 = 23;
#line 24
	tl_sum(tl_aggregate(&m_, f->t0, 22), TL_SLOT(ctx, 44) + (__u64)(__s64)TL_SLOT(ctx, 45));
#line 24
	return 0;
}

#line 718 "group.bpf.c"
struct frame_p23_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p23_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 25 "group.bt"
static __noinline int p23_fexit_vfs_read(void *ctx)
{
#line 25
	if (tl_is_stopped()) {
#line 25
		return 0;
	}
#line 25
	if (!tl_is_wanted_pid()) {
#line 25
		return 0;
	}
#line 25
	struct frame_p23_fexit_vfs_read memory, *f = &memory;
#line 25
	*(tl_s8 *)f->t0 = 24;
#line 25
	tl_sum(tl_aggregate(&m_, f->t0, 23), TL_SLOT(ctx, 46) + (__u64)(__s64)TL_SLOT(ctx, 47));
#line 25
	return 0;
}

#line 748 "group.bpf.c"
struct frame_p24_fexit_vfs_read {
	TL_BYTES(t0, 1);
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p24_fexit_vfs_read) == 8, "the frame is as large as planned");

/* fexit:vfs_read */
#line 26 "group.bt"
SEC("fexit/vfs_read") int p24_fexit_vfs_read(void *ctx)
{
#line 26
	if (tl_is_stopped()) {
#line 26
		return 0;
	}
#line 26
	if (!tl_is_wanted_pid()) {
#line 26
		return 0;
	}
#line 26
	struct frame_p24_fexit_vfs_read memory, *f = &memory;
#line 26
	*(tl_s8 *)f->t0 = 25;
#line 26
	tl_sum(tl_aggregate(&m_, f->t0, 24), TL_SLOT(ctx, 0) + (__u64)(__s64)TL_SLOT(ctx, 1));
#line 26
	return 0;
}

#line 778 "group.bpf.c"
/* fexit:vfs_read */
#line 2 "group.bt"
SEC("fexit/vfs_read") int g25_p0_fexit_vfs_read(void *ctx)
{
#line 2
	p0_fexit_vfs_read(ctx);
#line 3
	p1_fexit_vfs_read(ctx);
#line 4
	p2_fexit_vfs_read(ctx);
#line 5
	p3_fexit_vfs_read(ctx);
#line 6
	p4_fexit_vfs_read(ctx);
#line 7
	p5_fexit_vfs_read(ctx);
#line 8
	p6_fexit_vfs_read(ctx);
#line 9
	p7_fexit_vfs_read(ctx);
#line 10
	p8_fexit_vfs_read(ctx);
#line 11
	p9_fexit_vfs_read(ctx);
#line 12
	p10_fexit_vfs_read(ctx);
#line 13
	p11_fexit_vfs_read(ctx);
#line 14
	p12_fexit_vfs_read(ctx);
#line 15
	p13_fexit_vfs_read(ctx);
#line 16
	p14_fexit_vfs_read(ctx);
#line 17
	p15_fexit_vfs_read(ctx);
#line 18
	p16_fexit_vfs_read(ctx);
#line 19
	p17_fexit_vfs_read(ctx);
#line 20
	p18_fexit_vfs_read(ctx);
#line 21
	p19_fexit_vfs_read(ctx);
#line 22
	p20_fexit_vfs_read(ctx);
#line 23
	p21_fexit_vfs_read(ctx);
#line 24
	p22_fexit_vfs_read(ctx);
#line 25
	p23_fexit_vfs_read(ctx);
#line 25
	return 0;
}

#line 835 "group.bpf.c"
char tl_license[] SEC("license") = "GPL";
