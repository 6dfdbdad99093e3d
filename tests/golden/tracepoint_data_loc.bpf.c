/* Made by tracec from tracepoint_data_loc.bt. */
#include "tracec.bpf.h"

/* Set by the tool before load. */
const volatile struct {
	struct abi_constants base;
	__s32 c_offset_0_pid;
	__s32 c_offset_1_filename;
} constants SEC(".rodata.tool") = {
	.base = { 0 },
	.c_offset_0_pid = -1,
	.c_offset_1_filename = -1,
};

/* Counters of loss, in lanes: of each event, each program. */
enum {
	LOSS_p0_tracepoint_sched_sched_process_exec = 1,
};

__u64 loss[LIMIT_LOSS_LANES][8] SEC(".data.loss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u8[1048]);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} scratch_used SEC(".maps");

#include "memory.bpf.h"
#include "task.bpf.h"
#include "field.bpf.h"
#include "event.bpf.h"
#include "scratch.bpf.h"

struct trace_event_raw_sched_process_exec {
	int pid;
	unsigned int __data_loc_filename;
} __attribute__((preserve_access_index));

struct event_0 {
	struct abi_record head;
	__u32 a0;
	struct abi_packed a1;
	__u8 tail[1024];
} __attribute__((__aligned__(8)));

struct frame_p0_tracepoint_sched_sched_process_exec {
	struct event_0 event_0;
} __attribute__((__aligned__(8)));
_Static_assert(sizeof(struct frame_p0_tracepoint_sched_sched_process_exec) == 1048, "the frame is as large as planned");

/* tracepoint:sched:sched_process_exec */
#line 2 "tracepoint_data_loc.bt"
static __always_inline int p0_tracepoint_sched_sched_process_exec_body(void *ctx, struct frame_p0_tracepoint_sched_sched_process_exec *f)
{
#line 2
	__s32 t0 = 0;
#line 2
	__u32 t1 = 0;
#line 4
	t0 = (__s32)TL_CONTEXT_FIELD(ctx, ((struct trace_event_raw_sched_process_exec *)ctx)->pid, constants.c_offset_0_pid);
#line 4
	t1 = (__u32)TL_CONTEXT_FIELD(ctx, ((struct trace_event_raw_sched_process_exec *)ctx)->__data_loc_filename, constants.c_offset_1_filename);
	{
#line 4
		struct event_0 *r = &f->event_0;
#line 4
		__u64 n = 0;
#line 4
		r->a0 = t0;
#line 4
		n += tl_pack_kernel_str(&r->a1, r->tail + n, 1024, tl_number((__u64)ctx) + ((__u64)t1 & 65535), -1);
#line 4
		tl_output(ctx, &r->head, 0, 20 + n);
	}
#line 4
	return 0;
}

#line 2
SEC("tracepoint") int p0_tracepoint_sched_sched_process_exec(void *ctx)
{
#line 2
	if (!tl_is_wanted_pid()) {
#line 2
		return 0;
	}
#line 2
	__u32 slot = tl_scratch_take();
#line 2
	struct frame_p0_tracepoint_sched_sched_process_exec *f = tl_scratch_memory(slot, LOSS_p0_tracepoint_sched_sched_process_exec);
#line 2
	int result = 0;
#line 2
	if (f) {
#line 2
		result = p0_tracepoint_sched_sched_process_exec_body(ctx, f);
#line 2
		tl_scratch_give_back(slot);
	}
#line 2
	return result;
}

#line 113 "tracepoint_data_loc.bpf.c"
char tl_license[] SEC("license") = "GPL";
