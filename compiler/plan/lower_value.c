/*
 * Kinds of values and conversions between types.
 */
#include <string.h>

#include "base/diag.h"
#include "plan/lowering.h"

bool lower_is_bytes(const struct type *type)
{
	switch (type->kind) {
	case TYPE_STRING:
	case TYPE_BUFFER:
	case TYPE_ARRAY:
	case TYPE_TUPLE:
	case TYPE_RECORD:
	case TYPE_STRUCT:
	case TYPE_USYM:
	case TYPE_KSTACK:
	case TYPE_USTACK:
	case TYPE_INET:
	case TYPE_MAC:
	case TYPE_TIMESTAMP:
		return true;
	case TYPE_ERROR:
	case TYPE_NONE:
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_ENUM:
	case TYPE_POINTER:
	case TYPE_KSYM:
	case TYPE_USERNAME:
	case TYPE_CGROUP_PATH:
	case TYPE_PROBE:
	case TYPE_COUNT:
	case TYPE_SUM:
	case TYPE_MIN:
	case TYPE_MAX:
	case TYPE_AVG:
	case TYPE_STATS:
	case TYPE_HIST:
	case TYPE_LHIST:
	case TYPE_TSERIES:
		return false;
	}
	return false;
}

struct plan_scalar lower_scalar_type(const struct type *type)
{
	switch (type->kind) {
	case TYPE_BOOL:
		return SCALAR_BOOL;
	case TYPE_INT:
	case TYPE_ENUM:
		return (struct plan_scalar){ type->size, type->is_signed, false };
	case TYPE_USERNAME:
	case TYPE_PROBE:
		return SCALAR_U32;
	default:
		return type_is_aggregation(type) && type->is_signed ? SCALAR_S64 : SCALAR_U64;
	}
}

static bool same_fields(const struct type *a, const struct type *b)
{
	if (a->n_fields != b->n_fields)
		return false;
	for (size_t i = 0; i < a->n_fields; i++) {
		const struct type_field *f = &a->fields[i], *g = &b->fields[i];
		if (f->offset != g->offset || !lower_same_layout(f->type, g->type))
			return false;
	}
	return true;
}

/* Whether the bytes of one are those of the other. */
bool lower_same_layout(const struct type *a, const struct type *b)
{
	if (a == b)
		return true;
	if (a->size != b->size || lower_is_bytes(a) != lower_is_bytes(b))
		return false;
	bool is_fields = a->kind == TYPE_TUPLE || a->kind == TYPE_RECORD;
	if (is_fields)
		return (b->kind == TYPE_TUPLE || b->kind == TYPE_RECORD) && same_fields(a, b);
	if (a->kind == TYPE_ARRAY && b->kind == TYPE_ARRAY)
		return a->count == b->count;
	return true;
}

static void convert_fields(struct lower *l, struct plan_place source, const struct type *from,
			   struct plan_place dest, const struct type *to)
{
	lower_zero(l, dest);
	for (size_t i = 0; i < to->n_fields && i < from->n_fields; i++) {
		const struct type_field *f = &from->fields[i], *t = &to->fields[i];
		lower_convert_bytes(l, plan_part(source, f->offset, f->type->size), f->type,
				    plan_part(dest, t->offset, t->type->size), t->type);
	}
}

/* Copies what fits; what is left of the destination is zero. */
static void copy_padded(struct lower *l, struct plan_place dest, struct plan_place source)
{
	uint32_t size = source.size < dest.size ? source.size : dest.size;
	lower_copy(l, plan_part(dest, 0, size), plan_part(source, 0, size));
	if (size < dest.size)
		lower_zero(l, plan_part(dest, size, dest.size - size));
}

/* A buffer keeps its length and as many bytes as there is room for. */
static void convert_buffer(struct lower *l, struct plan_place dest, struct plan_place source)
{
	copy_padded(l, dest, source);
	if (source.size <= dest.size)
		return;
	const struct plan_expr *room = plan_const(l->arena, SCALAR_U32, dest.size - 4);
	const struct plan_expr *length = plan_load(l->arena, SCALAR_U32, plan_part(source, 0, 4));
	const struct plan_expr *fits = plan_binary(l->arena, PLAN_LESS_EQUAL, length, room);
	lower_store(l, plan_part(dest, 0, 4), plan_select(l->arena, fits, length, room));
}

void lower_convert_bytes(struct lower *l, struct plan_place source, const struct type *from,
			 struct plan_place dest, const struct type *to)
{
	bool is_fields = from->kind == TYPE_TUPLE || from->kind == TYPE_RECORD;
	if (lower_same_layout(from, to))
		lower_copy(l, dest, source);
	else if (is_fields && (to->kind == TYPE_TUPLE || to->kind == TYPE_RECORD))
		convert_fields(l, source, from, dest, to);
	else if (from->kind == TYPE_PROBE && to->kind == TYPE_STRING)
		lower_probe_text(l, plan_load(l->arena, SCALAR_U32, source), dest);
	else if (!lower_is_bytes(to))
		lower_store(l, dest, plan_load(l->arena, lower_scalar_type(from), source));
	else if (to->kind == TYPE_BUFFER && from->kind == TYPE_BUFFER)
		convert_buffer(l, dest, source);
	else
		copy_padded(l, dest, source);
}

struct lower_operand lower_operand_of(struct lower *l, const struct plan_expr *expr)
{
	struct lower_operand operand = { .expr = expr, .block = l->block };
	operand.mark = l->block->count;
	return operand;
}

struct lower_operand lower_operand(struct lower *l, const struct node *node)
{
	if (!lower_is_bytes(node->type))
		return lower_operand_of(l, lower_scalar(l, node));
	struct lower_operand operand = { .place = lower_bytes(l, node, NULL), .block = l->block };
	operand.mark = l->block->count;
	return operand;
}

/* Whether what stands behind the mark writes one of the variables that expr reads. */
static bool is_overtaken(const struct lower *l, const struct lower_operand *operand)
{
	for (size_t i = 0; i < l->program->temps.count; i++) {
		if (!l->program->temps.items[i].name)
			continue;
		bool reads = operand->expr
				     ? plan_expr_reads(operand->expr, i)
				     : operand->place.size && operand->place.kind == PLACE_TEMP &&
					       operand->place.temp == (int)i;
		if (reads && plan_block_writes(operand->block, operand->mark, i))
			return true;
	}
	return false;
}

/* Saves an operand in front of the statements that came behind it. */
static void save_operand(struct lower *l, struct lower_operand *operand)
{
	struct plan_statement *save =
		plan_statement_new(l->arena, operand->expr ? PLAN_SET : PLAN_COPY, l->line);
	if (operand->expr) {
		save->temp = lower_new_scalar(l, operand->expr->type);
		save->expr = operand->expr;
		operand->expr = lower_temp(l, save->temp);
	} else {
		save->source = operand->place;
		save->place = lower_new_bytes(l, operand->place.size, 8);
		operand->place = save->place;
	}
	plan_block_insert(operand->block, operand->mark, save);
}

void lower_hold(struct lower *l, struct lower_operand *operands, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct lower_operand *operand = &operands[i];
		if (operand->block->count == operand->mark || !is_overtaken(l, operand))
			continue;
		save_operand(l, operand);
		for (size_t j = i; j < n; j++)
			operands[j].mark += operands[j].block == operand->block;
	}
}
