/*
 * Arguments of USDT probes, by libbpf's library: it notes at attach where each
 * argument stands (a register, memory, a constant), in maps of its own.
 *
 * libbpf's header wants the system's <linux/errno.h> and a struct pt_regs, which
 * is our struct tl_registers under another name here.
 */
#ifndef USDT_BPF_H
#define USDT_BPF_H

#include "probe.bpf.h"

#if !defined(__TARGET_ARCH_x86) && !defined(__TARGET_ARCH_arm64)
#define __TARGET_ARCH_x86
#endif

/* It makes bpf_tracing.h use the kernel's names of registers, as tl_registers does. */
#define __VMLINUX_H__
#define pt_regs tl_registers
#include <bpf/usdt.bpf.h>
#undef pt_regs
#undef __VMLINUX_H__

/* Argument n; 0 if the probe has no such one. */
static __always_inline __u64 tl_usdt_argument(void *ctx, __u32 n)
{
	long value = 0;

	bpf_usdt_arg(ctx, n, &value);
	return value;
}

/* Number of the probe's name; the attachment's own cookie is libbpf's. */
static __always_inline __u32 tl_usdt_probe_id(void *ctx)
{
	return bpf_usdt_cookie(ctx);
}

#endif
