/*
 * Stacks as values and keys. The helper clears the frames that it does not fill.
 */
#ifndef STACK_BPF_H
#define STACK_BPF_H

#include "task.bpf.h"

/* Bytes of at most limit frames (a constant); 0 if there is no stack to be had. */
static __always_inline __u64 tl_stack(void *ctx, __u64 *frames, __u32 limit, __u64 flags)
{
	long size = bpf_get_stack(ctx, frames, limit * sizeof(__u64), flags);

	return size > 0 ? size : 0;
}

/* bytes are a struct abi_kstack with room for limit frames. */
static __always_inline void tl_kstack(void *ctx, void *bytes, __u32 limit)
{
	struct abi_kstack *stack = bytes;

	stack->count = tl_stack(ctx, stack->frames, limit, 0) / sizeof(__u64);
}

/* bytes are a struct abi_ustack with room for limit frames. */
static __always_inline void tl_ustack(void *ctx, void *bytes, __u32 limit, __u32 probe)
{
	struct abi_ustack *stack = bytes;

	stack->pid = tl_pid();
	stack->probe = probe;
	stack->count = tl_stack(ctx, stack->frames, limit, BPF_F_USER_STACK) / sizeof(__u64);
}

/* The same with struct abi_build_id for each frame. */
static __always_inline void tl_ustack_build_id(void *ctx, void *bytes, __u32 limit, __u32 probe)
{
	struct abi_ustack *stack = bytes;
	long size = bpf_get_stack(ctx, stack->frames, limit * sizeof(struct abi_build_id),
				  BPF_F_USER_STACK | BPF_F_USER_BUILD_ID);

	stack->pid = tl_pid();
	stack->probe = probe;
	stack->count = size > 0 ? (__u64)size / sizeof(struct abi_build_id) : 0;
}

#endif
