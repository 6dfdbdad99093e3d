/*
 * How the tool stops all its programs at once: it sets this word, and those that begin later end
 * right away. Detaching comes after, when all that was seen has been printed: the kernel waits a while for
 * each tracepoint, and there may be hundreds.
 */
#ifndef STOP_BPF_H
#define STOP_BPF_H

#include "tracec.bpf.h"

volatile __u32 tl_stop_word SEC(".data.stop") = 0;

static __always_inline bool tl_is_stopped(void)
{
	return tl_stop_word;
}

#endif
