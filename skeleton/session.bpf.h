/*
 * Programs of kprobe sessions (Linux 6.10), which the kernel runs both when a function begins and when it ends.
 */
#ifndef SESSION_BPF_H
#define SESSION_BPF_H

#include "tracec.bpf.h"

/*
 * Whether the function ends. The tool puts the kernel's function bpf_session_is_return in this call's
 * place, by its number in BTF, so that libbpf does not look for it where it is not.
 */
static __always_inline bool tl_session_is_return(void)
{
	return ((bool (*)(void))ABI_CALL_SESSION_IS_RETURN)();
}

#endif
