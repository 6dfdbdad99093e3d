#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "abi.h"
#include "load_patch.h"
#include "rt.h"

#define CALL(function)                                        \
	{                                                     \
		.code = BPF_JMP | BPF_CALL, .imm = (function) \
	}
#define LOAD(width, to, from, place)                                                     \
	{                                                                                \
		.code = BPF_LDX | BPF_MEM | (width), .dst_reg = (to), .src_reg = (from), \
		.off = (place)                                                           \
	}

static void patch_answers_the_question_for_the_target(void **state)
{
	(void)state;
	struct bpf_insn program[] = { CALL(BPF_FUNC_get_current_pid_tgid),
				      CALL(BPF_FUNC_get_attach_cookie) };
	assert_true(rt_patch_has_cookie(program, 2));
	rt_patch_cookie(program, 2, 77);
	assert_false(rt_patch_has_cookie(program, 2));
	assert_int_equal(program[0].imm, BPF_FUNC_get_current_pid_tgid);
	assert_int_equal(program[1].code, BPF_ALU64 | BPF_MOV | BPF_K);
	assert_int_equal(program[1].dst_reg, BPF_REG_0);
	assert_int_equal(program[1].imm, 77);
}

/* A call of a subprogram has its distance where others have the helper's number. */
static void patch_leaves_calls_of_subprograms(void **state)
{
	(void)state;
	struct bpf_insn program[] = { CALL(BPF_FUNC_get_attach_cookie) };
	program[0].src_reg = BPF_PSEUDO_CALL;
	assert_false(rt_patch_has_cookie(program, 1));
}

static void patch_sets_place_and_width_of_slots(void **state)
{
	(void)state;
	struct bpf_insn program[] = {
		LOAD(BPF_DW, 3, 1, ABI_SLOT_OFFSET),
		LOAD(BPF_DW, 4, 10, -512),
		LOAD(BPF_DW, 5, 1, ABI_SLOT_OFFSET - 1),
	};
	const struct rt_slot slots[] = { { 16, 4 }, { 24, 0 } };
	assert_int_equal(rt_patch_slots(program, 3, slots, 2), 0);
	assert_int_equal(program[0].code, BPF_LDX | BPF_MEM | BPF_W);
	assert_int_equal(program[0].off, 16);
	assert_int_equal(program[0].dst_reg, 3);
	assert_int_equal(program[1].off, -512);
	// A slot of no size is the offset itself.
	assert_int_equal(program[2].code, BPF_ALU64 | BPF_MOV | BPF_K);
	assert_int_equal(program[2].dst_reg, 5);
	assert_int_equal(program[2].imm, 24);
}

static void patch_refuses_slots_that_nobody_described(void **state)
{
	(void)state;
	struct bpf_insn program[] = { LOAD(BPF_DW, 3, 1, ABI_SLOT_OFFSET - 1) };
	const struct rt_slot slots[] = { { 16, 4 }, { 24, 3 } };
	assert_int_equal(rt_patch_slots(program, 1, slots, 1), -EINVAL);
	assert_int_equal(rt_patch_slots(program, 1, slots, 2), -EINVAL);
}

/* The two halves of a 64-bit constant. */
#define QUESTION(feature)                                                                       \
	{ .code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = BPF_REG_3, .imm = (int32_t)(feature) }, \
	{                                                                                       \
		.imm = (int32_t)(ABI_FEATURE_ASKED >> 32)                                       \
	}

static void patch_answers_questions_for_features(void **state)
{
	(void)state;
	struct rt rt = { .features = { [FEATURE_RINGBUF] = RT_FEATURE_PRESENT,
				       [FEATURE_ATOMIC] = RT_FEATURE_ABSENT } };
	struct bpf_insn program[] = { QUESTION(FEATURE_RINGBUF), QUESTION(FEATURE_ATOMIC),
				      QUESTION(FEATURE_RINGBUF) };
	program[5].imm++; // a number of the script
	rt_patch_features(&rt, program, 6);
	assert_int_equal(program[0].imm, 1);
	assert_int_equal(program[1].imm, 0);
	assert_int_equal(program[2].imm, 0);
	assert_int_equal(program[3].imm, 0);
	assert_int_equal(program[2].dst_reg, BPF_REG_3);
	assert_int_equal(program[4].imm, FEATURE_RINGBUF);
	assert_int_equal(program[5].imm, (int32_t)(ABI_FEATURE_ASKED >> 32) + 1);
}

static void patch_takes_out_what_old_kernels_refuse_to_see(void **state)
{
	(void)state;
	struct rt rt = { .features = { [FEATURE_PROBE_READ] = RT_FEATURE_ABSENT,
				       [FEATURE_ATOMIC] = RT_FEATURE_ABSENT } };
	struct bpf_insn program[] = {
		{ .code = BPF_STX | BPF_ATOMIC | BPF_DW, .imm = BPF_OR | BPF_FETCH },
		{ .code = BPF_STX | BPF_ATOMIC | BPF_DW, .imm = BPF_ADD },
		CALL(BPF_FUNC_probe_read_user_str),
		CALL(BPF_FUNC_probe_read_kernel),
	};
	rt_patch_features(&rt, program, 4);
	assert_int_equal(program[0].code, BPF_JMP | BPF_CALL);
	assert_int_equal(program[0].src_reg, 0);
	assert_int_equal(program[1].code, BPF_STX | BPF_ATOMIC | BPF_DW);
	assert_int_equal(program[2].imm, BPF_FUNC_probe_read_str);
	assert_int_equal(program[3].imm, BPF_FUNC_probe_read);
}

/* What a program can do without is not what it needs. */
static void patch_knows_visits_that_are_asked_for(void **state)
{
	(void)state;
	struct rt new = { .features = { [FEATURE_FOR_EACH] = RT_FEATURE_PRESENT } };
	struct rt old = { .features = { [FEATURE_FOR_EACH] = RT_FEATURE_ABSENT } };
	struct bpf_insn program[] = { CALL(ABI_HELPER_VISIT) };
	rt_patch_features(&old, program, 1);
	assert_false(rt_patch_has_visit(program, 1));
	rt_patch_features(&new, program, 1);
	assert_int_equal(program[0].imm, BPF_FUNC_for_each_map_elem);
	assert_true(rt_patch_has_visit(program, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patch_answers_the_question_for_the_target),
		cmocka_unit_test(patch_leaves_calls_of_subprograms),
		cmocka_unit_test(patch_sets_place_and_width_of_slots),
		cmocka_unit_test(patch_refuses_slots_that_nobody_described),
		cmocka_unit_test(patch_answers_questions_for_features),
		cmocka_unit_test(patch_takes_out_what_old_kernels_refuse_to_see),
		cmocka_unit_test(patch_knows_visits_that_are_asked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
