/*
 * Strings in a fixed number of bytes: NUL-terminated unless full, zero behind
 * the NUL.
 */
#ifndef STRING_BPF_H
#define STRING_BPF_H

#include "memory.bpf.h"

/*
 * Reads the string at address, cut to size - 1 characters. Gives its length, 0
 * if it cannot be read.
 */
static __always_inline __u32 tl_read_kernel_str(void *bytes, __u32 size, __u64 address)
{
	long length;

	tl_zero(bytes, size);
	length = bpf_probe_read_kernel_str(bytes, size, (const void *)address);
	return length > 0 ? length - 1 : 0;
}

static __always_inline __u32 tl_read_user_str(void *bytes, __u32 size, __u64 address)
{
	long length;

	tl_zero(bytes, size);
	length = bpf_probe_read_user_str(bytes, size, (const void *)address);
	return length > 0 ? length - 1 : 0;
}

/* The same with a limit known at run time: at most limit bytes, NUL included. */
static __always_inline __u32 tl_str(void *bytes, __u32 size, __u64 address, __u64 limit,
				    bool is_user)
{
	long length;

	tl_zero(bytes, size);
	asm volatile("if %[limit] <= %[size] goto +1\n\t"
		     "%[limit] = %[size]"
		     : [limit] "+r"(limit)
		     : [size] "i"(size));
	if (is_user)
		length = bpf_probe_read_user_str(bytes, limit, (const void *)address);
	else
		length = bpf_probe_read_kernel_str(bytes, limit, (const void *)address);
	return length > 0 ? length - 1 : 0;
}

/*
 * A buffer value in size bytes: a u32 length, then the bytes at address, as many as
 * there is room for, and zero behind them. What can't be read is zero.
 */
static __always_inline void tl_buf(void *bytes, __u32 size, __u64 address, __u64 length,
				   bool is_user)
{
	__u32 room = size - 4;
	void *data = (__u8 *)bytes + 4;

	tl_zero(bytes, size);
	asm volatile("if %[length] <= %[room] goto +1\n\t"
		     "%[length] = %[room]"
		     : [length] "+r"(length)
		     : [room] "i"(room));
	*(tl_u32 *)bytes = length;
	if (is_user)
		bpf_probe_read_user(data, length, (const void *)address);
	else
		bpf_probe_read_kernel(data, length, (const void *)address);
}

/* The strings are equal, looking at no more bytes than the smaller one has. */
static __always_inline bool tl_str_equal(const volatile void *a, __u32 a_size,
					 const volatile void *b, __u32 b_size)
{
	const volatile tl_u8 *x = a, *y = b;
	__u32 size = a_size < b_size ? a_size : b_size;

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < size; i++) {
		__u8 c = x[i];

		if (c != y[i])
			return false;
		if (c == 0)
			break;
	}
	return true;
}

/* Characters before the NUL; size if there is none. */
static __always_inline __u32 tl_str_length(const volatile void *bytes, __u32 size)
{
	const volatile tl_u8 *text = bytes;
	__u32 i;

#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++)
		if (text[i] == 0)
			break;
	return i;
}

#endif
