/*
 * What of a program's instructions is decided on the host: loads whose place depends on the
 * target (struct abi_slot), and the number of the target, where no cookie brings it.
 */
#ifndef RUNTIME_STUB_LOAD_PATCH_H
#define RUNTIME_STUB_LOAD_PATCH_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt;

/* Where a slot is in the context. */
struct rt_slot {
	int16_t offset;
	uint8_t size; /* 1, 2, 4 or 8 bytes; 0: the slot stands for the offset itself */
};

/* Whether the program asks for a cookie: the number of its target. */
bool rt_patch_has_cookie(const struct bpf_insn *instructions, size_t n);

/* Whether it visits all elements of a map, which kernels without FEATURE_FOR_EACH have no way for. */
bool rt_patch_has_visit(const struct bpf_insn *instructions, size_t n);

/* Puts the kernel's function of that number in BTF in the place of a session's question (session.bpf.h). */
void rt_patch_session(struct bpf_insn *instructions, size_t n, uint32_t function_id);

/* Replaces the question by the answer. */
void rt_patch_cookie(struct bpf_insn *instructions, size_t n, uint32_t id);

/* Answers every question for a feature, and takes out or replaces what the kernel lacks beside. */
void rt_patch_features(struct rt *rt, struct bpf_insn *instructions, size_t n);

/* Sets every slot. -EINVAL: an instruction has a slot that is not among them, or a strange size. */
int rt_patch_slots(struct bpf_insn *instructions, size_t n, const struct rt_slot *slots,
		   uint32_t n_slots);

#endif
