/*
 * What a probe's context gives: registers, arguments, return values, the traced
 * function. Kprobes, uprobes and perf events get the registers first in their
 * context, in a layout that each architecture keeps stable.
 */
#ifndef PROBE_BPF_H
#define PROBE_BPF_H

#include "memory.bpf.h"

#if defined(__TARGET_ARCH_arm64)

struct tl_registers {
	__u64 regs[31];
	__u64 sp;
	__u64 pc;
	__u64 pstate;
};

static __always_inline __u64 tl_register_argument(const struct tl_registers *r, __u32 n)
{
	return n < 8 ? r->regs[n] : 0;
}

static __always_inline __u64 tl_register_result(const struct tl_registers *r)
{
	return r->regs[0];
}

static __always_inline __u64 tl_register_ip(const struct tl_registers *r)
{
	return r->pc;
}

#elif defined(__TARGET_ARCH_riscv)

struct tl_registers {
	__u64 pc, ra, sp, gp, tp, t0, t1, t2, s0, s1;
	__u64 a0, a1, a2, a3, a4, a5, a6, a7;
	__u64 s2, s3, s4, s5, s6, s7, s8, s9, s10, s11;
	__u64 t3, t4, t5, t6;
};

static __always_inline __u64 tl_register_argument(const struct tl_registers *r, __u32 n)
{
	return n < 8 ? (&r->a0)[n] : 0;
}

static __always_inline __u64 tl_register_result(const struct tl_registers *r)
{
	return r->a0;
}

static __always_inline __u64 tl_register_ip(const struct tl_registers *r)
{
	return r->pc;
}

#elif defined(__TARGET_ARCH_s390)

struct tl_registers {
	__u64 args[1];
	__u64 psw_mask, psw_addr;
	__u64 gprs[16];
};

static __always_inline __u64 tl_register_argument(const struct tl_registers *r, __u32 n)
{
	return n < 5 ? r->gprs[2 + n] : 0;
}

static __always_inline __u64 tl_register_result(const struct tl_registers *r)
{
	return r->gprs[2];
}

static __always_inline __u64 tl_register_ip(const struct tl_registers *r)
{
	return r->psw_addr;
}

#else /* x86_64 */

struct tl_registers {
	__u64 r15, r14, r13, r12, bp, bx;
	__u64 r11, r10, r9, r8, ax, cx, dx, si, di;
	__u64 orig_ax;
	__u64 ip, cs, flags, sp, ss;
};

static __always_inline __u64 tl_register_argument(const struct tl_registers *r, __u32 n)
{
	switch (n) {
	case 0:
		return r->di;
	case 1:
		return r->si;
	case 2:
		return r->dx;
	case 3:
		return r->cx;
	case 4:
		return r->r8;
	case 5:
		return r->r9;
	default:
		return 0;
	}
}

static __always_inline __u64 tl_register_result(const struct tl_registers *r)
{
	return r->ax;
}

static __always_inline __u64 tl_register_ip(const struct tl_registers *r)
{
	return r->ip;
}

#endif

/*
 * An argument that the kernel hands over in an array of u64 (fentry, fexit, BTF
 * tracepoints). To the verifier a pointer among them stays a trusted pointer.
 */
static __always_inline __u64 tl_context_argument(const void *ctx, __u32 n)
{
	return ((const __u64 *)ctx)[n];
}

/*
 * Slot n of the program (struct abi_slot): a load from the context that the tool completes. clang
 * must leave it as it is.
 */
#define TL_SLOT(ctx, n)                                  \
	({                                               \
		__u64 slot_value;                        \
                                                         \
		asm("%0 = *(u64 *)(%1 - %2)"             \
		    : "=r"(slot_value)                   \
		    : "r"(ctx), "i"((n) - ABI_SLOT_OFFSET)); \
		slot_value;                              \
	})

/*
 * Number of the probe's name. The cookie of an attachment where it has one; else the tool
 * puts the number in the place of this call when it loads the program (abi_program).
 */
static __always_inline __u32 tl_probe_id(void *ctx)
{
	return bpf_get_attach_cookie(ctx);
}

/*
 * Of a kretprobe. In a session (session.bpf.h) the kprobe and the kretprobe have one attachment: the number of the
 * latter, plus one, is the upper half of its cookie.
 */
static __always_inline __u32 tl_return_probe_id(void *ctx)
{
	__u64 cookie = bpf_get_attach_cookie(ctx);
	__u32 high = cookie >> 32;

	return high ? high - 1 : (__u32)cookie;
}

/* Where an uprobe is; before 6.7 the helper below does not tell. */
static __always_inline __u64 tl_uprobe_ip(const void *ctx)
{
	return tl_register_ip(ctx);
}

/*
 * What a traced BPF program gives; needs 5.17. Where it stands in the context only the kernel knows: it counts
 * five arguments unless it trusts the program's BTF.
 */
static __always_inline __u64 tl_func_result(void *ctx)
{
	__u64 result = 0;

	bpf_get_func_ret(ctx, &result);
	return result;
}

/* Address of the traced function; needs 5.15, of an uprobe 6.7. */
static __always_inline __u64 tl_func_ip(void *ctx)
{
	return bpf_get_func_ip(ctx);
}

#endif
