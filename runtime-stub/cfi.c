#include "cfi.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

/* System V ABI, AMD64 supplement, 3.6.2; DWARF for the Arm 64-bit Architecture, 4.1. */
static const struct rt_cfi_machine machines[] = {
	{ .machine = EM_X86_64, .bp = 6, .sp = 7, .ra = 16 },
	{ .machine = EM_AARCH64, .bp = 29, .sp = 31, .ra = 30, .has_link = true },
};

const struct rt_cfi_machine *rt_cfi_machine(uint16_t machine)
{
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (machines[i].machine == machine)
			return &machines[i];
	return NULL;
}

/* Where a caller's register is. */
enum place { PLACE_SAME, PLACE_AT_CFA, PLACE_AT_BP, PLACE_UNDEFINED, PLACE_OTHER };

struct saved {
	enum place place;
	int64_t offset;
};

/* The CFA is a register and an offset, or an expression. */
struct state {
	bool is_expression;
	uint64_t reg;
	int64_t offset;
	struct rt_cursor expression;
	struct saved bp, ra;
};

#define MAX_REMEMBERED 8

struct execution {
	const struct rt_cfi_common *common;
	struct rt_cfi_rows *rows;
	uint64_t address;
	struct state now, initial;
	struct state remembered[MAX_REMEMBERED];
	size_t n_remembered;
	bool failed;
};

static struct rt_cursor block(struct rt_cursor *c)
{
	uint64_t size = rt_cursor_uleb(c);
	struct rt_cursor inner = { .at = c->at };
	rt_cursor_skip(c, size);
	inner.end = c->at;
	return inner;
}

/* Operations of expressions. */
enum {
	OP_DEREF = 0x06,
	OP_AND = 0x1a,
	OP_PLUS = 0x22,
	OP_SHL = 0x24,
	OP_GE = 0x2a,
	OP_LIT = 0x30,
	OP_BREG = 0x70,
};

/* "bp + offset, and what is there": functions of x86_64 that align their stack keep the CFA so. */
static bool is_at_bp(const struct rt_cfi_machine *r, struct rt_cursor e, int64_t *offset)
{
	if (rt_cursor_unsigned(&e, 1) != OP_BREG + r->bp)
		return false;
	*offset = rt_cursor_sleb(&e);
	return rt_cursor_unsigned(&e, 1) == OP_DEREF && e.at == e.end && !e.failed;
}

/* "rsp + 8, and 8 more if (rip & 15) >= n": what linkers write for the entries of a PLT. */
static bool is_plt(const struct rt_cfi_machine *r, struct rt_cursor e, int64_t *offset,
		   int8_t *from)
{
	static const uint8_t tail[] = { OP_GE, OP_LIT + 3, OP_SHL, OP_PLUS };
	if (rt_cursor_unsigned(&e, 1) != OP_BREG + r->sp)
		return false;
	*offset = rt_cursor_sleb(&e);
	if (rt_cursor_unsigned(&e, 1) != OP_BREG + r->ra || rt_cursor_sleb(&e) != 0 ||
	    rt_cursor_unsigned(&e, 1) != OP_LIT + 15 || rt_cursor_unsigned(&e, 1) != OP_AND)
		return false;
	uint64_t literal = rt_cursor_unsigned(&e, 1);
	if (literal < OP_LIT || literal > OP_LIT + 15)
		return false;
	*from = (int8_t)(literal - OP_LIT);
	return e.end - e.at == sizeof(tail) && !memcmp(e.at, tail, sizeof(tail));
}

static bool in_words(int64_t offset, int64_t least, int64_t most, int64_t *words)
{
	*words = offset / 8;
	return offset % 8 == 0 && *words >= least && *words <= most;
}

/* Whether the CFA can be told, and how. */
static bool describe_cfa(const struct rt_cfi_machine *r, const struct state *s,
			 struct abi_unwind_row *row)
{
	int64_t offset = s->offset;
	int64_t words;
	int8_t from;
	if (s->is_expression && r->has_link)
		return false;
	if (s->is_expression && is_at_bp(r, s->expression, &offset)) {
		row->rule = ABI_UNWIND_AT_BP;
	} else if (s->is_expression && is_plt(r, s->expression, &offset, &from)) {
		row->rule = ABI_UNWIND_PLT;
		row->place = from;
	} else if (!s->is_expression && s->reg == r->sp) {
		row->rule = ABI_UNWIND_SP;
	} else if (!s->is_expression && s->reg == r->bp) {
		row->rule = ABI_UNWIND_BP;
	} else {
		return false;
	}
	if (!in_words(offset, -ABI_UNWIND_CFA_MAX, ABI_UNWIND_CFA_MAX, &words))
		return false;
	row->cfa = (int16_t)words;
	return true;
}

/* Of x86_64. */
static bool describe_bp(const struct state *s, struct abi_unwind_row *row)
{
	int64_t words;
	if (row->rule == ABI_UNWIND_PLT)
		return s->bp.place == PLACE_SAME;
	if (row->rule == ABI_UNWIND_AT_BP) {
		row->place = s->bp.place == PLACE_AT_BP;
		return true;
	}
	if (s->bp.place != PLACE_AT_CFA)
		return true; // not changed, or of no use any more
	if (!in_words(s->bp.offset, ABI_UNWIND_PLACE_MIN, -1, &words))
		return false;
	row->place = (int16_t)words;
	return true;
}

/* Of arm64: where the return address and the frame pointer are. */
static bool describe_link(const struct state *s, struct abi_unwind_row *row)
{
	int64_t words = 0;
	if (s->ra.place == PLACE_AT_CFA) {
		if (!in_words(s->ra.offset, ABI_UNWIND_PLACE_MIN, -1, &words))
			return false;
	} else if (s->ra.place != PLACE_SAME) {
		return false;
	}
	row->place = (int16_t)words;
	if (s->bp.place == PLACE_SAME)
		row->frame = ABI_UNWIND_FRAME_SAME;
	else if (words && s->bp.place == PLACE_AT_CFA && s->bp.offset == s->ra.offset - 8)
		row->frame = ABI_UNWIND_FRAME_PAIR;
	else
		row->frame = ABI_UNWIND_FRAME_LOST;
	return true;
}

static bool describe(const struct rt_cfi_machine *r, const struct state *s,
		     struct abi_unwind_row *row)
{
	if (!describe_cfa(r, s, row))
		return false;
	if (r->has_link)
		return describe_link(s, row);
	return s->ra.place == PLACE_AT_CFA && s->ra.offset == -8 && describe_bp(s, row);
}

static struct abi_unwind_row row_of(const struct execution *m)
{
	struct abi_unwind_row row = { .rule = ABI_UNWIND_NONE };
	if (m->common->is_signal)
		row.rule = ABI_UNWIND_SIGNAL_FRAME;
	else if (m->now.ra.place == PLACE_UNDEFINED)
		row.rule = ABI_UNWIND_END;
	else if (!describe(m->common->machine, &m->now, &row))
		row = (struct abi_unwind_row){ .rule = ABI_UNWIND_NONE };
	return row;
}

static void add_row(struct rt_cfi_rows *rows, struct rt_cfi_row row)
{
	if (rows->n == rows->room) {
		size_t room = rows->room ? rows->room * 2 : 1024;
		struct rt_cfi_row *grown = realloc(rows->items, room * sizeof(*grown));
		if (!grown) {
			rows->failed = true;
			return;
		}
		rows->items = grown;
		rows->room = room;
	}
	rows->items[rows->n++] = row;
}

static void advance(struct execution *m, uint64_t delta)
{
	if (!delta)
		return;
	add_row(m->rows, (struct rt_cfi_row){ m->address, false, row_of(m) });
	m->address += delta * m->common->code_factor;
}

static struct saved *register_of(const struct execution *m, struct state *s, uint64_t reg)
{
	if (reg == m->common->machine->bp)
		return &s->bp;
	return reg == m->common->machine->ra ? &s->ra : NULL;
}

static void set(struct execution *m, uint64_t reg, enum place place, int64_t offset)
{
	struct saved *saved = register_of(m, &m->now, reg);
	if (saved)
		*saved = (struct saved){ place, offset };
}

static void restore(struct execution *m, uint64_t reg)
{
	struct saved *saved = register_of(m, &m->now, reg);
	if (saved)
		*saved = *register_of(m, &m->initial, reg);
}

static void set_cfa(struct execution *m, uint64_t reg, int64_t offset)
{
	m->now.is_expression = false;
	m->now.reg = reg;
	m->now.offset = offset;
}

static void remember(struct execution *m)
{
	if (m->n_remembered == MAX_REMEMBERED)
		m->failed = true;
	else
		m->remembered[m->n_remembered++] = m->now;
}

static void recall(struct execution *m)
{
	if (m->n_remembered)
		m->now = m->remembered[--m->n_remembered];
	else
		m->failed = true;
}

/* "reg is saved at": of those that functions which align their stack write one counts, "at bp". */
static void save_at_expression(struct execution *m, uint64_t reg, struct rt_cursor e)
{
	bool is_bp = rt_cursor_unsigned(&e, 1) == OP_BREG + m->common->machine->bp &&
		     !rt_cursor_sleb(&e) && e.at == e.end && !e.failed;
	set(m, reg, is_bp ? PLACE_AT_BP : PLACE_OTHER, 0);
}

/* Instructions; the first three have an operand in their low bits. */
enum {
	CFA_ADVANCE = 0x40,
	CFA_OFFSET = 0x80,
	CFA_RESTORE = 0xc0,
	CFA_NOP = 0x00,
	CFA_ADVANCE_1 = 0x02,
	CFA_ADVANCE_2 = 0x03,
	CFA_ADVANCE_4 = 0x04,
	CFA_OFFSET_EXTENDED = 0x05,
	CFA_RESTORE_EXTENDED = 0x06,
	CFA_UNDEFINED = 0x07,
	CFA_SAME_VALUE = 0x08,
	CFA_REGISTER = 0x09,
	CFA_REMEMBER = 0x0a,
	CFA_RECALL = 0x0b,
	CFA_DEF = 0x0c,
	CFA_DEF_REGISTER = 0x0d,
	CFA_DEF_OFFSET = 0x0e,
	CFA_DEF_EXPRESSION = 0x0f,
	CFA_EXPRESSION = 0x10,
	CFA_OFFSET_EXTENDED_SF = 0x11,
	CFA_DEF_SF = 0x12,
	CFA_DEF_OFFSET_SF = 0x13,
	CFA_VAL_OFFSET = 0x14,
	CFA_VAL_OFFSET_SF = 0x15,
	CFA_VAL_EXPRESSION = 0x16,
	CFA_NEGATE_RA_STATE =
		0x2d, /* of arm64: from here on the return address is signed, or no longer */
	CFA_ARGS_SIZE = 0x2e,
};

/* Where a register is. */
static bool step_register(struct execution *m, uint8_t op, struct rt_cursor *c)
{
	int64_t factor = m->common->data_factor;
	if (op < CFA_OFFSET_EXTENDED || op > CFA_VAL_EXPRESSION)
		return false;
	uint64_t reg = rt_cursor_uleb(c);
	switch (op) {
	case CFA_OFFSET_EXTENDED:
		set(m, reg, PLACE_AT_CFA, (int64_t)rt_cursor_uleb(c) * factor);
		return true;
	case CFA_OFFSET_EXTENDED_SF:
		set(m, reg, PLACE_AT_CFA, rt_cursor_sleb(c) * factor);
		return true;
	case CFA_RESTORE_EXTENDED:
		restore(m, reg);
		return true;
	case CFA_UNDEFINED:
		set(m, reg, PLACE_UNDEFINED, 0);
		return true;
	case CFA_SAME_VALUE:
		set(m, reg, PLACE_SAME, 0);
		return true;
	case CFA_REGISTER:
	case CFA_VAL_OFFSET:
	case CFA_VAL_OFFSET_SF:
		rt_cursor_uleb(c);
		set(m, reg, PLACE_OTHER, 0);
		return true;
	case CFA_EXPRESSION:
		save_at_expression(m, reg, block(c));
		return true;
	case CFA_VAL_EXPRESSION:
		block(c);
		set(m, reg, PLACE_OTHER, 0);
		return true;
	}
	return false;
}

/* Where the CFA is, and what has no operand that matters. */
static bool step_cfa(struct execution *m, uint8_t op, struct rt_cursor *c)
{
	uint64_t reg;
	switch (op) {
	case CFA_NOP:
	case CFA_NEGATE_RA_STATE:
		return true;
	case CFA_ARGS_SIZE:
		rt_cursor_uleb(c);
		return true;
	case CFA_REMEMBER:
		remember(m);
		return true;
	case CFA_RECALL:
		recall(m);
		return true;
	case CFA_DEF:
		reg = rt_cursor_uleb(c);
		set_cfa(m, reg, (int64_t)rt_cursor_uleb(c));
		return true;
	case CFA_DEF_SF:
		reg = rt_cursor_uleb(c);
		set_cfa(m, reg, rt_cursor_sleb(c) * m->common->data_factor);
		return true;
	case CFA_DEF_REGISTER:
		set_cfa(m, rt_cursor_uleb(c), m->now.offset);
		return true;
	case CFA_DEF_OFFSET:
		set_cfa(m, m->now.reg, (int64_t)rt_cursor_uleb(c));
		return true;
	case CFA_DEF_OFFSET_SF:
		set_cfa(m, m->now.reg, rt_cursor_sleb(c) * m->common->data_factor);
		return true;
	case CFA_DEF_EXPRESSION:
		m->now.is_expression = true;
		m->now.expression = block(c);
		return true;
	}
	return false;
}

static void step(struct execution *m, struct rt_cursor *c)
{
	uint8_t op = (uint8_t)rt_cursor_unsigned(c, 1);
	uint8_t low = op & 0x3f;
	if (op >= CFA_RESTORE)
		restore(m, low);
	else if (op >= CFA_OFFSET)
		set(m, low, PLACE_AT_CFA, (int64_t)rt_cursor_uleb(c) * m->common->data_factor);
	else if (op >= CFA_ADVANCE)
		advance(m, low);
	else if (op >= CFA_ADVANCE_1 && op <= CFA_ADVANCE_4)
		advance(m, rt_cursor_unsigned(c, 1u << (op - CFA_ADVANCE_1)));
	else if (!step_cfa(m, op, c) && !step_register(m, op, c))
		m->failed = true;
}

static void run(struct execution *m, struct rt_cursor c)
{
	while (c.at < c.end && !c.failed && !m->failed)
		step(m, &c);
	m->failed |= c.failed;
}

void rt_cfi_run(const struct rt_cfi_common *common, struct rt_cursor instructions, uint64_t begin,
		uint64_t size, struct rt_cfi_rows *rows)
{
	static const struct abi_unwind_row none = { .rule = ABI_UNWIND_NONE };
	struct execution m = { .common = common, .rows = rows, .address = begin };
	run(&m, common->instructions);
	m.initial = m.now;
	m.address = begin;
	run(&m, instructions);
	add_row(rows, (struct rt_cfi_row){ m.address, false, m.failed ? none : row_of(&m) });
	add_row(rows, (struct rt_cfi_row){ begin + size, true, none });
}
