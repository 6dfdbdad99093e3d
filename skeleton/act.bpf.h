/*
 * Acting on what is traced: signals, changed results, written memory.
 */
#ifndef ACT_BPF_H
#define ACT_BPF_H

#include "memory.bpf.h"

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
