/* How the stack of arm64 is unwound by its rows; a part of unwind.bpf.h. */
#ifndef UNWIND_ARM64_BPF_H
#define UNWIND_ARM64_BPF_H

/*
 * struct rt_sigframe (arch/arm64/kernel/signal.c): a siginfo of 128 bytes, a ucontext with the struct sigcontext
 * at 176, and the registers there behind the address of a fault.
 */
#define TL_SIGNAL      (128 + 176 + 8)
#define TL_SIGNAL_FP   (TL_SIGNAL + 8 * 29)
#define TL_SIGNAL_LINK (TL_SIGNAL + 8 * 30)
#define TL_SIGNAL_SP   (TL_SIGNAL + 8 * 31)
#define TL_SIGNAL_PC   (TL_SIGNAL + 8 * 32)

/* mov x8, #139; svc #0: __kernel_rt_sigreturn of the vDSO, which no file holds. */
#define TL_SIGNAL_RETURN 0xd4000001d2801168

/*
 * Without the authentication code of a signed return address (Armv8.3) and tags. Addresses of programs have 48
 * bits unless a program asks for more (mmap with an address above that, Linux 5.0).
 */
static __always_inline __u64 tl_unwind_stripped(__u64 address)
{
	return address & ((1ull << 48) - 1);
}

static __always_inline void tl_unwind_registers(struct tl_unwind *u,
						const struct tl_registers *registers)
{
	u->ip = registers->pc;
	u->sp = registers->sp;
	u->bp = registers->regs[29];
	u->link = registers->regs[30];
}

static __always_inline bool tl_is_unwind_signal(const struct tl_unwind *u,
						const struct abi_unwind_row *row)
{
	__u64 code;

	return !row && u->is_caller && tl_unwind_read(u->ip, &code) && code == TL_SIGNAL_RETURN;
}

/* A handler of signals returns to code that finds all registers in memory. */
static __always_inline bool tl_unwind_signal(struct tl_unwind *u)
{
	__u64 ip, sp, bp, link;

	if (!tl_unwind_read(u->sp + TL_SIGNAL_PC, &ip) ||
	    !tl_unwind_read(u->sp + TL_SIGNAL_SP, &sp) ||
	    !tl_unwind_read(u->sp + TL_SIGNAL_FP, &bp) ||
	    !tl_unwind_read(u->sp + TL_SIGNAL_LINK, &link))
		return false;
	u->ip = ip;
	u->sp = sp;
	u->bp = bp;
	u->link = link;
	u->is_caller = false;
	return true;
}

/* From a function to its caller. */
static __always_inline bool tl_unwind_call(struct tl_unwind *u, const struct abi_unwind_row *row)
{
	__u64 cfa = (__s64)row->cfa * 8, ip = u->link, bp = u->bp, ip_at;

	if (row->rule != ABI_UNWIND_SP && row->rule != ABI_UNWIND_BP)
		return false;
	if (row->rule == ABI_UNWIND_BP && !u->bp)
		return false;
	cfa += row->rule == ABI_UNWIND_SP ? u->sp : u->bp;
	ip_at = cfa + (__s64)row->place * 8;
	/* Only what nobody has called from is where it was; nothing but a table that is wrong here goes down. */
	if (row->place ? cfa <= u->sp || !tl_unwind_read(ip_at, &ip) : u->is_caller)
		return false;
	if (row->frame == ABI_UNWIND_FRAME_PAIR && !tl_unwind_read(ip_at - 8, &bp))
		return false;
	u->ip = tl_unwind_stripped(ip);
	u->sp = cfa;
	u->bp = row->frame == ABI_UNWIND_FRAME_LOST ? 0 : bp;
	u->is_caller = true;
	return true;
}

#endif
