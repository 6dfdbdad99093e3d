/*
 * Bytes: reading memory of the kernel and of processes, clearing and copying
 * what is too large for inline stores. A failed read leaves zero bytes.
 */
#ifndef MEMORY_BPF_H
#define MEMORY_BPF_H

#include "failure.bpf.h"

/*
 * Zeroes any number of bytes with one call: a read of address 0 fails, and the
 * helper then clears its destination.
 */
static __always_inline void tl_zero(void *bytes, __u32 size)
{
	bpf_probe_read_kernel(bytes, size, NULL);
}

/* Copies any number of bytes, of memory the program owns, with one call. */
static __always_inline void tl_copy(void *bytes, const volatile void *from, __u32 size)
{
	bpf_probe_read_kernel(bytes, size, (const void *)from);
}

/* Reads size bytes at address; 0, or a negative errno and zero bytes. The site is as in failure.bpf.h. */
static __always_inline __s32 tl_read_kernel(void *bytes, __u32 size, __u64 address,
					    const __s32 site)
{
	__s32 code = bpf_probe_read_kernel(bytes, size, (const void *)address);

	tl_check(code, site);
	return code;
}

static __always_inline __s32 tl_read_user(void *bytes, __u32 size, __u64 address, const __s32 site)
{
	__s32 code = bpf_probe_read_user(bytes, size, (const void *)address);

	tl_check(code, site);
	return code;
}

/* Where `size` bytes go inside of a u64, so that its value is theirs. */
static __always_inline void *tl_low_bytes(__u64 *value, __u32 size)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return (char *)value + (8 - size);
#else
	(void)size;
	return value;
#endif
}

/* The integer of size 1, 2, 4 or 8 at address, zero-extended; 0 if it cannot be read. */
static __always_inline __u64 tl_load_kernel(__u64 address, __u32 size, const __s32 site)
{
	__u64 value = 0;

	tl_check(bpf_probe_read_kernel(tl_low_bytes(&value, size), size, (const void *)address),
		 site);
	return value;
}

static __always_inline __u64 tl_load_user(__u64 address, __u32 size, const __s32 site)
{
	__u64 value = 0;

	tl_check(bpf_probe_read_user(tl_low_bytes(&value, size), size, (const void *)address),
		 site);
	return value;
}

/*
 * The same number, but no longer a pointer to the verifier, which refuses most
 * arithmetic on pointers. For values that may be trusted pointers.
 */
static __always_inline __u64 tl_number(__u64 value)
{
	__u64 number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), &value);
	return number;
}

/* All ones if n is not 0, else 0: without a branch, which the verifier would follow in each of a list's pointers. */
static __always_inline __u64 tl_mask_of(__u64 n)
{
	__u64 mask;

	asm volatile("%[mask] = %[n]\n\t"
		     "%[mask] = -%[mask]\n\t"
		     "%[mask] |= %[n]\n\t"
		     "%[mask] s>>= 63"
		     : [mask] "=&r"(mask)
		     : [n] "r"(n));
	return mask;
}

/* The site of a failed read of what a list points to: none behind its end. */
static __always_inline __s32 tl_list_site(__u64 pointer, __s32 site)
{
	return (__s32)(site | ~tl_mask_of(pointer));
}

/* What has been read behind `before` in a list that ends with 0: 0, too, behind that; whether it could be counts in front of that. */
static __always_inline __u64 tl_in_list(__u64 pointer, __u64 before, long code, const __s32 site)
{
	if (tl_reports(site))
		tl_check(code, tl_list_site(before, site));
	return pointer & tl_mask_of(before);
}

/* The pointer at address in a list. What cannot be read is 0, and ends it. */
static __always_inline __u64 tl_list_kernel(__u64 address, __u64 before, const __s32 site)
{
	__u64 pointer = 0;
	long code = bpf_probe_read_kernel(&pointer, sizeof(pointer), (const void *)address);

	return tl_in_list(pointer, before, code, site);
}

static __always_inline __u64 tl_list_user(__u64 address, __u64 before, const __s32 site)
{
	__u64 pointer = 0;
	long code = bpf_probe_read_user(&pointer, sizeof(pointer), (const void *)address);

	return tl_in_list(pointer, before, code, site);
}

/* The low size bytes (2, 4 or 8) of value in reversed order. */
static __always_inline __u64 tl_bswap(__u64 value, __u32 size)
{
	if (size == 2)
		return __builtin_bswap16(value);
	return size == 4 ? __builtin_bswap32(value) : __builtin_bswap64(value);
}

/* How far a CPU's variables are from their symbols; 0 if there is no such CPU. */
static __always_inline __u64 tl_percpu_offset(__u64 table, __u64 cpu)
{
	if (cpu >= constants.base.n_cpus)
		return 0;
	return tl_load_kernel(table + 8 * cpu, 8, -1);
}

#endif
