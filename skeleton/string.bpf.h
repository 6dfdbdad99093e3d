/*
 * Strings in a fixed number of bytes: NUL-terminated unless full, zero behind
 * the NUL.
 */
#ifndef STRING_BPF_H
#define STRING_BPF_H

#include "memory.bpf.h"
#include "walk.bpf.h"

/*
 * Reads the string at address, cut to size - 1 characters. Gives its length, 0
 * if it cannot be read.
 */
static __always_inline __u32 tl_read_kernel_str(void *bytes, __u32 size, __u64 address,
						const __s32 site)
{
	long length;

	tl_zero(bytes, size);
	length = bpf_probe_read_kernel_str(bytes, size, (const void *)address);
	tl_check(length, site);
	return length > 0 ? length - 1 : 0;
}

static __always_inline __u32 tl_read_user_str(void *bytes, __u32 size, __u64 address,
					      const __s32 site)
{
	long length;

	tl_zero(bytes, size);
	length = bpf_probe_read_user_str(bytes, size, (const void *)address);
	tl_check(length, site);
	return length > 0 ? length - 1 : 0;
}

/* The same with a limit known at run time: at most limit bytes, NUL included. */
static __always_inline __u32 tl_str(void *bytes, __u32 size, __u64 address, __u64 limit,
				    bool is_user, const __s32 site)
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
	tl_check(length, site);
	return length > 0 ? length - 1 : 0;
}

/*
 * A buffer value in size bytes: a u32 length, then the bytes at address, as many as
 * there is room for, and zero behind them. What can't be read is zero.
 */
static __always_inline void tl_buf(void *bytes, __u32 size, __u64 address, __u64 length,
				   bool is_user, const __s32 site)
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
		tl_check(bpf_probe_read_user(data, length, (const void *)address), site);
	else
		tl_check(bpf_probe_read_kernel(data, length, (const void *)address), site);
}

/* The strings are equal, looking at no more bytes than the smaller one has. */
static __always_inline bool tl_str_equal(const volatile void *a, const __u32 a_size,
					 const volatile void *b, const __u32 b_size)
{
	const volatile tl_u8 *x = a, *y = b;
	const __u32 size = a_size < b_size ? a_size : b_size;
	__u32 i = tl_walk_texts(x, y, size);

	return i >= size || x[i] == y[i];
}

/*
 * The string is the text: size bytes with the NUL, which the string has room for. Clang makes it
 * loads of words and one test. bytes is at a multiple of 8.
 */
static __always_inline bool tl_str_is(const void *bytes, const char *text, const __u32 size)
{
	return __builtin_memcmp(bytes, text, size) == 0;
}

/* Characters before the NUL; size if there is none. */
static __always_inline __u32 tl_str_length(const volatile void *bytes, const __u32 size)
{
	return tl_walk_text(bytes, size);
}

/* The order of the first size bytes of a and b: -1, 0 or 1. */
static __always_inline __s32 tl_bytes_order(const volatile void *a, const volatile void *b,
					    const __u32 size)
{
	const volatile tl_u8 *x = a, *y = b;
	__u32 i = tl_walk_bytes(x, y, size);

	if (i >= size)
		return 0;
	return x[i] < y[i] ? -1 : 1;
}

/* a and b are equal in all of their size bytes. */
static __always_inline bool tl_bytes_equal(const volatile void *a, const volatile void *b,
					   const __u32 size)
{
	return tl_walk_bytes(a, b, size) >= size;
}

/*
 * Index of b in the string a; -1 if it is not there. Neither is looked at behind its NUL or its end.
 * Sizes are constants.
 */
static __always_inline __s32 tl_str_find(const volatile void *a, const __u32 a_size,
					 const volatile void *b, const __u32 b_size)
{
	struct tl_walk walk = { .a = a, .b = b, .a_size = a_size, .b_size = b_size };
	__u32 i = tl_walk_find(&walk, a_size, b_size);

	if (i >= a_size)
		return -1;
	return tl_walk_is_part(&walk, i) ? (__s32)i : -1;
}

/*
 * a and then b, cut to `limit` characters, in size bytes: no less than limit + size of b, as b is
 * written whole; what stands behind limit is not part of the result.
 */
static __always_inline void tl_str_concat(void *bytes, __u32 size, const volatile void *a,
					  const __u32 a_size, const volatile void *b,
					  const __u32 b_size, const __u32 limit)
{
	const __u32 most = (a_size < limit ? a_size : limit) + 1;
	__u64 length;
	long copied;

	tl_zero(bytes, size);
	copied = bpf_probe_read_kernel_str(bytes, most, (const void *)a);
	length = copied > 0 ? copied - 1 : 0;
	asm volatile("if %[length] <= %[limit] goto +1\n\t"
		     "%[length] = 0"
		     : [length] "+r"(length)
		     : [limit] "i"(limit));
	tl_copy((__u8 *)bytes + length, b, b_size);
}

#endif
