/*
 * System calls as programs of the raw tracepoints see them: sys_enter has (registers, number), sys_exit
 * (registers, result). The registers are read: they are no context.
 */
#ifndef SYSCALL_BPF_H
#define SYSCALL_BPF_H

#include "memory.bpf.h"

/* Places in struct pt_regs, which no kernel changes. */
#if defined(__TARGET_ARCH_arm64)
#	define TL_SYSCALL_NUMBER 280
#	define TL_SYSCALL_ARGUMENTS { 0, 8, 16, 24, 32, 40 }
#elif defined(__TARGET_ARCH_riscv) /* a7; orig_a0, a1 to a5 */
#	define TL_SYSCALL_NUMBER 136
#	define TL_SYSCALL_ARGUMENTS { 280, 88, 96, 104, 112, 120 }
#else /* x86_64: orig_ax; di, si, dx, r10, r8, r9; cs */
#	define TL_SYSCALL_NUMBER 120
#	define TL_SYSCALL_ARGUMENTS { 112, 104, 96, 56, 72, 64 }
#	define TL_SYSCALL_SEGMENT   136
#	define TL_USER_SEGMENT_64   0x33
#endif

static __always_inline __u64 tl_syscall_registers(const void *ctx)
{
	return *(const __u64 *)ctx;
}

/* Of a literal; the compiler leaves nothing of it but the number. */
static __always_inline __u32 tl_syscall_number(const char *name)
{
#define NAME(number, text)                 \
	if (!__builtin_strcmp(name, text)) \
		return number;
#if defined(__TARGET_ARCH_arm64) || defined(__TARGET_ARCH_riscv)
#	include "syscall_generic.def"
#else
#	include "syscall_x86.def"
#endif
	return -1;
}

/* Numbers of 32-bit programs are others; the tracepoints leave those calls out, too. */
static __always_inline bool tl_is_syscall_native(const void *ctx)
{
#ifdef TL_SYSCALL_SEGMENT
	return tl_load_kernel(tl_syscall_registers(ctx) + TL_SYSCALL_SEGMENT, 8, -1) ==
	       TL_USER_SEGMENT_64;
#else
	return true;
#endif
}

static __always_inline bool tl_is_syscall_enter(const void *ctx, const char *name)
{
	return (__u32)((const __u64 *)ctx)[1] == tl_syscall_number(name) &&
	       tl_is_syscall_native(ctx);
}

static __always_inline __u32 tl_syscall_of_exit(const void *ctx)
{
	return tl_load_kernel(tl_syscall_registers(ctx) + TL_SYSCALL_NUMBER, 4, -1);
}

static __always_inline bool tl_is_syscall_exit(const void *ctx, const char *name)
{
	return tl_syscall_of_exit(ctx) == tl_syscall_number(name) && tl_is_syscall_native(ctx);
}

/* Argument n of the call that is entered. */
static __always_inline __u64 tl_syscall_argument(const void *ctx, const __u32 n)
{
	static const __u32 places[] = TL_SYSCALL_ARGUMENTS;

	return tl_load_kernel(tl_syscall_registers(ctx) + places[n], 8, -1);
}

#endif
