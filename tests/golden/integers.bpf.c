/* Made by tracec from integers.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
	__s64 c_param_1;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
};

/* Counters of loss, in lanes: of each event, each program. */
__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

/* @sum */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_sum SEC(".maps");

/* @div */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_div SEC(".maps");

/* @cmp */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_cmp SEC(".maps");

/* @n */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct abi_aggregate);
} m_n SEC(".maps");

#include "map.bpf.h"
#include "event.bpf.h"

struct event_0 {
	struct abi_record head;
} __attribute__((__aligned__(8)));

struct event_1 {
	struct abi_record head;
	__u8 a0;
	__u8 gap_1[3];
	__u32 a1;
	__u8 a2;
} __attribute__((__aligned__(8)));

/* begin */
#line 2 "integers.bt"
SEC("raw_tp") int p0_begin(void *ctx)
{
#line 2
	__s8 v_a = 0;
#line 2
	__u32 v_b = 0;
#line 2
	__u64 t2 = 0, t3 = 0, t4 = 0;
#line 2
	__s64 t5 = 0;
#line 2
	bool t6 = 0;
#line 4
	v_a = (__s8)constants.c_param_1;
#line 5
	v_b = 7;
#line 6
	tl_cell_set(&m_sum, (__s64)((__u64)(__s64)v_a + (__s64)v_b));
#line 7
	t2 = (__u64)v_b;
#line 7
	t3 = (__u64)constants.c_param_1;
#line 7
	if (t3 == 0) {
		{
#line 7
			struct event_0 *r = tl_reserve(0, 8);
#line 7
			if (r) {
#line 7
				tl_submit(ctx, r, 8);
			}
		}
#line 7
		t4 = 1;
	} else {
#line 7
		t4 = t2 / t3;
	}
#line 7
	tl_cell_set(&m_div, t4);
#line 8
	t6 = (__s64)v_a < 3;
#line 8
	if (t6) {
#line 8
		t5 = tl_cell_get(&m_sum);
#line 8
		t6 = t5 > 1;
	}
#line 8
	tl_cell_set(&m_cmp, (__s64)(t6 ? 1 : 0));
#line 9
	tl_cell_add(&m_n, 1);
#line 10
	tl_cell_add(&m_n, 5);
	{
#line 11
		struct event_1 *r = tl_reserve(1, 17);
#line 11
		if (r) {
#line 11
			__builtin_memset(r->gap_1, 0, 3);
#line 11
			r->a0 = v_a;
#line 11
			r->a1 = v_b;
#line 11
			r->a2 = (__s64)v_a == 5;
#line 11
			tl_submit(ctx, r, 17);
		}
	}
#line 11
	return 0;
}

#line 142 "integers.bpf.c"
char tl_license[] SEC("license") = "GPL";
