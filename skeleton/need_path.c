/*
 * Where a program may get to on a target: its instructions are walked as the verifier does it, with what is constant in
 * registers and on the stack, so that a branch whose condition the target decides is gone into only if it is taken. What
 * is not known is taken to be anything; a program may so seem to reach more than the verifier would let it, never less.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "need_state.h"

#define N_REGISTERS 10 /* the frame pointer is not counted */
#define N_WORDS     (512 / 8)
/* So many different states are kept of a place that is jumped to; more become one, which knows what they agree in. */
#define N_STATES 8

struct knowledge {
	uint64_t values[N_REGISTERS], words[N_WORDS]; /* of the stack, the lowest first */
	uint16_t registers;                           /* bit n: values[n] is known */
	uint64_t stack;                               /* bit n: words[n] is */
};

struct place {
	struct knowledge *states;
	uint32_t n;
};

struct task {
	uint32_t at;
	struct knowledge knowledge;
};

struct function {
	uint32_t section, at;
};

struct walk {
	struct need_state *state;
	uint8_t **reached;
	struct function *functions; /* to walk, and those that were; each once */
	uint32_t n_functions;
	/* of the function that is walked */
	const struct need_section *section;
	uint32_t section_index;
	struct place *places; /* by instruction */
	struct task *tasks;
	uint32_t n_tasks, room;
	int err;
};

/* --- knowledge --- */

static bool is_known(const struct knowledge *k, unsigned reg)
{
	return reg < N_REGISTERS && k->registers >> reg & 1;
}

static void set(struct knowledge *k, unsigned reg, uint64_t value)
{
	if (reg >= N_REGISTERS)
		return;
	k->registers |= (uint16_t)(1U << reg);
	k->values[reg] = value;
}

static void forget(struct knowledge *k, unsigned reg)
{
	if (reg < N_REGISTERS)
		k->registers &= (uint16_t) ~(1U << reg);
}

/* Whether all that b may be, a may be too. */
static bool covers(const struct knowledge *a, const struct knowledge *b)
{
	if ((a->registers & ~b->registers) || (a->stack & ~b->stack))
		return false;
	for (unsigned i = 0; i < N_REGISTERS; i++)
		if (is_known(a, i) && a->values[i] != b->values[i])
			return false;
	for (unsigned i = 0; i < N_WORDS; i++)
		if (a->stack >> i & 1 && a->words[i] != b->words[i])
			return false;
	return true;
}

/* Leaves in a what both agree in. */
static void unite(struct knowledge *a, const struct knowledge *b)
{
	for (unsigned i = 0; i < N_REGISTERS; i++)
		if (!is_known(b, i) || a->values[i] != b->values[i])
			forget(a, i);
	for (unsigned i = 0; i < N_WORDS; i++)
		if (!(b->stack >> i & 1) || a->words[i] != b->words[i])
			a->stack &= ~(1ULL << i);
}

/* --- what is to be walked --- */

static void add_task(struct walk *w, int64_t at, const struct knowledge *knowledge)
{
	if (at < 0 || at >= w->section->n)
		return;
	if (w->n_tasks == w->room) {
		uint32_t room = w->room ? 2 * w->room : 16;
		struct task *grown = realloc(w->tasks, room * sizeof(*grown));
		if (!grown) {
			w->err = -ENOMEM;
			return;
		}
		w->tasks = grown;
		w->room = room;
	}
	w->tasks[w->n_tasks++] = (struct task){ (uint32_t)at, *knowledge };
}

static void add_function(struct walk *w, uint32_t section, int64_t at)
{
	if (section >= w->state->n_sections || at < 0 || at >= w->state->sections[section].n)
		return;
	for (uint32_t i = 0; i < w->n_functions; i++)
		if (w->functions[i].section == section && w->functions[i].at == at)
			return;
	struct function *grown = realloc(w->functions, (w->n_functions + 1) * sizeof(*grown));
	if (!grown) {
		w->err = -ENOMEM;
		return;
	}
	w->functions = grown;
	grown[w->n_functions++] = (struct function){ section, (uint32_t)at };
}

/* Whether a place that is jumped to brings something new; *knowledge is then what to go on with. */
static bool enter(struct walk *w, uint32_t at, struct knowledge *knowledge)
{
	struct place *place = &w->places[at];
	for (uint32_t i = 0; i < place->n; i++)
		if (covers(&place->states[i], knowledge))
			return false;
	if (place->n == N_STATES) {
		for (uint32_t i = 0; i < place->n; i++)
			unite(knowledge, &place->states[i]);
		place->n = 0;
	}
	if (!place->states)
		place->states = calloc(N_STATES, sizeof(*place->states));
	if (!place->states) {
		w->err = -ENOMEM;
		return false;
	}
	place->states[place->n++] = *knowledge;
	return true;
}

/* --- instructions --- */

/* What a relocation makes of a constant. */
static void relocate(struct walk *w, const struct bpf_core_relo *relocation, struct knowledge *k,
		     unsigned reg)
{
	struct need_match match;
	w->err = need_match_find(w->state, relocation, &match);
	bool is_question = need_match_is_question(relocation);
	forget(k, reg);
	// Without types of the target nothing is known of what it has.
	if (!w->state->target->types(w->state->target->context, 0))
		return;
	if (is_question)
		set(k, reg, match.is_found);
	else if (match.has_value)
		set(k, reg, match.value);
}

static void load_constant(struct walk *w, uint32_t at, struct knowledge *k)
{
	const struct bpf_insn *code = &w->section->instructions[at];
	const struct need_note *note = &w->section->notes[at];
	const struct need_target *target = w->state->target;
	uint64_t value = (uint32_t)code[0].imm | (uint64_t)(uint32_t)code[1].imm << 32;
	enum need_answer answer;
	forget(k, code->dst_reg);
	if (note->relocation) {
		relocate(w, note->relocation, k, code->dst_reg);
	} else if (note->external) {
		answer = need_match_function(w->state, note->external);
		if (answer == NEED_NO) // weak: no address
			set(k, code->dst_reg, 0);
		else if (answer == NEED_YES)
			set(k, code->dst_reg, 1); // any but none
	} else if (note->has_symbol) {
		const struct need_section *section = note->section < w->state->n_sections
							     ? &w->state->sections[note->section]
							     : NULL;
		if (section && section->instructions) // a function that a helper calls
			add_function(w, note->section,
				     (int64_t)(note->value + (uint64_t)(int64_t)code->imm) /
					     (int64_t)sizeof(struct bpf_insn));
	} else if ((value & ~0xffffffffULL) == ABI_FEATURE_ASKED &&
		   (uint32_t)value < N_ABI_FEATURES) {
		answer = target->has(target->context, (enum abi_feature)(uint32_t)value);
		if (answer != NEED_PERHAPS)
			set(k, code->dst_reg, answer == NEED_YES);
	} else if (!code->src_reg) {
		set(k, code->dst_reg, value);
	}
}

static bool compute(unsigned operation, uint64_t a, uint64_t b, unsigned bits, uint64_t *result)
{
	switch (operation) {
	case BPF_ADD:
		*result = a + b;
		return true;
	case BPF_SUB:
		*result = a - b;
		return true;
	case BPF_MUL:
		*result = a * b;
		return true;
	case BPF_OR:
		*result = a | b;
		return true;
	case BPF_AND:
		*result = a & b;
		return true;
	case BPF_XOR:
		*result = a ^ b;
		return true;
	case BPF_LSH:
		*result = a << (b & (bits - 1));
		return true;
	case BPF_RSH:
		*result = a >> (b & (bits - 1));
		return true;
	case BPF_ARSH:
		*result = bits == 64 ? (uint64_t)((int64_t)a >> (b & 63))
				     : (uint64_t)(uint32_t)((int32_t)a >> (b & 31));
		return true;
	}
	return false;
}

/* The second operand of an operation or a comparison. */
static bool operand(const struct bpf_insn *code, const struct knowledge *k, bool is_wide,
		    uint64_t *value)
{
	if (BPF_SRC(code->code) == BPF_K)
		*value = (uint64_t)(int64_t)code->imm;
	else if (is_known(k, code->src_reg))
		*value = k->values[code->src_reg];
	else
		return false;
	*value = is_wide ? *value : (uint32_t)*value;
	return true;
}

static void calculate(struct walk *w, uint32_t at, struct knowledge *k)
{
	const struct bpf_insn *code = &w->section->instructions[at];
	const struct bpf_core_relo *relocation = w->section->notes[at].relocation;
	bool is_wide = BPF_CLASS(code->code) == BPF_ALU64;
	unsigned operation = BPF_OP(code->code);
	unsigned reg = code->dst_reg;
	uint64_t value, result = 0;
	bool has_value = operand(code, k, is_wide, &value);
	if (relocation) {
		relocate(w, relocation, k, reg);
		return;
	}
	if (operation == BPF_MOV && has_value && !code->off) {
		set(k, reg, value);
	} else if (operation != BPF_MOV && operation != BPF_END && has_value && is_known(k, reg) &&
		   compute(operation, is_wide ? k->values[reg] : (uint32_t)k->values[reg], value,
			   is_wide ? 64 : 32, &result)) {
		set(k, reg, is_wide ? result : (uint32_t)result);
	} else {
		forget(k, reg);
	}
}

/* The word of the stack that an access by the frame pointer is to; false: it is no whole word. */
static bool stack_word(const struct bpf_insn *code, unsigned base, unsigned *word)
{
	int offset = code->off + 512;
	*word = (unsigned)offset / 8;
	return base == BPF_REG_10 && offset >= 0 && offset < 512 && offset % 8 == 0 &&
	       BPF_MODE(code->code) == BPF_MEM && BPF_SIZE(code->code) == BPF_DW;
}

static void load(const struct bpf_insn *code, struct knowledge *k)
{
	unsigned word;
	if (stack_word(code, code->src_reg, &word) && k->stack >> word & 1)
		set(k, code->dst_reg, k->words[word]);
	else
		forget(k, code->dst_reg);
}

static void store(const struct bpf_insn *code, struct knowledge *k)
{
	unsigned word;
	uint64_t value = (uint64_t)(int64_t)code->imm;
	bool is_register = BPF_CLASS(code->code) == BPF_STX;
	if (!stack_word(code, code->dst_reg, &word)) {
		// To any place of it, for what is known here; an atomic operation may give the old value.
		k->stack = 0;
		if (BPF_MODE(code->code) == BPF_ATOMIC) {
			forget(k, code->src_reg);
			forget(k, BPF_REG_0);
		}
		return;
	}
	if (is_register && !is_known(k, code->src_reg)) {
		k->stack &= ~(1ULL << word);
		return;
	}
	k->stack |= 1ULL << word;
	k->words[word] = is_register ? k->values[code->src_reg] : value;
}

/* What comes back may be anything, and so may what the stack holds then. */
static void call(struct walk *w, uint32_t at, struct knowledge *k)
{
	const struct bpf_insn *code = &w->section->instructions[at];
	const struct need_note *note = &w->section->notes[at];
	if (code->src_reg == BPF_PSEUDO_CALL && note->has_symbol && !note->external)
		add_function(w, note->section,
			     (int64_t)(note->value / sizeof(struct bpf_insn)) + code->imm + 1);
	else if (code->src_reg == BPF_PSEUDO_CALL && !note->external)
		add_function(w, w->section_index, (int64_t)at + code->imm + 1);
	for (unsigned reg = BPF_REG_0; reg <= BPF_REG_5; reg++)
		forget(k, reg);
	k->stack = 0;
}

static bool compare(unsigned operation, uint64_t a, uint64_t b, bool is_wide)
{
	int64_t signed_a = is_wide ? (int64_t)a : (int32_t)a;
	int64_t signed_b = is_wide ? (int64_t)b : (int32_t)b;
	switch (operation) {
	case BPF_JEQ:
		return a == b;
	case BPF_JNE:
		return a != b;
	case BPF_JGT:
		return a > b;
	case BPF_JGE:
		return a >= b;
	case BPF_JLT:
		return a < b;
	case BPF_JLE:
		return a <= b;
	case BPF_JSET:
		return (a & b) != 0;
	case BPF_JSGT:
		return signed_a > signed_b;
	case BPF_JSGE:
		return signed_a >= signed_b;
	case BPF_JSLT:
		return signed_a < signed_b;
	}
	return signed_a <= signed_b;
}

/* Of a conditional jump: the ways that may be gone. */
static void branch(struct walk *w, uint32_t at, struct knowledge *k)
{
	const struct bpf_insn *code = &w->section->instructions[at];
	bool is_wide = BPF_CLASS(code->code) == BPF_JMP;
	unsigned operation = BPF_OP(code->code);
	int64_t target = (int64_t)at + 1 + code->off;
	uint64_t value = 0;
	bool has_value = operand(code, k, is_wide, &value);
	if (has_value && is_known(k, code->dst_reg)) {
		uint64_t first = k->values[code->dst_reg];
		bool is_taken =
			compare(operation, is_wide ? first : (uint32_t)first, value, is_wide);
		add_task(w, is_taken ? target : (int64_t)at + 1, k);
		return;
	}
	struct knowledge equal = *k;
	if (has_value && is_wide && (operation == BPF_JEQ || operation == BPF_JNE))
		set(&equal, code->dst_reg, value);
	add_task(w, target, operation == BPF_JEQ ? &equal : k);
	add_task(w, (int64_t)at + 1, operation == BPF_JNE ? &equal : k);
}

/* Whether the next instruction follows. */
static bool step(struct walk *w, uint32_t *at, struct knowledge *k)
{
	const struct bpf_insn *code = &w->section->instructions[*at];
	unsigned operation = BPF_OP(code->code);
	switch (BPF_CLASS(code->code)) {
	case BPF_LD:
		if (code->code == (BPF_LD | BPF_IMM | BPF_DW) && *at + 1 < w->section->n) {
			load_constant(w, *at, k);
			++*at;
		}
		return true;
	case BPF_LDX:
		load(code, k);
		return true;
	case BPF_ST:
	case BPF_STX:
		store(code, k);
		return true;
	case BPF_ALU:
	case BPF_ALU64:
		calculate(w, *at, k);
		return true;
	}
	if (operation == BPF_CALL) {
		call(w, *at, k);
		return true;
	}
	if (operation == BPF_JA)
		add_task(w,
			 (int64_t)*at + 1 +
				 (BPF_CLASS(code->code) == BPF_JMP ? code->off : code->imm),
			 k);
	else if (operation != BPF_EXIT)
		branch(w, *at, k);
	return false;
}

static void follow(struct walk *w, uint32_t at, struct knowledge k)
{
	uint8_t *reached = w->reached[w->section_index];
	if (!enter(w, at, &k))
		return;
	for (; at < w->section->n && !w->err; at++) {
		reached[at] = 1;
		if (!step(w, &at, &k))
			return;
	}
}

static void walk_function(struct walk *w, uint32_t section, uint32_t at)
{
	struct knowledge nothing = { 0 };
	w->section = &w->state->sections[section];
	w->section_index = section;
	w->places = calloc(w->section->n + 1, sizeof(*w->places));
	if (!w->places) {
		w->err = -ENOMEM;
		return;
	}
	add_task(w, at, &nothing);
	while (w->n_tasks && !w->err) {
		struct task task = w->tasks[--w->n_tasks];
		follow(w, task.at, task.knowledge);
	}
	for (uint32_t i = 0; i < w->section->n; i++)
		free(w->places[i].states);
	free(w->places);
}

int need_path_walk(struct need_state *state, const struct need_entry *entry, uint8_t **reached)
{
	struct walk w = { .state = state, .reached = reached };
	add_function(&w, entry->section, entry->at);
	for (uint32_t i = 0; i < w.n_functions && !w.err; i++)
		walk_function(&w, w.functions[i].section, w.functions[i].at);
	free(w.functions);
	free(w.tasks);
	return w.err;
}
