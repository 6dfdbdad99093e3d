#include "load_patch.h"

#include <errno.h>

#include "abi.h"
#include "feature.h"

/* The second half of a 64-bit constant is no instruction; its code is 0, which no patch takes. */
static bool is_helper_call(const struct bpf_insn *instruction)
{
	return instruction->code == (BPF_JMP | BPF_CALL) && !instruction->src_reg;
}

static bool is_cookie_call(const struct bpf_insn *instruction)
{
	return is_helper_call(instruction) && instruction->imm == BPF_FUNC_get_attach_cookie;
}

static bool is_load(const struct bpf_insn *instruction)
{
	return BPF_CLASS(instruction->code) == BPF_LDX && BPF_MODE(instruction->code) == BPF_MEM;
}

bool rt_patch_has_cookie(const struct bpf_insn *instructions, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_cookie_call(&instructions[i]))
			return true;
	return false;
}

void rt_patch_cookie(struct bpf_insn *instructions, size_t n, uint32_t id)
{
	for (size_t i = 0; i < n; i++)
		if (is_cookie_call(&instructions[i]))
			instructions[i] = (struct bpf_insn){ .code = BPF_ALU64 | BPF_MOV | BPF_K,
							     .dst_reg = BPF_REG_0,
							     .imm = (int32_t)id };
}

void rt_patch_session(struct bpf_insn *instructions, size_t n, uint32_t function_id)
{
	for (size_t i = 0; i < n; i++) {
		struct bpf_insn *instruction = &instructions[i];
		if (!is_helper_call(instruction) ||
		    instruction->imm != ABI_CALL_SESSION_IS_RETURN)
			continue;
		instruction->src_reg = BPF_PSEUDO_KFUNC_CALL;
		instruction->imm = (int32_t)function_id;
	}
}

/* A 64-bit constant has two halves, each in an instruction's place. */
static bool is_question(const struct bpf_insn *instructions, size_t i, size_t n)
{
	return i + 1 < n && instructions[i].code == (BPF_LD | BPF_IMM | BPF_DW) &&
	       !instructions[i].src_reg && (uint32_t)instructions[i].imm < N_ABI_FEATURES &&
	       (uint32_t)instructions[i + 1].imm == ABI_FEATURE_ASKED >> 32;
}

/* Any but the plain addition of old. */
static bool is_new_atomic(const struct bpf_insn *instruction)
{
	return BPF_CLASS(instruction->code) == BPF_STX &&
	       BPF_MODE(instruction->code) == BPF_ATOMIC && instruction->imm != BPF_ADD;
}

static void answer(struct rt *rt, struct bpf_insn *instructions)
{
	instructions[0].imm = rt_has(rt, (enum abi_feature)instructions[0].imm);
	instructions[1].imm = 0;
}

/* Of helpers of the same arguments, the old one. */
static int old_helper(int helper)
{
	switch (helper) {
	case BPF_FUNC_probe_read_kernel:
	case BPF_FUNC_probe_read_user:
		return BPF_FUNC_probe_read;
	case BPF_FUNC_probe_read_kernel_str:
	case BPF_FUNC_probe_read_user_str:
		return BPF_FUNC_probe_read_str;
	default:
		return 0;
	}
}

static void replace_helper(struct rt *rt, struct bpf_insn *instruction)
{
	if (is_helper_call(instruction) && instruction->imm == ABI_HELPER_VISIT &&
	    rt_has(rt, FEATURE_FOR_EACH))
		instruction->imm = BPF_FUNC_for_each_map_elem;
	int helper = is_helper_call(instruction) ? old_helper(instruction->imm) : 0;
	if (helper && !rt_has(rt, FEATURE_PROBE_READ))
		instruction->imm = helper;
}

/*
 * In the place of an instruction that the kernel lacks: in a branch that is not taken it is as good, and where it is
 * reached, in C that a script imports, the verifier refuses the program. No helper has this number.
 */
static const struct bpf_insn missing = { .code = BPF_JMP | BPF_CALL, .imm = 0x7ac3fea7 };

/* The address of a function that the kernel is to call back. */
static bool is_callback(const struct bpf_insn *instructions, size_t i, size_t n)
{
	return i + 1 < n && instructions[i].code == (BPF_LD | BPF_IMM | BPF_DW) &&
	       instructions[i].src_reg == BPF_PSEUDO_FUNC;
}

/* Kernels without such calls do not know the address either, not even where it isn't reached. */
static void forget_callback(struct rt *rt, struct bpf_insn *instructions)
{
	if (rt_has(rt, FEATURE_FOR_EACH))
		return;
	instructions[0].src_reg = 0;
	instructions[0].imm = instructions[1].imm = 0;
}

bool rt_patch_has_visit(const struct bpf_insn *instructions, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_helper_call(&instructions[i]) &&
		    instructions[i].imm == BPF_FUNC_for_each_map_elem)
			return true;
	return false;
}

void rt_patch_features(struct rt *rt, struct bpf_insn *instructions, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct bpf_insn *instruction = &instructions[i];
		if (is_question(instructions, i, n))
			answer(rt, instruction);
		else if (is_callback(instructions, i, n))
			forget_callback(rt, instruction);
		else if (is_new_atomic(instruction) && !rt_has(rt, FEATURE_ATOMIC))
			*instruction = missing;
		else
			replace_helper(rt, instruction);
	}
}

static int size_code(uint8_t size)
{
	switch (size) {
	case 1:
		return BPF_B;
	case 2:
		return BPF_H;
	case 4:
		return BPF_W;
	case 8:
		return BPF_DW;
	default:
		return -EINVAL;
	}
}

static int set_slot(struct bpf_insn *instruction, const struct rt_slot *slot)
{
	int code = slot->size ? size_code(slot->size) : 0;
	if (code < 0)
		return code;
	if (!slot->size) {
		*instruction = (struct bpf_insn){ .code = BPF_ALU64 | BPF_MOV | BPF_K,
						  .dst_reg = instruction->dst_reg,
						  .imm = slot->offset };
		return 0;
	}
	instruction->code = (uint8_t)(BPF_LDX | BPF_MEM | code);
	instruction->off = slot->offset;
	return 0;
}

int rt_patch_slots(struct bpf_insn *instructions, size_t n, const struct rt_slot *slots,
		   uint32_t n_slots)
{
	for (size_t i = 0; i < n; i++) {
		struct bpf_insn *instruction = &instructions[i];
		int slot = ABI_SLOT_OFFSET - instruction->off;
		if (!is_load(instruction) || slot < 0 || slot >= ABI_SLOTS_MAX)
			continue;
		if ((uint32_t)slot >= n_slots)
			return -EINVAL;
		int err = set_slot(instruction, &slots[slot]);
		if (err)
			return err;
	}
	return 0;
}
