/* How the stack of x86_64 is unwound by its rows; a part of unwind.bpf.h. */
#ifndef UNWIND_X86_BPF_H
#define UNWIND_X86_BPF_H

/* struct ucontext (arch/x86/include/uapi/asm/sigcontext.h): the registers, and where there. */
#define TL_SIGNAL    40
#define TL_SIGNAL_BP 80
#define TL_SIGNAL_SP 120
#define TL_SIGNAL_IP 128

static __always_inline void tl_unwind_registers(struct tl_unwind *u,
						const struct tl_registers *registers)
{
	u->ip = registers->ip;
	u->sp = registers->sp;
	u->bp = registers->bp;
}

static __always_inline bool tl_is_unwind_signal(const struct tl_unwind *u,
						const struct abi_unwind_row *row)
{
	return row && row->rule == ABI_UNWIND_SIGNAL_FRAME;
}

/* A handler of signals returns to code that finds all registers in memory. */
static __always_inline bool tl_unwind_signal(struct tl_unwind *u)
{
	__u64 at = u->sp + TL_SIGNAL, ip, sp, bp;

	if (!tl_unwind_read(at + TL_SIGNAL_IP, &ip) || !tl_unwind_read(at + TL_SIGNAL_SP, &sp) ||
	    !tl_unwind_read(at + TL_SIGNAL_BP, &bp))
		return false;
	u->ip = ip;
	u->sp = sp;
	u->bp = bp;
	u->is_caller = false;
	return true;
}

/* From a function to its caller. */
static __always_inline bool tl_unwind_call(struct tl_unwind *u, const struct abi_unwind_row *row)
{
	__s64 distance = (__s64)row->cfa * 8, place = row->place;
	__u64 cfa, ip, bp = u->bp, bp_at;

	switch (row->rule) {
	case ABI_UNWIND_SP:
		cfa = u->sp + distance;
		bp_at = place ? cfa + place * 8 : 0;
		break;
	case ABI_UNWIND_PLT:
		cfa = u->sp + distance + ((__s64)(u->ip & 15) >= place ? 8 : 0);
		bp_at = 0;
		break;
	case ABI_UNWIND_BP:
		cfa = u->bp + distance;
		bp_at = place ? cfa + place * 8 : 0;
		break;
	case ABI_UNWIND_AT_BP:
		if (!tl_unwind_read(u->bp + distance, &cfa))
			return false;
		bp_at = place ? u->bp : 0;
		break;
	default:
		return false;
	}
	/* Nothing but a table that is wrong here goes down. */
	if (cfa <= u->sp || !tl_unwind_read(cfa - 8, &ip))
		return false;
	if (bp_at && !tl_unwind_read(bp_at, &bp))
		return false;
	u->ip = ip;
	u->sp = cfa;
	u->bp = bp;
	u->is_caller = true;
	return true;
}

#endif
