/*
 * What a program keeps outside of registers: bytes, scalars that loop bodies
 * share, and the largest record that it builds. A frame that is small, and holds
 * nothing larger than the config key on_stack_limit, stays on the stack; another
 * one, and every one of a program with loops (see skeleton/loop.bpf.h), stands in
 * a slot of scratch memory.
 *
 * Also where each temporary lives in C. Everything is in the plan's arena.
 */
#ifndef EMIT_FRAME_H
#define EMIT_FRAME_H

#include "plan/plan.h"

struct frame_temp {
	const char *name; /* in C: "t1", "v_x" */
	int function;     /* the one that uses it: 0 the program, n its nth loop; -1 none */
	bool is_parameter;
	bool in_frame;
	bool may_point; /* may hold what the verifier takes for a pointer */
};

struct frame_member {
	const char *name;
	const char *type; /* "__u64", "struct event_3"; NULL: bytes */
	uint32_t size, align;
};

/* A place in the frame: of one member, or of several that are never in use at the same time. */
struct frame_slot {
	VEC(struct frame_member) members;
	uint32_t size, align; /* of the largest */
	uint32_t free_after;  /* of temporaries: the last statement that uses one (lifetime.h) */
};

struct frame {
	struct frame_temp *temps;                 /* by index of plan_program.temps */
	VEC(const struct plan_statement *) loops; /* the nth one has number n + 1 */
	VEC(struct frame_slot) slots;
	uint32_t size; /* bytes; 0: there is no frame */
	bool is_scratch;
	bool is_loop_return; /* a loop's body holds a RETURN */
	bool uses_context;
};

/* How a record is built. */
struct record {
	bool is_packed;
	uint32_t tail; /* bytes of room for packed arguments */
	uint32_t size; /* of the C struct */
};

struct frame *frame_new(const struct plan *plan, const struct plan_program *program,
			const struct record *records);

/* By index of plan.programs: those of functions know who calls them. */
struct frame **frames_new(const struct plan *plan, const struct record *records);

/* By index of plan.events. */
struct record *records_new(const struct plan *plan);

/* Number of a loop in the program, from 1. */
int frame_loop(const struct frame *frame, const struct plan_statement *loop);

/* Whether a block, or a block inside of it, holds a statement of the kind. */
bool block_holds(const plan_block *block, enum plan_statement_kind kind);

/* Bytes that a packed argument takes at most, and that its read may write. */
uint32_t event_arg_room(const struct plan_event_arg *arg);

#endif
