/*
 * Texts of numbers: errors, signals, system calls. They are copied, not pointed
 * to, so that they can be keys of maps and be compared. Tables stand in .rodata.
 */
#ifndef NAMES_BPF_H
#define NAMES_BPF_H

#include "memory.bpf.h"

#define TL_ERRNO_TEXT   56
#define TL_SIGNAL_TEXT  32
#define TL_SYSCALL_TEXT 32

#define NAME(number, text) [number] = text,
static const char tl_errno_texts[][TL_ERRNO_TEXT] = {
#include "errno.def"
};

#define NAME(number, text) [number] = text,
static const char tl_signal_texts[][TL_SIGNAL_TEXT] = {
#include "signal.def"
};

#define NAME(number, text) [number] = text,
static const char tl_syscall_texts[][TL_SYSCALL_TEXT] = {
#if defined(__TARGET_ARCH_arm64) || defined(__TARGET_ARCH_riscv)
#	include "syscall_generic.def"
#else
#	include "syscall_x86.def"
#endif
};

static const char tl_no_name[] = "N/A";

/* The row of a table of n rows of `width` bytes; "N/A" outside of it and where it is empty. */
static __always_inline void tl_name(void *bytes, const __u32 size, __u64 number, const char *table,
				    __u32 n, const __u32 width)
{
	tl_zero(bytes, size);
	/* Else the compiler tests the low half alone, and the verifier knows nothing of the other. */
	barrier_var(number);
	if (number < n)
		tl_copy(bytes, table + number * width, size < width ? size : width);
	if (*(const tl_u8 *)bytes == 0)
		tl_copy(bytes, tl_no_name, size < sizeof(tl_no_name) ? size : sizeof(tl_no_name));
}

#define TL_NAME(bytes, size, number, table)                                              \
	tl_name(bytes, size, number, &(table)[0][0], sizeof(table) / sizeof((table)[0]), \
		sizeof((table)[0]))

static __always_inline void tl_strerror(void *bytes, const __u32 size, __u64 number)
{
	TL_NAME(bytes, size, number, tl_errno_texts);
}

static __always_inline void tl_signal_name(void *bytes, const __u32 size, __u64 number)
{
	TL_NAME(bytes, size, number, tl_signal_texts);
}

static __always_inline void tl_syscall_name(void *bytes, const __u32 size, __u64 number)
{
	TL_NAME(bytes, size, number, tl_syscall_texts);
}

#endif
