/*
 * The stack of the user's code by the tables that compilers leave for it (.eh_frame), not
 * by frame pointers. The tool translates the tables of the files that processes have
 * mapped to struct abi_unwind_row, before it attaches anything and then when it is told of new
 * mappings; here they are walked. Needs 5.17 (bpf_loop).
 */
#ifndef UNWIND_BPF_H
#define UNWIND_BPF_H

#include "loop.bpf.h"
#include "probe.bpf.h"
#include "slot.bpf.h"
#include "task.bpf.h"

#define BPF_F_MMAPABLE (1U << 10)

#define PF_KTHREAD 0x00200000

/* Rows of all tables; the tool writes them through its own mapping of this memory. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, ABI_UNWIND_ROWS);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct abi_unwind_row);
} unwind_rows SEC(".maps");

/* By process id, as tl_pid gives it. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ABI_UNWIND_PROCESSES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u32);
	__type(value, struct abi_unwind_process);
} unwind_processes SEC(".maps");

/* A stack that is being unwound. */
struct tl_unwind {
	__u64 ip, sp, bp;
	__u64 link; /* of arm64: x30, while it may still be where to return to */
	__u32 pid;
	__u32 count;
	bool is_caller; /* ip is where a call returns to */
	bool has_failed;
	__u64 frames[LIMIT_STACK_DEPTH_MAX];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, LIMIT_SCRATCH_SLOTS);
	__type(key, __u32);
	__type(value, struct tl_unwind);
} unwind_stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} unwind_used SEC(".maps");

struct task_struct___tl_flags {
	unsigned int flags;
} __attribute__((preserve_access_index));

/* A search by halves in as many elements as it has places for in its steps. */
#define TL_MAPPING_STEPS 9
#define TL_ROW_STEPS     22

_Static_assert(ABI_UNWIND_MAPPINGS < 1 << TL_MAPPING_STEPS, "steps of the search");
_Static_assert(ABI_UNWIND_ROWS < 1 << TL_ROW_STEPS, "steps of the search");

/* The mapping that holds an address; NULL: none that has a table. */
static __always_inline struct abi_unwind_mapping *
tl_unwind_mapping(struct abi_unwind_process *process, __u64 address)
{
	__u32 low = 0, high = process->count;
	struct abi_unwind_mapping *mapping;

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < TL_MAPPING_STEPS && low < high; i++) {
		__u32 middle = (low + high) / 2;

		asm volatile("" : "+r"(middle));
		if (process->mappings[middle & (ABI_UNWIND_MAPPINGS - 1)].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	low--;
	asm volatile("" : "+r"(low));
	mapping = &process->mappings[low & (ABI_UNWIND_MAPPINGS - 1)];
	return address < mapping->end ? mapping : NULL;
}

/* The row of a mapping's table for an address. */
static __always_inline struct abi_unwind_row *
tl_unwind_row(const struct abi_unwind_mapping *mapping, __u64 address)
{
	__u32 first = mapping->first, low = 0, high = mapping->count, at;
	__u32 wanted = address - mapping->bias;

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < TL_ROW_STEPS && low < high; i++) {
		__u32 middle = (low + high) / 2;
		struct abi_unwind_row *row;

		at = first + middle;
		row = bpf_map_lookup_elem(&unwind_rows, &at);
		if (!row)
			return NULL;
		if (row->address <= wanted)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	at = first + low - 1;
	return bpf_map_lookup_elem(&unwind_rows, &at);
}

static __always_inline struct abi_unwind_row *tl_unwind_find(const struct tl_unwind *u)
{
	__u64 address = u->ip - u->is_caller;
	__u32 pid = u->pid;
	struct abi_unwind_process *process = bpf_map_lookup_elem(&unwind_processes, &pid);
	struct abi_unwind_mapping *mapping;

	mapping = process ? tl_unwind_mapping(process, address) : NULL;
	return mapping ? tl_unwind_row(mapping, address) : NULL;
}

static __always_inline bool tl_unwind_read(__u64 address, __u64 *value)
{
	return !bpf_probe_read_user(value, sizeof(*value), (const void *)address);
}

#if defined(__TARGET_ARCH_arm64)
#	include "unwind_arm64.bpf.h"
#else
#	include "unwind_x86.bpf.h"
#endif

static long tl_unwind_step(__u32 index, struct tl_loop *loop)
{
	struct tl_unwind *u = loop->frame;
	__u32 count = u->count;
	const struct abi_unwind_row *row;

	if (count >= LIMIT_STACK_DEPTH_MAX || !u->ip)
		return tl_leave();
	u->frames[count] = u->ip | (count && !u->is_caller ? ABI_UNWIND_INTERRUPTED : 0);
	u->count = count + 1;
	row = tl_unwind_find(u);
	if (row && row->rule == ABI_UNWIND_END)
		return tl_leave();
	if (tl_is_unwind_signal(u, row) ? !tl_unwind_signal(u) : !row || !tl_unwind_call(u, row)) {
		u->has_failed = true;
		return tl_leave();
	}
	return tl_go_on();
}

/* The registers that the process entered the kernel with; false: it has none. */
static __always_inline bool tl_unwind_begin(struct tl_unwind *u)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const struct tl_registers *registers;

	if (((struct task_struct___tl_flags *)task)->flags & PF_KTHREAD)
		return false;
	registers = (const struct tl_registers *)bpf_task_pt_regs(task);
	tl_unwind_registers(u, registers);
	u->pid = tl_pid();
	return true;
}

static __always_inline void tl_unwind_into(struct tl_unwind *u, struct abi_ustack *stack,
					   const __u32 limit)
{
	struct tl_loop loop = { NULL, u };

	u->count = 0;
	u->is_caller = u->has_failed = false;
	/* A read that fails clears what it should have filled. */
	bpf_probe_read_kernel(u->frames, limit * sizeof(__u64), NULL);
	if (tl_unwind_begin(u)) {
		tl_loop(limit, tl_unwind_step, &loop);
		if (u->has_failed && u->count < limit && u->count < LIMIT_STACK_DEPTH_MAX)
			u->frames[u->count] = ABI_UNWIND_FAILURE;
	}
	stack->count = u->count;
	bpf_probe_read_kernel(stack->frames, limit * sizeof(__u64), u->frames);
}

/*
 * bytes are a struct abi_ustack with room for limit frames. Where it could not be followed to its
 * end, ABI_UNWIND_FAILURE stands behind the last frame, if there is room.
 */
static __always_inline void tl_dw_ustack(void *bytes, const __u32 limit, __u32 probe)
{
	struct abi_ustack *stack = bytes;
	__u32 zero = 0;
	__u64 *used = bpf_map_lookup_elem(&unwind_used, &zero);
	__u32 slot = tl_slot_take(used);
	struct tl_unwind *u = bpf_map_lookup_elem(&unwind_stacks, &slot);

	stack->pid = tl_pid();
	stack->probe = probe;
	if (u) {
		tl_unwind_into(u, stack, limit);
		tl_slot_give_back(used, slot);
		return;
	}
	stack->count = 0;
	bpf_probe_read_kernel(stack->frames, limit * sizeof(__u64), NULL);
	stack->frames[0] = ABI_UNWIND_FAILURE;
}

#endif
