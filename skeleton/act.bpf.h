/*
 * Acting on what is traced: signals, changed results, written memory; and other tasks.
 */
#ifndef ACT_BPF_H
#define ACT_BPF_H

#include "memory.bpf.h"

struct task_struct___tl_named {
	char comm[16];
} __attribute__((preserve_access_index));

extern struct task_struct___tl_named *bpf_task_from_pid(__s32 pid) __ksym __weak;
extern void bpf_task_release(struct task_struct___tl_named *task) __ksym __weak;

/* Name of the thread with an id of the initial namespace; "N/A" if there is none. Of Linux 6.2, for tracing programs; 6.12 for all. */
static __always_inline bool tl_comm_of(void *bytes, const __u32 size, __u64 pid)
{
	struct task_struct___tl_named *task;

	tl_zero(bytes, size);
	*(tl_u8 *)bytes = 'N';
	*((tl_u8 *)bytes + 1) = '/';
	*((tl_u8 *)bytes + 2) = 'A';
	task = bpf_task_from_pid(pid);
	if (!task)
		return false;
	tl_zero(bytes, size);
	bpf_core_read_str(bytes, 16, &task->comm);
	bpf_task_release(task);
	return true;
}

static __always_inline void tl_signal(__u32 number, const __s32 site)
{
	tl_check(bpf_send_signal(number), site);
}

static __always_inline void tl_signal_thread(__u32 number, const __s32 site)
{
	tl_check(bpf_send_signal_thread(number), site);
}

static __always_inline void tl_override(void *context, __u64 value, const __s32 site)
{
	tl_check(bpf_override_return(context, value), site);
}

static __always_inline bool tl_write_user(__u64 address, const volatile void *bytes, __u32 size,
					  const __s32 site)
{
	long code = bpf_probe_write_user((void *)address, (const void *)bytes, size);

	tl_check(code, site);
	return code == 0;
}

static __always_inline __s32 tl_trace_printk(const volatile void *format, __u32 size, __u64 a,
					     __u64 b, __u64 c)
{
	return bpf_trace_printk((const void *)format, size, a, b, c);
}

/* The address must be one of a struct path that the verifier knows as such. */
static __always_inline void tl_path(void *bytes, const __u32 size, __u64 path, const __s32 site)
{
	tl_zero(bytes, size);
	tl_check(bpf_d_path((void *)path, bytes, size), site);
}

static __always_inline __u64 tl_socket_cookie(__u64 socket)
{
	return bpf_get_socket_cookie((void *)socket);
}

#endif
