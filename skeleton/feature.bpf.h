/*
 * What the kernel that a program runs on has. The answer stands in the instruction
 * itself, not in .rodata: kernels before 5.5 would check both branches then.
 */
#ifndef FEATURE_BPF_H
#define FEATURE_BPF_H

#include "tracec.bpf.h"

/*
 * 1 or 0, a constant to the verifier: the tool replaces the number that is loaded
 * (ABI_FEATURE_ASKED, layout.h). Volatile, so that each question stands where it is asked.
 */
static __always_inline __u64 tl_has(const enum abi_feature feature)
{
	__u64 answer;

	asm volatile("%[answer] = %[question] ll"
		     : [answer] "=r"(answer)
		     : [question] "i"(ABI_FEATURE_ASKED | feature));
	return answer;
}

#endif
