/*
 * Many tracepoints of system calls as one program of the raw tracepoint that the kernel makes all of them from. The
 * kernel takes tens of milliseconds to detach each tracepoint, and there are hundreds.
 */
#ifndef SYSCALL_SET_BPF_H
#define SYSCALL_SET_BPF_H

#include "syscall.bpf.h"

/*
 * One row of LIMIT_SYSCALLS for each attach point that may attach so: by the number of the system call the number of the
 * probe's name plus one; 0: it is not traced. The tool makes the rows and fills them.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} syscall_sets SEC(".maps");

static __always_inline __u32 tl_syscall_set_entry(__u32 number, const __u32 set)
{
	__u32 key = set * LIMIT_SYSCALLS + number;

	if (number >= LIMIT_SYSCALLS)
		return 0;
	const __u32 *entry = bpf_map_lookup_elem(&syscall_sets, &key);

	return entry ? *entry : 0;
}

static __always_inline __u32 tl_syscall_set_number(const void *ctx, const bool is_exit)
{
	return is_exit ? tl_syscall_of_exit(ctx) : (__u32)((const __u64 *)ctx)[1];
}

/* Whether the system call is one of the set. */
static __always_inline bool tl_is_in_syscall_set(const void *ctx, const bool is_exit, const __u32 set)
{
	return tl_syscall_set_entry(tl_syscall_set_number(ctx, is_exit), set) &&
	       tl_is_syscall_native(ctx);
}

/* Number of the name of the set's probe, in a program that the test above let through. */
static __always_inline __u32 tl_syscall_set_probe_id(const void *ctx, const bool is_exit,
						     const __u32 set)
{
	return tl_syscall_set_entry(tl_syscall_set_number(ctx, is_exit), set) - 1;
}

#endif
